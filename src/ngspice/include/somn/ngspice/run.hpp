// ngspice as an engine: netlist text in, rows of numbers out. Knows no graph and no junction.
//
// The simulator lives in a worker process of ours (libexec/somn/somn_ngspice_worker, the only program that loads
// libngspice: $SOMN_NGSPICE_LIBRARY, else that of the build): one simulator per process, crashes and exits contained, the terminal's Ctrl-C kept away, no start-up
// file
// (.spiceinit, spinit) and no SPICE_ variable of the account read, and so none of ngspice's own code models (POLY
// sources, gain, limit, ...) loaded. A Worker may run any number of decks one after the other; after a failed or
// stopped run the next one starts a fresh process by itself.
//
// Timeline of Worker::run: (1) the worker is started where none is alive; (2) its ngspice version and macros are
// compared with the code model's stamp, HostMismatch otherwise, and the code model is loaded, once per process and
// before any circuit; (3) the deck goes over, without .control blocks, *# lines and .save, .print, .plot, .four,
// .measure, .width; what `record` names is streamed and not stored inside ngspice; (4) Sink::begin once, Sink::row for
// every accepted time point in order of time; (5) the run has succeeded when the transcript holds no error, the stop
// time is reached and every value is finite. Rows given before an error are valid.
#pragma once

#include <somn/core/error.hpp>
#include <somn/ngspice/host.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace somn::ngspice {

class SimulatorCrashed : public SimulationError {  // ended by a signal, by exit(), or by its own decision
  using SimulationError::SimulationError;
};
class DeckRejected : public SimulationError {  // parse errors, a missing model or file, an unknown name in `record`
  using SimulationError::SimulationError;
};
class ConvergenceFailed : public SimulationError {  // singular matrix, time step too small, no operating point
  using SimulationError::SimulationError;
};
class RunIncomplete : public SimulationError {  // the stop time was not reached, or an error was printed on the way
  using SimulationError::SimulationError;
};
class ValueNotFinite : public SimulationError {
  using SimulationError::SimulationError;
};

// Where the rows go. An exception thrown in here ends the run and reaches the caller of Worker::run.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void begin(const std::vector<std::string>& names) = 0;  // names[0] == "time"; then Request::record in order
  virtual void row(std::span<const double> values) = 0;           // one accepted time point, same order [SI]
};

struct Request {
  std::string deck = {};  // complete SPICE text, first line is the title, exactly one .tran line; .end may be missing
  std::vector<std::string> record = {};   // "v(n3)", "i(v_drive)", "@a12[state]"; upper or lower case
  double t_stop = 0;                      // [s] the .tran line's stop time: what success is measured against
  std::filesystem::path code_model = {};  // somn.cm; empty: none is loaded
  std::filesystem::path folder = {};      // where relative .include paths start; empty: the current folder
};

struct Statistics {
  std::uint64_t steps = 0;              // accepted time points
  std::uint64_t rejected = 0;           // time points
  std::uint64_t newton_iterations = 0;  // of the transient
  std::uint64_t factorisations = 0;     // of the matrix: one per iteration
  double wall = 0, cpu = 0;             // [s] of the worker, this run with parsing
  std::uint64_t peak_rss = 0;           // [B] of the worker process since it started
  bool interrupted = false;             // stopped by `stop` before t_stop; the rows until then are valid
};

struct Progress {
  double time = 0;  // [s] simulated
};

struct Options {
  std::filesystem::path worker = {};                      // default: find_worker()
  std::function<void(const Progress&)> on_progress = {};  // at most every 100 ms
  const std::atomic<bool>* stop = nullptr;                // set from a signal handler: ends the run cleanly, within 2 s
};

// One thread at a time. The process ends with the thread that started it; a run on another thread starts its own.
class Worker {
 public:
  explicit Worker(Options options = {});
  ~Worker();
  Worker(Worker&&) noexcept;
  Worker& operator=(Worker&&) noexcept;

  Host host();  // of the libngspice that the worker loads
  // Errors: CodeModelMissing, HostMismatch, InputError (folder, worker) before the simulator sees the deck; then
  // DeckRejected, ConvergenceFailed, ValueNotFinite, RunIncomplete, SimulatorCrashed with the telling lines.
  // Cost beside ngspice's own: one copy of the rows through a socket.
  Statistics run(const Request&, Sink&);
  std::vector<std::string> transcript() const;  // of the last run, as ngspice printed it

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace somn::ngspice
