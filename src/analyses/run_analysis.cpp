#include <somn/analyses/run_analysis.hpp>
#include <somn/analyses/run_record.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/train_pairs.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

namespace somn::analysis {
namespace {

Segment record_of(const std::vector<JunctionEvent>& events, const Trace& trace) {
  const bool has_trace = trace.n_rows() > 0;
  const double first = has_trace ? trace.time().front() : 0;
  double last = has_trace ? trace.time().back() : first;
  if (!events.empty()) last = std::max(last, events.back().time);
  return {.start = first, .end = last};
}

Segment window_of(const Segment& record, const RunAnalysisOptions& options) {
  const auto [first, last] = record;
  const Segment window{.start = options.t_start.value_or((first + last) / 2), .end = options.t_stop.value_or(last)};
  if (!(window.start >= first && window.length() > 0 && std::isfinite(window.length())))
    throw InputError({.what = "window of analysis is empty or outside the record",
                      .where = "t_start, t_stop",
                      .value = fmt::format("{} s to {} s", to_text(window.start), to_text(window.end)),
                      .allowed = fmt::format("within {} s to {} s", to_text(first), to_text(last))});
  return window;
}

Trace within(const Trace& trace, const Segment& window) {
  Trace cut;
  if (trace.n_rows() == 0) return cut;
  const std::vector<double>& t = trace.time();
  const auto first = std::lower_bound(t.begin(), t.end(), window.start) - t.begin();
  const auto last = std::upper_bound(t.begin(), t.end(), window.end) - t.begin();
  for (const Column& c : trace.columns)
    cut.columns.push_back(
        {.name = c.name, .unit = c.unit, .values = {c.values.begin() + first, c.values.begin() + last}});
  return cut;
}

std::vector<double> count_events(RunAnalysis& a, const std::vector<JunctionEvent>& events) {
  std::vector<double> up_times;
  double delta_sum = 0;
  for (const JunctionEvent& e : events) {
    if (e.time < a.window.start || e.time >= a.window.end) continue;
    if (e.kind == EventKind::down) {
      ++a.n_down;
      if (a.options.counts_down) up_times.push_back(e.time);
      continue;
    }
    up_times.push_back(e.time);
    delta_sum += e.delta_g;
  }
  a.n_up = static_cast<std::int64_t>(up_times.size()) - (a.options.counts_down ? a.n_down : 0);
  if (a.n_up > 0) a.mean_delta_g = delta_sum / static_cast<double>(a.n_up);
  return up_times;
}

void add_unit_statistics(RunAnalysis& a, const std::vector<JunctionEvent>& events) {
  std::map<JunctionId, std::vector<double>> trains;
  for (const JunctionEvent& e : events)
    if ((e.kind == EventKind::up || a.options.counts_down) && e.time >= a.window.start && e.time < a.window.end)
      trains[e.junction].push_back(e.time);
  std::vector<std::vector<double>> intervals;
  for (const auto& [junction, times] : trains) {
    a.units.push_back({junction, interval_statistics(times, {a.window}, a.options.refractory)});
    intervals.push_back(intervals_within(times, {a.window}).front());
  }
  a.per_junction_isi = interval_statistics(intervals, a.n_up + (a.options.counts_down ? a.n_down : 0),
                                           a.window.length(), a.options.refractory);
}

std::vector<Participation> participation(const NetworkSpikes& found, const Trace& trace,
                                         const std::vector<JunctionEvent>& events) {
  std::vector<Participation> all;
  for (const NetworkSpike& spike : found.spikes) {
    const double start = trace.time()[spike.first_row], end = trace.time()[spike.last_row];
    const auto is_before = [](const JunctionEvent& e, double time) { return e.time < time; };
    const auto last = std::lower_bound(events.begin(), events.end(), end, is_before);
    std::set<JunctionId> junctions;
    Participation p;
    for (auto e = std::lower_bound(events.begin(), events.end(), start, is_before); e != last; ++e) {
      if (e->kind != EventKind::up) continue;
      junctions.insert(e->junction);
      ++p.n_events;
    }
    p.n_junctions = static_cast<std::int64_t>(junctions.size());
    all.push_back(p);
  }
  return all;
}

void add_network_spikes(RunAnalysis& a, const Trace& cut, const std::vector<JunctionEvent>& events) {
  a.network_spikes = cut.columns.empty()
                         ? NetworkSpikes{.options = a.options.network_spikes, .reason = "no trace was given"}
                         : find_network_spikes(cut, "i_source_A", a.options.network_spikes);
  a.participation = participation(a.network_spikes, cut, events);
  std::vector<double> times;
  for (const NetworkSpike& spike : a.network_spikes.spikes) times.push_back(spike.time);
  a.network_spike_isi = interval_statistics(times, {a.window}, a.options.refractory);
}

// Beyond the exponents: errors of everything at once, shapes, branching, and the table that they add up to.
void add_scaling(RunAnalysis& a, const std::vector<double>& up_times) {
  const BootstrapOptions& bootstrap = a.options.bootstrap;
  const CollapseOptions collapse{.seed = bootstrap.seed};
  const double bin = a.avalanches.avalanches.bin;
  a.joint = joint_errors(a.avalanches, bootstrap);
  a.collapse = collapse_shapes(a.avalanches.avalanches, collapse);
  a.branching.branching.step = bin;
  a.branching.branching.verdict = a.shuffled_collapse.verdict = "no bin";
  if (bin > 0 && a.window.length() / bin >= 1 && a.window.length() / bin <= 1e8) {
    CounterStream random(bootstrap.seed, 0);
    const std::vector<double> train = surrogate_train(ControlKind::shuffled, up_times, {a.window}, random);
    a.shuffled_collapse = collapse_shapes(find_avalanches(train, {a.window}, {.bin = bin}), collapse);
    const std::vector<double> activity = bin_counts(up_times, a.window, bin);
    const BranchingOptions branching{.seed = bootstrap.seed, .step = bin};
    a.branching = branching_with_controls(
        activity, branching, std::min(a.options.n_control_realisations, branching_realisations(activity.size())));
  }
  a.criticality = criticality_table(a.avalanches, a.joint, a.collapse, a.shuffled_collapse, &a.branching.branching,
                                    a.control.shuffled, a.control.poisson);
}

}  // namespace

RunAnalysis analyse_run(std::vector<JunctionEvent> events, const Trace& trace, const RunAnalysisOptions& options) {
  for (const JunctionEvent& e : events)
    if (!std::isfinite(e.time))
      throw InputError({.what = "event time is not finite", .where = "events", .value = to_text(e.time)});
  std::sort(events.begin(), events.end(), [](const JunctionEvent& x, const JunctionEvent& y) {
    return std::pair(x.time, x.junction) < std::pair(y.time, y.junction);
  });
  const Segment record = record_of(events, trace);
  RunAnalysis a{.options = options, .window = window_of(record, options)};
  const std::vector<double> up_times = count_events(a, events);
  a.pooled_isi = interval_statistics(up_times, {a.window}, options.refractory);
  add_unit_statistics(a, events);
  const Trace cut = within(trace, a.window);
  add_network_spikes(a, cut, events);
  a.avalanches = analyse_avalanches(find_avalanches(up_times, {a.window}, options.avalanches), options.power_law,
                                    options.power_law, options.bootstrap, Rivals::all);
  a.control = both_nulls([&](ControlKind kind) {
    return run_control(kind, up_times, {a.window}, a.avalanches, options.n_control_realisations,
                       options.bootstrap.seed);
  });
  add_scaling(a, up_times);
  a.order = order_parameters(events, trace, a.window, options.order);
  a.regime = classify(a.order);
  a.over_time = order_over_time(events, trace, record, options.n_windows, a.window, options.order);
  a.up_times = up_times;
  if (!cut.columns.empty()) a.current = cut.at("i_source_A").values;
  return a;
}

void add_window(RunRecord& run, const RunAnalysis& a) {
  run.window = a.window;
  run.up_times = a.up_times;
  run.bin = a.avalanches.avalanches.bin;
  run.current = a.current;
  run.sample_step = a.network_spikes.sample_step;
  for (const NetworkSpike& spike : a.network_spikes.spikes) {
    run.network_spikes.times.push_back(spike.time);
    run.network_spikes.amplitudes.push_back(spike.amplitude);
    run.network_spikes.widths.push_back(spike.width);
  }
  for (const Participation& p : a.participation) run.network_spikes.n_junctions.push_back(p.n_junctions);
  run.n_control_realisations = a.options.n_control_realisations;
  run.seed = a.options.bootstrap.seed;
}

}  // namespace somn::analysis
