// Events of junction states, or of a sampled signal.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/events/figure.hpp>
#include <somn/analyses/events/record.hpp>
#include <somn/analyses/events/results.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace somn::analysis {
namespace {

using schema::Fields;

struct Options {
  std::string column = {}, tighter = {};
  std::optional<double> threshold_relative = {}, voltage = {};
  tables::Sampling sampling = {};
  bool is_trimmed = false, is_swept = false;
  NetworkSpikeOptions spikes = {};
};

}  // namespace

static Fields<NetworkSpikeOptions> fields_of(const NetworkSpikeOptions*) {
  using O = NetworkSpikeOptions;
  return Fields<O>()
      .value("threshold", &O::threshold, {.meaning = "least |dx/dt|, in units of the column per second"})
      .value("k_sigma", &O::k_sigma, {.meaning = "least |dx/dt|, in standard deviations of its noise"})
      .value("relative", &O::is_relative, {.meaning = "look at |dx/dt|/|x| instead [1/s]"})
      .value("leave_fraction", &O::leave_fraction, {.meaning = "an event ends at this share of the threshold"})
      .value("dead_time", &O::dead_time, {.unit = "s", .meaning = "after an event"})
      .value("min_amplitude", &O::min_amplitude, {.meaning = "least change, as a share of the median |x|"})
      .value("segments", &O::segment_rows,
             {.meaning = "rows of each joined record, L1,L2,...; default: runs of a column trace, segment or run"})
      .value("keep_open_start", &O::keep_open_start,
             {.meaning = "keep events that are under way when a segment starts"});
}

