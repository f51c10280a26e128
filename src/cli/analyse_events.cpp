#include "analyse.hpp"
#include "analyse_columns.hpp"

#include <somn/analysis/avalanches.hpp>
#include <somn/analysis/junction_events.hpp>
#include <somn/analysis/network_spikes.hpp>
#include <somn/analysis/records.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/trace.hpp>
#include <somn/core/units.hpp>
#include <somn/report/analysis_figures.hpp>
#include <somn/report/raw.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace somn::cli {
namespace {

using namespace somn::analysis;
using nlohmann::ordered_json;

struct EventsRequest {
  std::string input, column, threshold, dead_time = "0";
  std::string threshold_relative, voltage, tighter;
  Sampling sampling;
  bool is_trimmed = false, is_swept = false;
  double k_sigma = 5, leave_fraction = 0.5, min_amplitude = 0.01;
  bool is_relative = false, keep_open_start = false;
  std::vector<std::size_t> segment_rows;
  AnalyseOutput output;
};

// A trace with a column time_s, or signals alone: then times count samples (unless --sample-step), and a column trace
// or segment says where records were joined. Columns in nA, mV, uS ... become SI.
struct Record {
  Trace trace;
  bool is_sampled = false;
  std::vector<std::size_t> segment_rows;
};

double si_factor(std::string& name) {
  struct Suffix {
    const char *from, *to;
    double factor;
  };
  for (const Suffix& s : {Suffix{"_nA", "_A", 1e-9},
                          {"_uA", "_A", 1e-6},
                          {"_mA", "_A", 1e-3},
                          {"_pA", "_A", 1e-12},
                          {"_mV", "_V", 1e-3},
                          {"_uS", "_S", 1e-6},
                          {"_nS", "_S", 1e-9}})
    if (name.ends_with(s.from)) {
      name = name.substr(0, name.size() - std::string_view(s.from).size()) + s.to;
      return s.factor;
    }
  return 1;
}

void resample(Trace& trace, double h) {
  const std::vector<double> t = trace.time();
  for (Column& column : trace.columns) column.values = on_uniform_grid(t, column.values, h);
}

Record read_record(const std::string& input, const Sampling& sampling) {
  Record record;
  if (input.ends_with(".raw")) {
    record.trace = report::read_raw(input);
    for (Column& column : record.trace.columns)
      if (column.name == "time") column.name = "time_s";
    if (!sampling.resample.empty())
      resample(record.trace, parse_quantity(sampling.resample, dimension::time, "--resample"));
    return record;
  }
  SignalFile file = read_signals(input, {}, sampling, false);
  record.is_sampled = !file.sample_step;
  record.segment_rows = file.segment_rows;
  const double h = file.sample_step.value_or(1);
  Column time{.name = "time_s", .unit = "s", .values = std::move(file.times)};
  for (std::size_t k = 1; k < time.values.size(); ++k)
    if (!(time.values[k] > time.values[k - 1]))
      throw InputError({.what = "time does not increase",
                        .where = fmt::format("{}: row {}", file.source, k),
                        .value = to_text(time.values[k])});
  const std::size_t n = file.signals.empty() ? 0 : file.signals.front().values.size();
  for (std::size_t k = time.values.size(); k < n; ++k) time.values.push_back(static_cast<double>(k) * h);
  record.trace.columns.push_back(std::move(time));
  for (NumberColumn& signal : file.signals) {
    const double factor = si_factor(signal.name);
    if (factor != 1)
      for (double& v : signal.values) v *= factor;
    const std::size_t tag = signal.name.rfind('_');
    record.trace.columns.push_back({.name = signal.name,
                                    .unit = tag == std::string::npos ? "1" : signal.name.substr(tag + 1),
                                    .values = std::move(signal.values)});
  }
  return record;
}

// The number in state_NUMBER_1, @aNUMBER[state] or, as ngspice -r writes it, v(@aNUMBER[state]).
std::optional<std::uint32_t> junction_of(std::string_view column) {
  for (const auto& [head, tail] :
       {std::pair<std::string_view, std::string_view>{"state_", "_1"}, {"@a", "[state]"}, {"v(@a", "[state])"}}) {
    if (!column.starts_with(head) || !column.ends_with(tail) || column.size() <= head.size() + tail.size()) continue;
    const std::string_view digits = column.substr(head.size(), column.size() - head.size() - tail.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc{} && end == digits.data() + digits.size()) return number;
  }
  return {};
}

std::vector<JunctionEvent> events_of_states(const Trace& trace) {
  std::vector<JunctionId> junctions;
  std::vector<const std::vector<double>*> states;
  for (const Column& column : trace.columns)
    if (const auto junction = junction_of(column.name)) {
      junctions.push_back({*junction});
      states.push_back(&column.values);
    }
  JunctionEventDetector detector = JunctionEventDetector::on_state(junctions.size());
  std::vector<double> row(junctions.size());
  for (std::size_t k = 0; k < trace.n_rows(); ++k) {
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = (*states[j])[k];
    detector.feed(trace.time()[k], row);
  }
  std::vector<JunctionEvent> events = detector.finish();
  for (JunctionEvent& e : events) e.junction = junctions[e.junction.index];
  return events;
}

bool has_states(const Trace& trace) {
  return std::any_of(trace.columns.begin(), trace.columns.end(), [](const Column& c) { return junction_of(c.name); });
}

ordered_json convergence_json(const EventsRequest& request, const EventMatch& m, double tolerance, std::string& text) {
  text += "# " + m.verdict + "\n";
  return {{"file", request.tighter},  {"tolerance_s", tolerance}, {"n", m.n_a},
          {"n_other", m.n_b},         {"n_matched", m.n_matched}, {"only_here_s", m.only_a},
          {"only_other_s", m.only_b}, {"verdict", m.verdict}};
}

double mean_step(const Trace& trace) {
  const std::vector<double>& t = trace.time();
  return t.size() < 2 ? 0 : (t.back() - t.front()) / static_cast<double>(t.size() - 1);
}

// The same junctions switch the same way in both, within two rows.
ordered_json state_convergence(const EventsRequest& request, const Trace& trace,
                               const std::vector<JunctionEvent>& events, std::string& text) {
  using Trains = std::map<std::pair<std::uint32_t, EventKind>, std::array<std::vector<double>, 2>>;
  Trains trains;
  for (const JunctionEvent& e : events) trains[{e.junction.index, e.kind}][0].push_back(e.time);
  for (const JunctionEvent& e : events_of_states(read_record(request.tighter, request.sampling).trace))
    trains[{e.junction.index, e.kind}][1].push_back(e.time);
  std::vector<std::vector<double>> here, other;
  for (auto& [unit, times] : trains) {
    here.push_back(std::move(times[0]));
    other.push_back(std::move(times[1]));
  }
  const double tolerance = 2 * mean_step(trace);
  return convergence_json(request, match_events(here, other, tolerance), tolerance, text);
}

void print_state_events(const EventsRequest& request, const Trace& trace) {
  if (!request.output.figure.empty())
    throw InputError({.what = "the figure shows the events of a sampled signal",
                      .where = "--figure",
                      .remedy = "name its column with --column; `somn report` draws junction events"});
  const std::vector<JunctionEvent> events = events_of_states(trace);
  ordered_json list = ordered_json::array();
  std::string text = "time_s,junction,kind,delta_state\n";
  for (const JunctionEvent& e : events) {
    const char* kind = e.kind == EventKind::up ? "up" : "down";
    list.push_back({{"time_s", e.time}, {"junction", e.junction.index}, {"kind", kind}, {"delta_state", e.delta_g}});
    text += fmt::format("{},{},{},{}\n", to_text(e.time), e.junction.index, kind, to_text(e.delta_g));
  }
  ordered_json json = {{"n", events.size()},
                       {"parameters", {{"up_at", 0.6}, {"down_at", 0.4}, {"signal", "state"}}},
                       {"events", std::move(list)}};
  if (!request.tighter.empty()) json["convergence"] = state_convergence(request, trace, events, text);
  print(request.output, json, text);
}

std::string signal_column(const EventsRequest& request, const Trace& trace) {
  if (!request.column.empty()) return request.column;
  for (const char* name : {"i_source_A", "g_S"})
    if (trace.find(name)) return name;
  if (trace.columns.size() == 2) return trace.columns[1].name;
  throw InputError({.what = "which column holds the signal is not clear",
                    .where = request.input,
                    .remedy = "name it with --column"});
}

NetworkSpikeOptions spike_options(const EventsRequest& request, const std::vector<std::size_t>& segment_rows) {
  return {.is_relative = request.is_relative,
          .threshold = request.threshold.empty() ? 0 : parse_number(request.threshold, "--threshold"),
          .k_sigma = request.k_sigma,
          .leave_fraction = request.leave_fraction,
          .keep_open_start = request.keep_open_start,
          .dead_time = parse_quantity(request.dead_time, dimension::time, "--dead-time"),
          .min_amplitude = request.min_amplitude,
          .segment_rows = segment_rows};
}

// Cuts every segment to its active rows.
void trim(Record& record, const std::string& column, double h, const NetworkSpikeOptions& options, double relative) {
  const auto rows = active_rows(record.trace.at(column).values, h, options.segment_rows, options.threshold, relative);
  record.segment_rows.clear();
  for (Column& c : record.trace.columns) {
    std::vector<double> kept;
    for (const auto& [first, end] : rows)
      kept.insert(kept.end(), c.values.begin() + static_cast<std::ptrdiff_t>(first),
                  c.values.begin() + static_cast<std::ptrdiff_t>(end));
    c.values = std::move(kept);
  }
  for (const auto& [first, end] : rows)
    if (end > first) record.segment_rows.push_back(end - first);
  std::vector<double>& time = record.trace.columns.front().values;
  for (std::size_t k = 0; k < time.size(); ++k) time[k] = static_cast<double>(k) * h;
}

std::vector<double> times_of(const NetworkSpikes& found) {
  std::vector<double> times;
  for (const NetworkSpike& s : found.spikes) times.push_back(s.time);
  return times;
}

// Exponents of the avalanches of events at ten thresholds over a decade: a power law that depends on where the
// threshold lies says nothing.
ordered_json threshold_sweep(const std::vector<double>& x, double h, bool is_sampled, NetworkSpikeOptions options,
                             double theta, std::string& text) {
  if (!(theta > 0))
    throw InputError({.what = "no threshold to sweep from: it is 0",
                      .where = "--sweep",
                      .remedy = "give --threshold, or a --k-sigma above 0 for a signal with noise"});
  std::vector<double> lengths;
  for (const std::size_t rows : options.segment_rows) lengths.push_back(static_cast<double>(rows) * h);
  if (lengths.empty()) lengths.push_back(static_cast<double>(x.size()) * h);
  const std::vector<Segment> segments = segments_from_lengths(lengths);
  ordered_json rows = ordered_json::array();
  struct Row {
    double tau, se;
  };
  std::vector<Row> fitted;
  options.k_sigma = 0;
  for (int k = 0; k < 10; ++k) {
    options.threshold = theta * std::pow(10, k / 9.0);
    const std::vector<double> times = times_of(find_network_spikes(x, h, options));
    const AvalancheAnalysis a =
        analyse_avalanches(find_avalanches(times, segments, {.is_sampled = is_sampled}), {}, {}, {.n_surrogates = 0});
    rows.push_back({{"threshold_per_s", options.threshold},
                    {"n_events", times.size()},
                    {"bin", a.avalanches.bin},
                    {"n_avalanches", a.avalanches.sizes.size()},
                    {"tau", a.tau().value},
                    {"tau_se", a.tau().se},
                    {"alpha", a.alpha().value},
                    {"alpha_se", a.alpha().se}});
    if (a.size_fit.fit.n_tail >= 50 && std::isfinite(a.tau().value)) fitted.push_back({a.tau().value, a.tau().se});
  }
  double largest = 0;
  for (const Row& p : fitted)
    for (const Row& q : fitted) largest = std::max(largest, std::abs(p.tau - q.tau) / std::hypot(p.se, q.se));
  const std::string verdict =
      fitted.size() < 3 ? fmt::format("not enough: {} thresholds with 50 avalanches or more", fitted.size())
      : largest > 3
          ? fmt::format("threshold-dependent: tau differs by {:.1f} standard errors over a decade of thresholds",
                        largest)
          : fmt::format("not seen to depend on the threshold: tau differs by at most {:.1f} standard errors", largest);
  text += "# threshold sweep: " + verdict + "\n";
  return {{"rows", std::move(rows)},
          {"largest_difference_se", fitted.size() < 2 ? std::nan("") : largest},
          {"verdict", verdict}};
}

void divide_by_voltage(const EventsRequest& request, Record& record, const std::string& column) {
  if (request.voltage.empty()) return;
  const double v = parse_quantity(request.voltage, dimension::voltage, "--voltage");
  if (v == 0)
    throw InputError({.what = "out of range", .where = "--voltage", .value = request.voltage, .allowed = "not 0"});
  for (Column& c : record.trace.columns)
    if (c.name == column) {
      for (double& x : c.values) x /= v;
      c.unit = "S";
    }
}

NetworkSpikes spikes_of(const Record& record, const std::string& column, const NetworkSpikeOptions& options) {
  return record.is_sampled ? find_network_spikes(record.trace.at(column).values, 1, options)
                           : find_network_spikes(record.trace, column, options);
}

// The other record at the same threshold, so that its noise does not move that.
ordered_json signal_convergence(const EventsRequest& request, const std::string& column, const NetworkSpikes& found,
                                std::string& text) {
  Record other = read_record(request.tighter, request.sampling);
  divide_by_voltage(request, other, column);
  NetworkSpikeOptions options = found.options;
  options.threshold = found.theta;
  options.k_sigma = 0;
  options.segment_rows = other.segment_rows;
  const double tolerance = 2 * found.sample_step;
  const EventMatch m = match_events({times_of(found)}, {times_of(spikes_of(other, column, options))}, tolerance);
  return convergence_json(request, m, tolerance, text);
}

void print_signal_events(const EventsRequest& request, Record record) {
  const std::string column = signal_column(request, record.trace);
  if (!request.segment_rows.empty()) record.segment_rows = request.segment_rows;
  divide_by_voltage(request, record, column);
  const double relative = request.threshold_relative.empty()
                              ? std::numeric_limits<double>::infinity()
                              : parse_number(request.threshold_relative, "--threshold-relative");
  NetworkSpikeOptions options = spike_options(request, record.segment_rows);
  const std::vector<double>& t = record.trace.time();
  const double h = record.is_sampled || t.size() < 2 ? 1 : (t.back() - t.front()) / static_cast<double>(t.size() - 1);
  if (request.is_trimmed) {
    trim(record, column, h, options, relative);
    options.segment_rows = record.segment_rows;
  }
  const Trace& trace = record.trace;
  NetworkSpikes found = spikes_of(record, column, options);
  if (std::isfinite(relative)) {
    NetworkSpikeOptions second = options;
    second.is_relative = true;
    second.threshold = relative;
    found = united(std::move(found), spikes_of(record, column, second));
  }
  const NetworkSpikeOptions& o = found.options;
  ordered_json list = ordered_json::array();
  std::string text = "time_s,sample,sign,peak_per_s,amplitude,delta,width_s,rise_s\n";
  for (const NetworkSpike& s : found.spikes) {
    list.push_back({{"time_s", s.time},
                    {"sample", s.row},
                    {"sign", s.sign},
                    {"peak_per_s", s.peak},
                    {"amplitude", s.amplitude},
                    {"delta", s.delta},
                    {"width_s", s.width},
                    {"rise_s", s.rise}});
    text += fmt::format("{},{},{},{},{},{},{},{}\n", to_text(s.time), s.row, s.sign, to_text(s.peak),
                        to_text(s.amplitude), to_text(s.delta), to_text(s.width), to_text(s.rise));
  }
  const ordered_json parameters = {{"column", column},
                                   {"unit", trace.at(column).unit},
                                   {"signal", o.is_relative ? "|dx/dt|/|x|" : "|dx/dt|"},
                                   {"threshold_per_s", found.theta},
                                   {"threshold_absolute_per_s", o.threshold},
                                   {"threshold_relative_per_s", relative},
                                   {"time_unit", record.is_sampled ? "sample" : "s"},
                                   {"is_trimmed", request.is_trimmed},
                                   {"k_sigma", o.k_sigma},
                                   {"sigma_per_s", found.sigma},
                                   {"leave_fraction", o.leave_fraction},
                                   {"keep_open_start", o.keep_open_start},
                                   {"dead_time_s", o.dead_time},
                                   {"min_amplitude", found.min_amplitude},
                                   {"sample_step_s", found.sample_step},
                                   {"segment_rows", o.segment_rows}};
  ordered_json json = {{"n", found.spikes.size()},
                       {"n_open_dropped", found.n_open_dropped},
                       {"n_small_dropped", found.n_small_dropped},
                       {"n_dead_time_dropped", found.n_dead_time_dropped},
                       {"reason", found.reason},
                       {"parameters", parameters},
                       {"events", std::move(list)}};
  if (!request.output.figure.empty()) report::draw_events(json, t, trace.at(column).values, request.output.figure);
  if (request.is_swept)
    json["threshold_sweep"] =
        threshold_sweep(trace.at(column).values, h, record.is_sampled, options, found.theta, text);
  if (!request.tighter.empty()) {
    if (request.is_trimmed || std::isfinite(relative))
      throw InputError({.what = "convergence is that of one threshold over the whole record",
                        .where = "--check-convergence",
                        .remedy = "leave --trim and --threshold-relative out"});
    json["convergence"] = signal_convergence(request, column, found, text);
  }
  print(request.output, json, text);
}

void run_events(const EventsRequest& request) {
  Record record = read_record(request.input, request.sampling);
  if (request.column.empty() && has_states(record.trace))
    print_state_events(request, record.trace);
  else
    print_signal_events(request, std::move(record));
}

}  // namespace

