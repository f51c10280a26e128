// The life of the worker process: stop, progress, memory, many circuits, and its end with ours.
#include "ngspice_recorder.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <sys/wait.h>
#include <thread>

using namespace somn;
using namespace somn::ngspice;

namespace {

std::string rc(double t_stop) {
  return fmt::format("rc\nv1 in 0 sin(0 1 1meg)\nr1 in out 1k\nc1 out 0 1n\n.tran 5n {} 0 5n\n", t_stop);
}

// A sink that sets the stop flag at its 500th row.
class Stopping : public Recorder {
 public:
  void row(std::span<const double> values) override {
    Recorder::row(values);
    if (n_rows() == 500) stop = true;
  }
  std::atomic<bool> stop = false;
};

// ~100 devices of ngspice's own
std::string mesh() {
  std::string deck = "mesh\nv1 n0 0 pulse(0 1 0 1u 1u 5u 20u)\n";
  for (int k = 0; k < 50; ++k) deck += fmt::format("r{0} n{0} n{1} 1k\nc{0} n{1} 0 1n ic=0\n", k, k + 1);
  return deck + "d1 n25 0 dm\n.model dm d\n.tran 1u 20u uic\n";
}

bool runs(int pid) {  // and is not only waiting to be reaped
  std::ifstream stat(fmt::format("/proc/{}/stat", pid));
  std::string number, name, state;
  return static_cast<bool>(stat >> number >> name >> state) && state != "Z";
}

}  // namespace

TEST_CASE("a stop keeps the rows until then, exactly those of the whole run") {
  Recorder whole;
  Stopping part;
  Worker undisturbed, worker({.stop = &part.stop});
  undisturbed.run({.deck = rc(1e-3), .record = {"v(out)"}, .t_stop = 1e-3}, whole);
  const Statistics stopped = worker.run({.deck = rc(1e-3), .record = {"v(out)"}, .t_stop = 1e-3}, part);
  CHECK(stopped.interrupted);
  REQUIRE(part.n_rows() >= 500);
  REQUIRE(part.n_rows() < whole.n_rows());
  CHECK(stopped.steps == part.n_rows());
  CHECK(stopped.newton_iterations >= stopped.steps);
  CHECK(std::equal(part.time().begin(), part.time().end(), whole.time().begin()));
  CHECK(std::equal(part.recorded(0).begin(), part.recorded(0).end(), whole.recorded(0).begin()));
  part.stop = false;
  Recorder next;
  CHECK_FALSE(worker.run({.deck = rc(1e-6), .record = {"v(out)"}, .t_stop = 1e-6}, next).interrupted);
}

TEST_CASE("a stop before the first row or after the last one") {
  std::atomic<bool> stop = true;
  Worker worker({.stop = &stop});
  Recorder early;
  CHECK(worker.run({.deck = rc(1000), .record = {"v(out)"}, .t_stop = 1000}, early).interrupted);
  CHECK(early.n_rows() < 1000000);
  stop = false;
  class AtEnd : public Recorder {
   public:
    explicit AtEnd(std::atomic<bool>& flag) : flag_(flag) {}
    void row(std::span<const double> values) override {
      Recorder::row(values);
      if (values[0] >= 1e-6) flag_ = true;
    }

   private:
    std::atomic<bool>& flag_;
  } late(stop);
  CHECK_FALSE(worker.run({.deck = rc(1e-6), .record = {"v(out)"}, .t_stop = 1e-6}, late).interrupted);
  stop = false;
  Recorder next;
  CHECK_FALSE(worker.run({.deck = rc(1e-6), .record = {"v(out)"}, .t_stop = 1e-6}, next).interrupted);
  CHECK(next.time() == late.time());
}

TEST_CASE("statistics are ngspice's own counters") {
  Recorder trace;
  Worker worker;
  const Statistics s = worker.run({.deck = rc(1e-5), .record = {"v(out)"}, .t_stop = 1e-5}, trace);
  CHECK(s.steps == trace.n_rows());  // with an operating point, the row at t = 0 included
  CHECK(s.newton_iterations >= s.steps);
  CHECK(s.newton_iterations < 5 * s.steps);
  CHECK(s.factorisations == s.newton_iterations);
  CHECK(s.wall > 0);
  CHECK(s.cpu > 0);
  CHECK(s.cpu < s.wall * 1.5 + 0.1);
  CHECK(s.peak_rss > 1000000);
  CHECK_FALSE(s.interrupted);
}

TEST_CASE("progress comes at most every 100 ms and never goes back") {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  std::vector<Clock::time_point> calls;
  std::atomic<bool> stop = false;
  Worker worker({.on_progress =
                     [&](const Progress& progress) {
                       times.push_back(progress.time);
                       calls.push_back(Clock::now());
                       if (calls.size() == 4) stop = true;
                     },
                 .stop = &stop});
  Recorder trace;
  worker.run({.deck = rc(1000), .record = {"v(out)"}, .t_stop = 1000}, trace);
  REQUIRE(times.size() >= 4);
  CHECK(std::is_sorted(times.begin(), times.end()));
  CHECK(times[3] > 0);
  for (std::size_t k = 1; k < calls.size(); ++k) CHECK(calls[k] - calls[k - 1] >= std::chrono::milliseconds(100));
}

