// Children: every kind of ending is told, none outlives its executor.
#include <somn/sweep/processes.hpp>

#include <catch2/catch.hpp>
#include <csignal>
#include <map>

using namespace somn::sweep;
using namespace std::chrono_literals;

namespace {

Job shell(std::uint64_t id, const std::string& script, double timeout = 0) {
  return {.id = id, .command = {"/bin/sh", "-c", script}, .timeout = timeout};
}

std::map<std::uint64_t, Ending> all_endings(LocalProcesses& processes) {
  std::map<std::uint64_t, Ending> endings;
  while (processes.n_running() > 0)
    for (const Ending& e : processes.wait(100ms)) endings[e.id] = e;
  return endings;
}

}  // namespace

TEST_CASE("exit, signal, time-out, a program that is not there, and what they said") {
  LocalProcesses processes(5);
  processes.start(shell(1, "echo why >&2; exit 3"));
  processes.start(shell(2, "kill -SEGV $$"));
  processes.start(shell(3, "sleep 60", 0.05));
  processes.start(shell(4, "true"));
  processes.start({.id = 5, .command = {"/nonexistent/program"}});
  CHECK(!processes.has_room());
  std::map<std::uint64_t, Ending> endings = all_endings(processes);
  REQUIRE(endings.size() == 5);
  CHECK(endings[1].kind == Ending::Kind::exited);
  CHECK(endings[1].code == 3);
  CHECK(endings[1].messages == "why\n");
  CHECK(endings[2].kind == Ending::Kind::signalled);
  CHECK(endings[2].code == SIGSEGV);
  CHECK(endings[3].kind == Ending::Kind::timed_out);
  CHECK(endings[4].code == 0);
  CHECK(endings[5].code == 127);
}

TEST_CASE("the end of a process is seen although a child of its own goes on") {
  LocalProcesses processes(2);
  processes.start(shell(1, "sleep 30 & exit 4"));
  processes.start(shell(2, "sleep 30 & sleep 30; true", 0.05));
  const auto begin = std::chrono::steady_clock::now();
  std::map<std::uint64_t, Ending> endings = all_endings(processes);
  CHECK(std::chrono::steady_clock::now() - begin < 20s);
  CHECK(endings[1].code == 4);
  CHECK(endings[2].kind == Ending::Kind::timed_out);
}

TEST_CASE("only the end of long messages is kept; standard output is dropped") {
  LocalProcesses processes(1);
  processes.start(shell(1, "seq 100000 >&2; echo out; echo end >&2"));
  const Ending e = all_endings(processes)[1];
  CHECK(e.messages.size() <= 40000);
  CHECK(e.messages.ends_with("100000\nend\n"));
}

TEST_CASE("what still runs is killed with its executor") {
  const auto begin = std::chrono::steady_clock::now();
  {
    LocalProcesses processes(1);
    processes.start(shell(1, "sleep 60"));
    processes.wait(20ms);
  }
  CHECK(std::chrono::steady_clock::now() - begin < 20s);
}
