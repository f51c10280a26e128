// What of a deck reaches the simulator: everything but commands and what would judge stored vectors.
#include "ngspice_recorder.hpp"

#include <somn/core/file.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::ngspice;
namespace fs = std::filesystem;

namespace {

const std::string divider = "v1 in 0 1\nr1 in out 1k\nr2 out 0 1k\n.tran 1u 10u\n";

Recorder run(Worker& worker, const std::string& deck, std::vector<std::string> record = {"v(out)"},
             const fs::path& folder = {}) {
  Recorder trace;
  worker.run({.deck = deck, .record = std::move(record), .t_stop = 10e-6, .folder = folder}, trace);
  return trace;
}

double final_value(Worker& worker, const std::string& deck, const fs::path& folder = {}) {
  return run(worker, deck, {"v(out)"}, folder).recorded(0).back();
}

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("somn_deck_test_" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("a deck may lack .end, have Windows line ends, blank lines and text after .end") {
  Worker worker;
  CHECK(final_value(worker, "title\n" + divider) == Approx(0.5));
  CHECK(final_value(worker, "title\r\n\r\nv1 in 0 1\r\nr1 in out 1k\r\nr2 out 0 1k\r\n.tran 1u\r\n+ 10u\r\n.end\r\n") ==
        Approx(0.5));
  CHECK(final_value(worker, "title\n" + divider + ".END\nr3 out 0 1k\n") == Approx(0.5));
}

TEST_CASE("the first line is a title whatever it says") {
  Worker worker;
  for (const std::string title : {"", "r9 out 0 1", "*ng_script", ".control", "Error: 100 % of errors", "+ 3"})
    CHECK(final_value(worker, title + "\n" + divider) == Approx(0.5));
}

TEST_CASE("commands and cards about stored vectors are left out") {
  Worker worker;
  const Recorder trace = run(worker, "title\n.control\nrun\nquit 3\n.endc\n*# quit 4\n" + divider +
                                         ".save @r1[nothing]\n+ v(nowhere)\n.print tran v(in)\n.plot tran v(in)\n"
                                         ".four 1meg v(in)\n.MEAS tran m max v(in)\n");
  CHECK(trace.names() == std::vector<std::string>{"time", "v(out)"});
  CHECK(trace.recorded(0).back() == Approx(0.5));
}

TEST_CASE("names to record: any case, sources, devices, nodes that are numbers, the same one twice") {
  Worker worker;
  const Recorder trace = run(worker, "title\nv1 3 0 1\nr1 3 Out 1k\nr2 OUT 0 1k\n.tran 1u 10u\n",
                             {"V(out)", "v(3)", "I(V1)", "@R2[i]", "V(out)"});
  const std::vector<double> expected{0.5, 1, -0.5e-3, 0.5e-3, 0.5};
  for (std::size_t k = 0; k < expected.size(); ++k) CHECK(trace.recorded(k).back() == Approx(expected[k]));
  CHECK(trace.names() == std::vector<std::string>{"time", "V(out)", "v(3)", "I(V1)", "@R2[i]", "V(out)"});
}

TEST_CASE("a deck needs exactly one transient, and its accepted points") {
  Worker worker;
  CHECK_THROWS_AS(final_value(worker, "title\nv1 out 0 1\n.op\n"), DeckRejected);
  CHECK_THROWS_AS(final_value(worker, "title\n" + divider + divider), DeckRejected);
  CHECK_THROWS_AS(final_value(worker, ""), DeckRejected);
  CHECK_THROWS_AS(final_value(worker, "title\n" + divider + ".options reltol=1e-4\n+ interp\n"), DeckRejected);
  CHECK(worker_pids().empty());  // seen before anything is started
}

TEST_CASE("relative includes start in the given folder") {
  const Folder folder;
  write_file(folder.path() / "half.inc", "r2 out 0 1k\n");
  Worker worker;
  const std::string deck = "title\n.include half.inc\nv1 in 0 1\nr1 in out 1k\n.tran 1u 10u\n";
  CHECK(final_value(worker, deck, folder.path()) == Approx(0.5));
  CHECK_THROWS_AS(final_value(worker, deck, fs::temp_directory_path()), DeckRejected);
  CHECK_THROWS_AS(final_value(worker, deck, folder.path() / "none"), InputError);
}

TEST_CASE("no start-up file and no SPICE variable of the user is read") {
  const Folder folder;
  const fs::path before = fs::current_path();
  write_file(folder.path() / ".spiceinit", "option temp=127\n");
  write_file(folder.path() / "spinit", "option temp=127\n");
  ::setenv("SPICE_SCRIPTS", folder.path().c_str(), 1);
  fs::current_path(folder.path());
  Worker worker;
  const double v = final_value(worker, "title\nv1 in 0 1\nr1 in out 1k tc1=1e-2\nr2 out 0 1k\n.tran 1u 10u\n");
  fs::current_path(before);
  ::unsetenv("SPICE_SCRIPTS");
  CHECK(v == Approx(0.5).epsilon(1e-9));
}

TEST_CASE("the system's spinit, which loads ngspice's own code models, is not read") {
  Worker worker;
  const std::string deck = "title\nv1 in 0 1\na1 in out m\n.model m gain(gain=2)\nr1 out 0 1k\n.tran 1u 10u\n";
  CHECK_THROWS_AS(final_value(worker, deck), DeckRejected);
}

TEST_CASE("a deck leaves nothing behind for the next one") {
  Worker worker;
  const std::string warm = "title\nv1 in 0 1\nr1 in out 1k tc1=1e-2\nr2 out 0 {agauss(1k, 100, 1)}\n.tran 1u 10u\n";
  const Recorder first = run(worker, warm);
  run(worker, warm + ".temp 127\n.options cshunt=1u seed=7 reltol=1e-1\n");
  const Recorder again = run(worker, warm);
  CHECK(again.time() == first.time());
  CHECK(again.recorded(0) == first.recorded(0));
}