namespace {

Fields<Options> fields_of(const Options*) {
  using O = Options;
  return Fields<O>()
      .value("column", &O::column, {.meaning = "signal; default: the states where there are any, else i_source_A, g_S"})
      .value("threshold_relative", &O::threshold_relative, {.meaning = "also events with |dx/dt|/|x| above this [1/s]"})
      .value("voltage", &O::voltage,
             {.unit = "V", .meaning = "divide the signal by this: a current becomes a conductance"})
      .merged(&O::sampling)
      .value("trim", &O::is_trimmed, {.meaning = "cut each segment to its first to last row above a threshold"})
      .value("sweep", &O::is_swept, {.meaning = "exponents of the avalanches at ten thresholds over a decade"})
      .value("check_convergence", &O::tighter,
             {.meaning = "FILE of the same run with tighter tolerances (a tenth): which events are in both?"})
      .merged(&O::spikes);
}

std::string state_lines(const StateEvents& result) {
  std::string text = "time_s,junction,kind,delta_state\n";
  for (const JunctionEvent& e : result.events)
    text += fmt::format("{},{},{},{}\n", to_text(e.time), e.junction.index, e.kind == EventKind::up ? "up" : "down",
                        to_text(e.delta_g));
  return text;
}

// The same junctions switch the same way in both, within two rows.
Convergence state_convergence(const Options& o, const Record& record, const std::vector<JunctionEvent>& events) {
  std::map<std::pair<std::uint32_t, EventKind>, std::array<std::vector<double>, 2>> trains;
  for (const JunctionEvent& e : events) trains[{e.junction.index, e.kind}][0].push_back(e.time);
  for (const JunctionEvent& e : events_of_states(read_record(o.tighter, o.sampling).trace))
    trains[{e.junction.index, e.kind}][1].push_back(e.time);
  std::vector<std::vector<double>> here, other;
  for (auto& [unit, times] : trains) {
    here.push_back(std::move(times[0]));
    other.push_back(std::move(times[1]));
  }
  const double tolerance = 2 * record.step();
  return {o.tighter, tolerance, match_events(here, other, tolerance)};
}

Answer of_states(const Options& o, const Record& record) {
  StateEvents result{.events = events_of_states(record.trace)};
  std::string text = state_lines(result);
  if (!o.tighter.empty()) {
    result.convergence = state_convergence(o, record, result.events);
    text += "# " + result.convergence->match.verdict + "\n";
  }
  return {schema::to_json(result), std::move(text), [](const Json&) -> figures::Figure {
            throw InputError({.what = "the figure shows the events of a sampled signal",
                              .where = "--figure",
                              .remedy = "name its column with --column; `somn report` draws junction events"});
          }};
}

std::string signal_column(const Options& o, const Trace& trace, const std::string& path) {
  if (!o.column.empty()) return o.column;
  for (const char* name : {"i_source_A", "g_S"})
    if (trace.find(name)) return name;
  if (trace.columns.size() == 2) return trace.columns[1].name;
  throw InputError(
      {.what = "which column holds the signal is not clear", .where = path, .remedy = "name it with --column"});
}

std::vector<double> times_of(const NetworkSpikes& found) {
  std::vector<double> times;
  for (const NetworkSpike& s : found.spikes) times.push_back(s.time);
  return times;
}

EventThresholdSweep sweep_of(const std::vector<double>& x, double h, bool is_sampled, NetworkSpikeOptions options,
                             double theta) {
  if (!(theta > 0))
    throw InputError({.what = "no threshold to sweep from: it is 0",
                      .where = "--sweep",
                      .remedy = "give --threshold, or a --k-sigma above 0 for a signal with noise"});
  std::vector<double> lengths;
  for (const std::size_t rows : options.segment_rows) lengths.push_back(static_cast<double>(rows) * h);
  if (lengths.empty()) lengths.push_back(static_cast<double>(x.size()) * h);
  const std::vector<Segment> segments = segments_from_lengths(lengths);
  EventThresholdSweep sweep;
  std::vector<Estimate> fitted;
  options.k_sigma = 0;
  for (int k = 0; k < 10; ++k) {
    options.threshold = theta * std::pow(10, k / 9.0);
    const std::vector<double> times = times_of(find_network_spikes(x, h, options));
    const AvalancheAnalysis a =
        analyse_avalanches(find_avalanches(times, segments, {.is_sampled = is_sampled}), {}, {}, {.n_surrogates = 0});
    sweep.rows.push_back({.threshold = options.threshold,
                          .n_events = times.size(),
                          .n_avalanches = a.avalanches.sizes.size(),
                          .bin = a.avalanches.bin,
                          .tau = a.tau(),
                          .alpha = a.alpha()});
    if (a.size_fit.fit.n_tail >= 50 && std::isfinite(a.tau().value)) fitted.push_back(a.tau());
  }
  double largest = 0;
  for (const Estimate& p : fitted)
    for (const Estimate& q : fitted) largest = std::max(largest, std::abs(p.value - q.value) / std::hypot(p.se, q.se));
  sweep.largest_difference_se = fitted.size() < 2 ? std::nan("") : largest;
  sweep.verdict =
      fitted.size() < 3 ? fmt::format("not enough: {} thresholds with 50 avalanches or more", fitted.size())
      : largest > 3
          ? fmt::format("threshold-dependent: tau differs by {:.1f} standard errors over a decade of thresholds",
                        largest)
          : fmt::format("not seen to depend on the threshold: tau differs by at most {:.1f} standard errors", largest);
  return sweep;
}

void divide_by_voltage(const Options& o, Record& record, const std::string& column) {
  if (!o.voltage) return;
  if (*o.voltage == 0)
    throw InputError({.what = "out of range", .where = "--voltage", .value = "0", .allowed = "not 0"});
  for (Column& c : record.trace.columns)
    if (c.name == column) {
      for (double& x : c.values) x /= *o.voltage;
      c.unit = "S";
    }
}

NetworkSpikes spikes_of(const Record& record, const std::string& column, const NetworkSpikeOptions& options) {
  return record.is_sampled ? find_network_spikes(record.trace.at(column).values, 1, options)
                           : find_network_spikes(record.trace, column, options);
}

// The other record at the same threshold, so that its noise does not move that.
Convergence signal_convergence(const Options& o, const SignalEvents& here) {
  if (o.is_trimmed || o.threshold_relative)
    throw InputError({.what = "convergence is that of one threshold over the whole record",
                      .where = "--check-convergence",
                      .remedy = "leave --trim and --threshold-relative out"});
  Record other = read_record(o.tighter, o.sampling);
  divide_by_voltage(o, other, here.column);
  NetworkSpikeOptions options = here.found.options;
  options.threshold = here.found.theta;
  options.k_sigma = 0;
  options.segment_rows = other.segment_rows;
  const double tolerance = 2 * here.found.sample_step;
  return {o.tighter, tolerance,
          match_events({times_of(here.found)}, {times_of(spikes_of(other, here.column, options))}, tolerance)};
}

std::string text_of(const SignalEvents& r) {
  std::string text = "time_s,sample,sign,peak_per_s,amplitude,delta,width_s,rise_s\n";
  for (const NetworkSpike& s : r.found.spikes)
    text += fmt::format("{},{},{},{},{},{},{},{}\n", to_text(s.time), s.row, s.sign, to_text(s.peak),
                        to_text(s.amplitude), to_text(s.delta), to_text(s.width), to_text(s.rise));
  if (r.sweep) text += "# threshold sweep: " + r.sweep->verdict + "\n";
  if (r.convergence) text += "# " + r.convergence->match.verdict + "\n";
  return text;
}

Answer of_signal(const Options& o, Record record, const std::string& path) {
  SignalEvents r;
  r.column = signal_column(o, record.trace, path);
  r.is_sampled = record.is_sampled;
  r.is_trimmed = o.is_trimmed;
  r.threshold_relative = o.threshold_relative.value_or(std::numeric_limits<double>::infinity());
  NetworkSpikeOptions options = o.spikes;
  if (!options.segment_rows.empty()) record.segment_rows = options.segment_rows;
  options.segment_rows = record.segment_rows;
  divide_by_voltage(o, record, r.column);
  const double h = record.is_sampled || record.trace.n_rows() < 2 ? 1 : record.step();
  std::vector<double> times = record.trace.time();
  if (o.is_trimmed) {
    trim(record, r.column, h, options, r.threshold_relative);
    options.segment_rows = record.segment_rows;
    times = record.trace.time();
  }
  r.unit = record.trace.at(r.column).unit;
  r.found = spikes_of(record, r.column, options);
  if (o.threshold_relative) {
    NetworkSpikeOptions second = options;
    second.is_relative = true;
    second.threshold = *o.threshold_relative;
    r.found = united(std::move(r.found), spikes_of(record, r.column, second));
  }
  std::vector<double> signal = record.trace.at(r.column).values;
  if (o.is_swept) r.sweep = sweep_of(signal, h, record.is_sampled, options, r.found.theta);
  if (!o.tighter.empty()) r.convergence = signal_convergence(o, r);
  return {schema::to_json(r), text_of(r), [times = std::move(times), signal = std::move(signal)](const Json& json) {
            return events_figure(json, times, signal);
          }};
}

Answer analyse(const std::string& path, const Options& o) {
  Record record = read_record(path, o.sampling);
  if (o.column.empty() && has_states(record.trace)) return of_states(o, record);
  return of_signal(o, std::move(record), path);
}

}  // namespace

namespace entries {
extern const Analysis events;
const Analysis events{
    .name = "events",
    .summary = "events of junction states, or of a sampled signal",
    .input = Input::trace,
    .file = "trace .csv (time_s and columns) or ngspice .raw; - is standard input",
    .example =
        "States: up at 0.6 (re-armed at 0.4), down at 0.4 (re-armed at 0.6). Times in s; without a time column or\n"
        "--sample-step in samples, and thresholds per sample.\n"
        "Example: somn analyse events DIR/native/trace.csv --column i_source_A --json",
    .bounds = {.assumes = "a signal, or states of junctions, sampled finer than its edges",
               .ties = "several events at one time stay several",
               .gaps = "uneven steps are refused (--resample STEP)",
               .not_finite = "refused with the sample",
               .too_few = "no events is an answer, with exit code 0, where the column holds a signal"},
    .options = schema::descriptions<Options>,
    .results = {{"of a signal", schema::descriptions<SignalEvents>}, {"of states", schema::descriptions<StateEvents>}},
    .analyse = with_options<Options, analyse>,
};
}  // namespace entries

}  // namespace somn::analysis
