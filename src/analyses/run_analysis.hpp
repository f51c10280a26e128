// Everything the first report says about a run: events of the junctions, spikes of the current, intervals, avalanches
// with their controls, order parameters, regime: what DIR/analysis.json holds of every run (docs/analysis-json.md).
#pragma once

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/observables/over_time.hpp>
#include <somn/observables/regime.hpp>
#include <somn/schema/forward.hpp>
#include <somn/signals/network_spikes.hpp>
#include <somn/spike_trains/avalanches.hpp>
#include <somn/spike_trains/controls.hpp>
#include <somn/spike_trains/interval_statistics.hpp>
#include <somn/spike_trains/scaling.hpp>

#include <optional>
#include <string>
#include <vector>

namespace somn::analysis {

struct RunRecord;

struct RunAnalysisOptions {
  bool counts_down = false;            // events of both kinds are avalanches' and intervals' events, not up events only
  std::optional<double> t_start = {};  // [s] start of the window; absent: half of the record, past the start-up
  std::optional<double> t_stop = {};   // [s] its end; absent: the last of the trace's time and the events
  OrderOptions order = {};
  NetworkSpikeOptions network_spikes = {};
  AvalancheOptions avalanches = {};
  PowerLawOptions power_law = {};  // of sizes and of durations
  BootstrapOptions bootstrap = {.n_resamples = 200};
  int n_control_realisations = 20;  // [1]
  double refractory = 0;            // [s] R of LvR
  int n_windows = 0;                // [1] order parameters in as many parts of the record; 0: not asked for
};

// Who switched on while the current made an edge: up events from the sample before the excursion to the one after it.
struct Participation {
  std::int64_t n_junctions = 0, n_events = 0;  // [1] different junctions; up events
};

struct UnitStatistics {
  JunctionId junction;
  IntervalStatistics statistics = {};
};

struct RunAnalysis {
  RunAnalysisOptions options = {};
  Segment window = {};                                             // [s]
  std::int64_t n_up = 0, n_down = 0;                               // [1] in the window
  double mean_delta_g = std::numeric_limits<double>::quiet_NaN();  // [S] of its up events
  NetworkSpikes network_spikes = {};
  std::vector<Participation> participation = {};  // of each network spike
  IntervalStatistics pooled_isi = {};             // all junctions as one train
  IntervalStatistics per_junction_isi = {};       // intervals within junctions, pooled
  std::vector<UnitStatistics> units = {};         // of each active junction
  IntervalStatistics network_spike_isi = {};
  AvalancheAnalysis avalanches = {};
  JointErrors joint = {};
  ShapeCollapse collapse = {}, shuffled_collapse = {};
  BranchingAnalysis branching = {};  // of the up events per bin of the avalanches
  Nulls<Control> control = {};
  CriticalityTable criticality = {};
  OrderParameters order = {};
  RegimeVerdict regime = {};
  OverTime over_time = {};                          // of the whole record
  std::vector<double> up_times = {}, current = {};  // [s], [A] of the window, what its parts are made from
};

// `events` in any order; `trace` has time_s and i_source_A on a uniform grid, or no columns at all. InputError for a
// window that is empty or lies outside the record, and for what the parts refuse.
RunAnalysis analyse_run(std::vector<JunctionEvent> events, const Trace& trace, const RunAnalysisOptions& options);

schema::Fields<UnitStatistics> fields_of(const UnitStatistics*);
schema::Fields<RunAnalysis> fields_of(const RunAnalysis*);

// What the analyses that can be asked for need of it.
void add_window(RunRecord& run, const RunAnalysis& analysis);

}  // namespace somn::analysis