void add_analyse_events(CLI::App& analyse) {
  CLI::App* command = analyse.add_subcommand("events", "events of junction states, or of a sampled signal");
  const auto request = std::make_shared<EventsRequest>();
  command->add_option("file", request->input, "trace .csv (time_s and columns) or ngspice .raw; - is standard input")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("--column", request->column, "signal; default: the states where there are any, else i_source_A, g_S")
      ->type_name("NAME");
  command->add_option("--threshold", request->threshold, "least |dx/dt|, in units of the column per second [0]")
      ->type_name("NUMBER");
  command->add_option("--k-sigma", request->k_sigma, "least |dx/dt|, in standard deviations of its noise [5]")
      ->type_name("NUMBER");
  command
      ->add_option("--threshold-relative", request->threshold_relative, "also events with |dx/dt|/|x| above this [1/s]")
      ->type_name("NUMBER");
  command->add_option("--voltage", request->voltage, "divide the signal by this: a current becomes a conductance")
      ->type_name("VOLTAGE");
  add_sampling_options(command, request->sampling);
  command->add_flag("--trim", request->is_trimmed, "cut each segment to its first to last row above a threshold");
  command->add_flag("--sweep", request->is_swept, "exponents of the avalanches at ten thresholds over a decade");
  command
      ->add_option("--check-convergence", request->tighter,
                   "the same run with tighter tolerances (a tenth): which events are in both?")
      ->type_name("FILE");
  command->add_flag("--relative", request->is_relative, "look at |dx/dt|/|x| instead [1/s]");
  command->add_option("--leave-fraction", request->leave_fraction, "an event ends at this share of the threshold [0.5]")
      ->type_name("NUMBER");
  command->add_option("--dead-time", request->dead_time, "after an event [s]")->type_name("TIME");
  command->add_option("--min-amplitude", request->min_amplitude, "least change, as a share of the median |x| [0.01]")
      ->type_name("NUMBER");
  command
      ->add_option("--segments", request->segment_rows,
                   "rows of each joined record, L1,L2,...; default: runs of a column trace, segment or run")
      ->delimiter(',')
      ->type_name("N");
  command->add_flag("--keep-open-start", request->keep_open_start,
                    "keep events that are under way when a segment starts");
  add_output(*command, request->output);
  add_figure(*command, request->output);
  command->footer(
      "States: up at 0.6 (re-armed at 0.4), down at 0.4 (re-armed at 0.6). Times in s; without a time column or\n"
      "--sample-step in samples, and thresholds per sample.\n"
      "Example: somn analyse events DIR/native/trace.csv --column i_source_A --json");
  command->callback([request] { run_events(*request); });
}

}  // namespace somn::cli
