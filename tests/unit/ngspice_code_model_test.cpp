// Code models in the worker: refused before they can crash the simulator, loaded once, freed with each circuit.
#include "ngspice_recorder.hpp"

#include <somn/core/file.hpp>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace somn;
using namespace somn::ngspice;
namespace fs = std::filesystem;

namespace {

const fs::path built = fs::path(SOMN_BUILD_DIR) / "lib/somn.cm";

// A file beside the built code model's content, removed at the end.
class CodeModelFile {
 public:
  CodeModelFile(const std::string& name, const std::string& content)
      : path_(fs::temp_directory_path() / fmt::format("somn {} {}.cm", name, ::getpid())) {  // blanks on purpose
    write_file(path_, content);
  }
  ~CodeModelFile() { fs::remove(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Recorder run(Worker& worker, const std::string& deck, const fs::path& code_model,
             const std::vector<std::string>& record = {"v(out)"}) {
  Recorder trace;
  worker.run({.deck = deck, .record = record, .t_stop = 1e-6, .code_model = code_model}, trace);
  return trace;
}

const std::string plain = "plain\nv1 out 0 1\n.tran 0.1u 1u\n";
// 2 V over 1 Mohm and an open switch of 10 Mohm below its set voltage of 10 V
const std::string junction =
    "junction\nv1 in 0 2\nr1 in out 1meg\na1 %gd(out 0) m\n.model m somn_vts(v_set=10)\n.tran 10n 1u 0 10n\n";

}  // namespace

TEST_CASE("a code model that is missing, unreadable or of another host is refused") {
  Worker worker;
  CHECK_THROWS_AS(run(worker, plain, "/nonexistent/somn.cm"), CodeModelMissing);
  CHECK_THROWS_AS(run(worker, plain, fs::temp_directory_path()), CodeModelMissing);
  const CodeModelFile unstamped("unstamped", "no code model at all");
  CHECK_THROWS_AS(run(worker, plain, unstamped.path()), HostMismatch);
  const CodeModelFile foreign("foreign", "somn-host:ng46-osdi-klu");
  CHECK_THROWS_AS(run(worker, plain, foreign.path()), HostMismatch);
  CHECK(run(worker, plain, "").recorded(0).back() == Approx(1));
}

TEST_CASE("a file with the right stamp that is no code model is told with the loader's reason") {
  Worker worker;
  const CodeModelFile garbage("garbage", "somn-host:" + worker.host().tag() + std::string(4096, '\n'));
  CHECK_THROWS_AS(run(worker, plain, garbage.path()), CodeModelMissing);
  try {
    run(worker, plain, garbage.path());
  } catch (const CodeModelMissing& error) {
    const std::string sentence = error.what();
    CHECK(sentence.find(garbage.path().string()) != std::string::npos);
    CHECK(sentence.find("invalid ELF header") != std::string::npos);
  }
}

TEST_CASE("devices of the built code model") {
  if (!fs::exists(built)) {
    WARN("no code model at " << built << ": nothing tested");
    return;
  }
  Worker worker;
  const Recorder trace = run(worker, junction, built, {"v(out)", "@a1[state]", "@a1[i]"});
  CHECK(trace.recorded(0).back() == Approx(2.0 * 10 / 11).epsilon(1e-3));
  CHECK(trace.recorded(1).back() < 1e-3);
  CHECK(trace.recorded(2).back() == Approx(trace.recorded(0).back() / 10e6).epsilon(1e-3));
  CHECK_THROWS_AS(run(worker, junction, built, {"@a1[nothing]"}), DeckRejected);
  CHECK_THROWS_AS(run(worker, junction, built, {"@a2[state]"}), DeckRejected);
  CHECK_THROWS_AS(run(worker, junction, ""), DeckRejected);  // another process, without the code model
  CHECK(run(worker, junction, built).recorded(0) == trace.recorded(0));
}

TEST_CASE("a code model in a folder with blanks in its name") {
  if (!fs::exists(built)) return;
  const CodeModelFile copy("copy of it", read_file(built));
  Worker worker;
  CHECK(run(worker, junction, copy.path()).recorded(0).back() == Approx(2.0 * 10 / 11).epsilon(1e-3));
}

TEST_CASE("an unknown model parameter is an error, though ngspice ignores it") {
  if (!fs::exists(built)) return;
  Worker worker;
  CHECK_THROWS_AS(run(worker, "t\nv1 out 0 1\na1 %gd(out 0) m\n.model m somn_vts(foo=1)\n.tran 10n 1u\n", built),
                  DeckRejected);
}

TEST_CASE("300 circuits of code-model devices in one process need no more memory than a few") {
  if (!fs::exists(built)) return;
  std::string deck = "junctions\nv1 n0 0 0.5\n.model m somn_vts(x0=0.1)\n";
  std::vector<std::string> record;
  for (int k = 0; k < 100; ++k) {
    deck += fmt::format("a{0} %gd(n{0} n{1}) m\nr{0} n{1} 0 1meg\n", k, k + 1);
    record.push_back(fmt::format("@a{}[state]", k));
  }
  deck += ".tran 20n 1u 0 20n uic\n";
  Worker worker;
  const auto repeat = [&](int n) {
    for (int k = 0; k < n; ++k) run(worker, deck, built, record);
    return resident_memory(worker_pids().at(0));
  };
  const double few = repeat(10), many = repeat(300);
  INFO("resident after 10 circuits " << few / 1e6 << " MB, after 310 " << many / 1e6 << " MB");
  CHECK(many - few < 10e6);
}
