// Every way in which ngspice is known to fail ends as its typed error, with the lines that tell it, and the same Worker
// runs the next deck. docs/ngspice-notes.md 5; libngspice itself returns 0 for nearly all of them.
#include "ngspice_recorder.hpp"

#include <somn/core/file.hpp>

#include <catch2/catch.hpp>
#include <csignal>

using namespace somn;
using namespace somn::ngspice;
namespace fs = std::filesystem;

namespace {

const std::string good = "good\nv1 in 0 1\nr1 in out 1k\nr2 out 0 1k\n.tran 1u 10u\n";

void run(Worker& worker, const std::string& deck, Sink& sink, std::vector<std::string> record = {"v(out)"}) {
  worker.run({.deck = deck, .record = std::move(record), .t_stop = 10e-6}, sink);
}

// Runs `deck`, which must fail as an Expected whose sentence holds all `words`, then a good one on the same Worker.
template <class Expected>
void check_failure(const std::string& deck, const std::vector<std::string>& words,
                   const std::vector<std::string>& record = {"v(out)"}) {
  Worker worker;
  Recorder trace;
  try {
    run(worker, deck, trace, record);
    FAIL("no error for:\n" << deck);
  } catch (const Expected& error) {
    const std::string sentence = error.what();
    for (const std::string& word : words) {
      INFO("looking for '" << word << "' in: " << sentence);
      CHECK(sentence.find(word) != std::string::npos);
    }
    CHECK(error.transcript().size() <= 8);
  }
  Recorder next;
  run(worker, good, next);
  CHECK(next.recorded(0).back() == Approx(0.5));
}

// A sink that does something to the worker at its 10th row.
class AtTenthRow : public Sink {
 public:
  explicit AtTenthRow(std::function<void()> act) : act_(std::move(act)) {}
  void begin(const std::vector<std::string>&) override {}
  void row(std::span<const double>) override {
    if (++n_rows_ == 10) act_();
  }
  int n_rows() const { return n_rows_; }

 private:
  std::function<void()> act_;
  int n_rows_ = 0;
};

const std::string endless = "endless\nv1 in 0 sin(0 1 1meg)\nr1 in out 1k\nc1 out 0 1n\n.tran 1n 1000\n";

}  // namespace

TEST_CASE("missing models") {
  check_failure<DeckRejected>("t\nv1 in 0 1\nr1 in out 1k\na1 %gd(out 0) nomodel\n.tran 1u 10u\n",
                              {"nomodel", "unable to find definition of model", "a1"});
  check_failure<DeckRejected>("t\nv1 in 0 1\nr1 in out 1k\nd1 out 0 nomodel\n.tran 1u 10u\n", {"nomodel", "d1"});
  check_failure<DeckRejected>("t\nv1 in 0 1\nx1 in out nosubckt\nr2 out 0 1\n.tran 1u 10u\n", {"nosubckt"});
}

TEST_CASE("malformed lines") {
  check_failure<DeckRejected>("t\nv1 out 0 1\nzz1 out 0 1\n.tran 1u 10u\n", {"zz1"});
  check_failure<DeckRejected>("t\nv1 out 0 1\n.tran foo\n", {".tran foo", "TSTEP"});
  check_failure<DeckRejected>("t\nv1 out 0 1\n.model m resistor(nothing=1)\nr1 out 0 m\n.tran 1u 10u\n", {"nothing"});
}

TEST_CASE("missing include") {
  check_failure<DeckRejected>("t\n.include nothere.inc\nv1 out 0 1\n.tran 1u 10u\n", {"nothere.inc"});
}

TEST_CASE("undefined parameter, after which ngspice refuses every further deck") {
  check_failure<DeckRejected>("t\nv1 in 0 1\nr1 in out {rr}\n.tran 1u 10u\n", {"Undefined parameter [rr]"});
}

TEST_CASE("names that the deck does not have") {
  check_failure<DeckRejected>(good, {"v(nowhere)"}, {"v(nowhere)"});
  check_failure<DeckRejected>(good, {"v(nowhere)"}, {"v(out)", "v(nowhere)"});
  check_failure<DeckRejected>(good, {"@r9[i]"}, {"v(out)", "@r9[i]"});
  check_failure<RunIncomplete>(good, {"@r1[nothing]"}, {"v(out)", "@r1[nothing]"});
}

TEST_CASE("singular matrix") {
  check_failure<ConvergenceFailed>("t\nv1 out 0 1\nv2 out 0 2\n.tran 1u 10u\n", {"singular matrix", "v1#branch"});
}

TEST_CASE("time step too small") {
  check_failure<ConvergenceFailed>("t\nb1 out 0 v=ln(5u-time)\nr2 out 0 1k\n.tran 1u 10u\n",
                                   {"Timestep too small", "5 us of 10 us"});
}

TEST_CASE("values that are not finite") {
  check_failure<ValueNotFinite>("t\nv1 out 0 1e999\n.tran 1u 10u\n", {"v(out) is inf"});
}

TEST_CASE("a stop time that is not reached") {
  check_failure<RunIncomplete>("t\nv1 out 0 1\n.tran 1u 5u\n", {"5 us of 10 us"});
}

TEST_CASE("ngspice 39 crashes for an external source with a dc value") {
  check_failure<SimulatorCrashed>("t\nv1 out 0 dc 0 external\nr1 out 0 1\n.tran 1u 10u\n", {"signal 11"});
}

TEST_CASE("commands of an included file: its run gives no rows, its quit is a crash") {
  const fs::path file = fs::temp_directory_path() / ("somn_quit_" + std::to_string(::getpid()) + ".inc");
  const std::string deck = "t\n.include " + file.string() + "\nv1 out 0 1\n.tran 1u 10u\n";
  write_file(file, ".control\nrun\n.endc\n");
  Worker worker;
  Recorder trace;
  run(worker, deck, trace);
  CHECK(trace.time().front() == 0);
  CHECK(trace.time()[1] > 0);
  write_file(file, ".control\nquit 7\n.endc\n");
  check_failure<SimulatorCrashed>(deck, {"asked to be unloaded with status 7"});
  fs::remove(file);
}

TEST_CASE("a worker killed in the middle of a run") {
  for (const int signal : {SIGSEGV, SIGKILL}) {
    Worker worker;
    AtTenthRow sink([signal] { ::kill(worker_pids().at(0), signal); });
    try {
      worker.run({.deck = endless, .record = {"v(out)"}, .t_stop = 1000}, sink);
      FAIL("no error");
    } catch (const SimulatorCrashed& error) {
      CHECK(std::string(error.what()).find("signal " + std::to_string(signal)) != std::string::npos);
    }
    CHECK(sink.n_rows() >= 10);
    Recorder next;
    run(worker, good, next);
    CHECK(next.recorded(0).back() == Approx(0.5));
  }
}

TEST_CASE("an exception of the sink reaches the caller, and ends the run") {
  Worker worker;
  AtTenthRow sink([] { throw std::runtime_error("disk full"); });
  CHECK_THROWS_WITH(worker.run({.deck = endless, .record = {"v(out)"}, .t_stop = 1000}, sink), "disk full");
  CHECK(sink.n_rows() == 10);
  CHECK(worker_pids().empty());
  Recorder next;
  run(worker, good, next);
  CHECK(next.recorded(0).back() == Approx(0.5));
}

TEST_CASE("a worker program that is not there, or is not ours") {
  Recorder trace;
  for (const char* program : {"/nonexistent/worker", "/bin/true", "/"}) {
    Worker worker({.worker = program});
    CHECK_THROWS(run(worker, good, trace));
  }
}
