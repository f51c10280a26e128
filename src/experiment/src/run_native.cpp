// An experiment in, the native solver's points into the recorder, a run out. Between the points of an adaptive step the
// solver's own curve is sampled, not a line.
#include "recorder.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/experiment/identity.hpp>
#include <somn/experiment/run.hpp>
#include <somn/native/solver.hpp>

#include <chrono>
#include <cmath>
#include <ctime>
#include <sys/resource.h>

namespace somn::experiment {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpu_time() {  // [s] of this process
  std::timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

}  // namespace

native::Options native_options(const Experiment& e) {
  const RunOptions& run = e.run;
  native::Options o{.t_stop = run.t_stop, .dt = run.dt, .dt_max = run.dt_max, .rtol = run.rtol};
  o.method = run.method == "euler"       ? native::Method::euler
             : run.method == "trapezoid" ? native::Method::trapezoid
                                         : native::Method::adaptive;
  return o;
}

namespace {

class NativeRun {
 public:
  NativeRun(const Experiment& e, const circuit::Circuit& c, const NativeControl& control)
      : experiment_(e), control_(control), identity_(identity(e, c)), solver_(c, native_options(e)), recorder_(e, c, rows_of(control)) {
    nodes_.resize(recorder_.record().nodes.size());
  }

  RunResult run() {
    const Clock::time_point start = Clock::now();
    const double cpu_start = cpu_time();
    RunResult result;
    if (control_.resume && std::filesystem::exists(control_.checkpoint))
      restore();
    else if (experiment_.run.method != "euler")
      accept(solver_.point(), false);
    try {
      advance(result);
    } catch (const SimulationError& error) {
      if (!recorder_.has_rows()) throw;
      result.failure = error.what();
    }
    recorder_.finish(result);
    result.final_states = solver_.states();
    fill(result.statistics);
    result.statistics.wall = seconds_since(start);
    result.statistics.cpu = cpu_time() - cpu_start;
    return result;
  }

  static std::filesystem::path rows_of(const NativeControl& control) {
    std::filesystem::path file = control.checkpoint;
    return file.empty() ? file : file += ".rows";
  }

 private:
  void advance(RunResult& result) {
    Clock::time_point told = Clock::now(), saved = told;
    while (solver_.step()) {
      sample_step();
      accept(solver_.point(), false);
      if (++n_since_look_ < 16 && !stop_requested()) continue;  // looking at the clock costs, too
      n_since_look_ = 0;
      if (control_.on_progress && seconds_since(told) > 0.1)
        control_.on_progress(solver_.point().time), told = Clock::now();
      if (experiment_.run.checkpoint > 0 && seconds_since(saved) > experiment_.run.checkpoint)
        save(), saved = Clock::now();
      if (!stop_requested()) continue;
      save();
      result.failure = "interrupted";
      result.statistics.interrupted = true;
      return;
    }
  }

  bool stop_requested() const { return control_.stop && *control_.stop; }

  // The samples inside the last step of the adaptive method.
  void sample_step() {
    if (experiment_.run.method != "adaptive") return;
    const double t_sample = experiment_.run.t_sample, from = solver_.previous_time(), to = solver_.point().time;
    for (double k = std::floor(from / t_sample) + 1; k * t_sample < to * (1 - 1e-12); ++k)
      if (k * t_sample > from) accept(solver_.interpolated(k * t_sample), true);
  }

  void accept(const native::Point& p, bool is_between) {
    const std::vector<NodeId>& wanted = recorder_.record().nodes;
    for (std::size_t k = 0; k < wanted.size(); ++k)
      nodes_[k] = is_between ? solver_.interpolated_voltage(wanted[k]) : solver_.voltage(wanted[k]);
    recorder_.accept({.time = p.time,
                      .v_source = p.v_source,
                      .i_source = p.i_source,
                      .nodes = nodes_,
                      .states = p.states,
                      .locate = experiment_.run.method == "euler" ? nullptr : &locate_,
                      .conductances = p.conductances,
                      .is_interpolated = is_between,
                      .is_before_jump = experiment_.run.method == "adaptive"});
  }

  // what it is, whose it is, the solver, the record
  void save() {
    if (control_.checkpoint.empty()) return;
    Archive head, a;
    std::vector<char> whose(identity_.begin(), identity_.end());
    head(whose);
    recorder_.archive(a);
    write_file(control_.checkpoint, checkpoint_magic + head.bytes() + solver_.checkpoint() + a.bytes());
  }

  void restore() {
    const std::string bytes = read_file(control_.checkpoint), magic = checkpoint_magic;
    if (!bytes.starts_with(magic))
      throw InputError({.what = "not a check point of this version of somn",
                        .where = control_.checkpoint.string(),
                        .remedy = "start anew: --force"});
    Archive head(std::string_view(bytes).substr(magic.size()));
    std::vector<char> whose;
    head(whose);
    refuse_other({whose.begin(), whose.end()}, identity_, control_.checkpoint.string());
    Archive a(solver_.restore(head.rest()));
    recorder_.archive(a);
  }

  void fill(ngspice::Statistics& s) const {
    const native::Statistics own = solver_.statistics();
    s.steps = own.steps;
    s.rejected = own.rejected;
    s.newton_iterations = own.newton_iterations;
    s.factorisations = own.factorisations;
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    s.peak_rss = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  }

  const Experiment& experiment_;
  const NativeControl& control_;
  const std::string identity_;
  native::Solver solver_;
  Recorder recorder_;
  std::vector<double> nodes_;
  const analysis::JunctionEventDetector::Locate locate_ = [this](std::size_t j, double threshold, double from,
                                                                 double to) {
    return solver_.crossing_time({static_cast<std::uint32_t>(j)}, threshold, from, to);
  };
  int n_since_look_ = 0;
};

}  // namespace

RunResult run_native(const Experiment& e, const circuit::Circuit& c, const NativeControl& control) {
  return NativeRun(e, c, control).run();
}

}  // namespace somn::experiment
