// Runs as processes: what a sweep hands its work to. One child process per run, so that a crash, the kernel's
// out-of-memory killer or a time-out costs that run only.
//
//   executor.start({.id = 7, .command = {...}});          while executor.has_room()
//   for (const Ending& e : executor.wait(100ms)) ...      every started job ends exactly once
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace somn::sweep {

struct Job {
  std::uint64_t id = 0;
  std::vector<std::string> command = {};  // program (a path) and arguments
  double timeout = 0;                     // [s] of wall time; 0: none
};

struct Ending {
  std::uint64_t id = 0;
  enum class Kind : std::uint8_t { exited, signalled, timed_out, lost } kind = Kind::exited;  // lost: with its MPI rank
  int code = 0;          // exit code or signal number
  std::string messages;  // what it wrote to standard error, the last 16 kB
};

class Executor {
 public:
  virtual ~Executor() = default;
  virtual bool has_room() const = 0;
  virtual void start(const Job&) = 0;
  virtual std::vector<Ending> wait(std::chrono::milliseconds patience) = 0;  // returns early with the first endings
  virtual std::size_t n_slots() const = 0;
};

// On this machine, in at most n_slots processes. They end with the process that started them (even by SIGKILL), do not
// see the terminal's Ctrl-C, have no standard input, and their standard output is dropped.
class LocalProcesses : public Executor {
 public:
  explicit LocalProcesses(std::size_t n_slots);
  ~LocalProcesses() override;  // kills what still runs
  LocalProcesses(const LocalProcesses&) = delete;
  LocalProcesses& operator=(const LocalProcesses&) = delete;

  bool has_room() const override { return children_.size() < n_slots_; }
  void start(const Job&) override;
  std::vector<Ending> wait(std::chrono::milliseconds patience) override;
  std::size_t n_slots() const override { return n_slots_; }
  std::size_t n_running() const { return children_.size(); }

 private:
  struct Child;
  std::size_t n_slots_;
  std::vector<std::unique_ptr<Child>> children_;
};

}  // namespace somn::sweep
