// Running a circuit: one call per engine, the same result from each.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/experiment/lyapunov_function.hpp>
#include <somn/formats/film.hpp>
#include <somn/native/solver.hpp>
#include <somn/ngspice/run.hpp>

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace somn::experiment {

struct RunResult {
  Trace trace;                         // on the grid k t_sample, linear between accepted points: time_s, v_source_V,
                                       // i_source_A, g_S (of the network at these states and small voltage, series resistance
                                       // included, capacitances open; i/v under a constant
                                       // voltage beside capacitances), state_<junction>_1, v_<node>_V
  std::vector<JunctionEvent> events;   // empty unless recorded; in order of time
  std::size_t n_on_without_event = 0;  // junctions on from the first point to the last
  std::optional<LyapunovSummary> lyapunov;  // where recorded
  std::optional<formats::Film> film;        // where states or film:AUTO are recorded
  std::vector<double> final_states;         // [state unit] per junction, at the last accepted point
  double t_end = 0;                         // [s] the last accepted point
  ngspice::Statistics statistics;
  std::string failure;  // empty, or what ended the run early; everything above holds until t_end
  std::vector<std::string> transcript;
};

// The deck of an experiment, as it is run and as it is written to DIR/ngspice/deck.cir.
std::string deck_of(const Experiment&, const circuit::Circuit&, const std::vector<std::string>& remarks,
                    std::optional<models::Dialect> twin = {});

// Runs the deck in the worker (whose Options carry progress and the stop flag). A SimulationError after the first
// accepted point is not thrown but told in `failure`: what was computed until then is kept. Before it, and for a code
// model that does not fit, it is thrown. Memory: the sampled trace and the events; accepted points are not kept.
RunResult run_ngspice(ngspice::Worker&, const Experiment&, const circuit::Circuit&, const std::string& deck,
                      const std::filesystem::path& code_model);

inline constexpr const char* checkpoint_magic = "somn: check point of a run, 2\n";  // the first line of the file

struct NativeControl {
  std::function<void(double time)> on_progress = {};  // [s] simulated; at most every 100 ms
  const std::atomic<bool>* stop = nullptr;            // set from a signal handler: ends the run after the present step
  std::filesystem::path checkpoint = {};  // file; empty: none. Written every run.checkpoint and when stopped;
                                          // the caller removes it once the results are safe, and FILE.rows: recorded
                                          // states and nodes, which are written there as they come
  bool resume = false;  // goes on from that file where there is one; InputError where it is of another experiment
};

// Runs the native solver, in this process. A run that goes on from a check point gives the same bytes as one that was
// never stopped. Errors as above: what was computed before a failure is kept and told in `failure`. Memory: the
// network, the events, and of the sampled trace time and source; with a check point's name states and nodes are not in
// memory (Trace::far).
RunResult run_native(const Experiment&, const circuit::Circuit&, const NativeControl&);

native::Options native_options(const Experiment&);  // what the solver is told of [run]

// The adiabatic limit (adiabatic/slip_model.hpp) of the experiment's `vts` junctions: rho = v_hold/v_set, c2c, het =
// the log-normal spread of v_set, ground capacitance in units of a junction's, seed = model.seed. Slips are up events;
// there is no time: sweep k of the record stands at k s, one empty second between avalanches, and there is no trace.
// InputError for other laws, mixtures and spreads.
RunResult run_adiabatic(const Experiment&, const netgen::Network&, const NativeControl&);

}  // namespace somn::experiment