TEST_CASE("the transcript is that of the last run") {
  Worker worker;
  Recorder trace;
  worker.run({.deck = "first title\nv1 out 0 1\n.tran 1u 2u\n", .record = {"v(out)"}, .t_stop = 2e-6}, trace);
  worker.run({.deck = "second title\nv1 out 0 1\n.tran 1u 2u\n", .record = {"v(out)"}, .t_stop = 2e-6}, trace);
  std::string text;
  for (const std::string& line : worker.transcript()) text += line + '\n';
  CHECK(text.find("second title") != std::string::npos);
  CHECK(text.find("first title") == std::string::npos);
}

TEST_CASE("one process serves many decks, and lives in a session of its own") {
  Worker worker;
  Recorder trace;
  CHECK(worker.host().version.size() >= 2);
  worker.run({.deck = rc(1e-6), .record = {"v(out)"}, .t_stop = 1e-6}, trace);
  const auto first = worker_pids();
  worker.run({.deck = rc(1e-6), .record = {"i(v1)"}, .t_stop = 1e-6}, trace);
  REQUIRE(first.size() == 1);
  CHECK(worker_pids() == first);
  CHECK(::getsid(first[0]) != ::getsid(0));
}

TEST_CASE("a Worker can be handed to another thread") {
  Worker worker;
  Recorder first, second;
  std::thread([&] { worker.run({.deck = rc(1e-6), .record = {"v(out)"}, .t_stop = 1e-6}, first); }).join();
  worker.run({.deck = rc(1e-6), .record = {"v(out)"}, .t_stop = 1e-6}, second);
  CHECK(first.recorded(0) == second.recorded(0));
}

TEST_CASE("300 circuits in one process need no more memory than a few") {
  Worker worker;
  std::vector<std::string> record{"v(n50)", "@r3[i]"};
  const auto run = [&](int n) {
    for (int k = 0; k < n; ++k) {
      Recorder trace;
      worker.run({.deck = mesh(), .record = record, .t_stop = 20e-6}, trace);
    }
    return resident_memory(worker_pids().at(0));
  };
  const double few = run(10), many = run(300);
  INFO("resident after 10 circuits " << few / 1e6 << " MB, after 310 " << many / 1e6 << " MB");
  CHECK(many - few < 10e6);
}

TEST_CASE("what is streamed is not stored in the simulator") {
  std::string deck = "many\nv1 in 0 sin(0 1 1meg)\n";
  std::vector<std::string> record;
  for (int k = 0; k < 700; ++k) {
    deck += fmt::format("r{} in 0 {}k\n", k, k + 1);
    record.push_back(fmt::format("@r{}[i]", k));
  }
  class Counting : public Sink {
   public:
    void begin(const std::vector<std::string>&) override {}
    void row(std::span<const double> values) override { n_values += values.size(); }
    std::size_t n_values = 0;
  };
  const auto peak = [&](double t_stop, std::size_t n_points) {
    Worker worker;
    Counting sink;
    const auto s = worker.run(
        {.deck = deck + fmt::format(".tran 1n {} 0 1n\n", t_stop), .record = record, .t_stop = t_stop}, sink);
    CHECK(sink.n_values >= n_points * 701);
    return static_cast<double>(s.peak_rss);
  };
  const double small = peak(0.1e-6, 100), large = peak(10e-6, 10000);  // 10000 x 701 doubles are 56 MB
  INFO("peak " << small / 1e6 << " MB for 100 points, " << large / 1e6 << " MB for 10000");
  CHECK(large - small < 5e6);
}

TEST_CASE("the worker does not outlive us, even while it computes") {
  const std::string silent = "silent\nv1 in 0 sin(0 1 1meg)\nr1 in out 1k\nc1 out 0 1n\n.tran 5n 1000 999 5n\n";
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const int driver = ::fork();
  if (driver == 0) {
    Worker worker;
    worker.host();
    const int pid = worker_pids().at(0);
    if (::write(pipe[1], &pid, sizeof pid) != sizeof pid) ::_exit(1);
    Recorder none;  // no row before 999 s: the worker has nothing to send, and could not notice otherwise
    worker.run({.deck = silent, .record = {"v(out)"}, .t_stop = 1000}, none);
  }
  int worker = 0;
  REQUIRE(::read(pipe[0], &worker, sizeof worker) == sizeof worker);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(runs(worker));
  ::kill(driver, SIGKILL);
  ::waitpid(driver, nullptr, 0);
  for (int k = 0; k < 100 && runs(worker); ++k) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK_FALSE(runs(worker));
  ::close(pipe[0]);
  ::close(pipe[1]);
}
