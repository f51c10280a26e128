#include "analyse.hpp"

#include <somn/analysis/junction_events.hpp>
#include <somn/analysis/network_spikes.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/trace.hpp>
#include <somn/core/units.hpp>
#include <somn/report/raw.hpp>

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
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
  double k_sigma = 5, leave_fraction = 0.5, min_amplitude = 0.01;
  bool is_relative = false, keep_open_start = false;
  std::vector<std::size_t> segment_rows;
  AnalyseOutput output;
};

Trace read_trace(const std::string& path) {
  if (!path.ends_with(".raw")) return trace_from_csv(read_file(path), path);
  Trace trace = report::read_raw(path);
  for (Column& column : trace.columns)
    if (column.name == "time") column.name = "time_s";
  return trace;
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

void print_state_events(const EventsRequest& request, const Trace& trace) {
  const std::vector<JunctionEvent> events = events_of_states(trace);
  ordered_json list = ordered_json::array();
  std::string text = "time_s,junction,kind,delta_state\n";
  for (const JunctionEvent& e : events) {
    const char* kind = e.kind == EventKind::up ? "up" : "down";
    list.push_back({{"time_s", e.time}, {"junction", e.junction.index}, {"kind", kind}, {"delta_state", e.delta_g}});
    text += fmt::format("{},{},{},{}\n", to_text(e.time), e.junction.index, kind, to_text(e.delta_g));
  }
  const ordered_json json = {{"n", events.size()},
                             {"parameters", {{"up_at", 0.6}, {"down_at", 0.4}, {"signal", "state"}}},
                             {"events", std::move(list)}};
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

NetworkSpikeOptions spike_options(const EventsRequest& request) {
  return {.is_relative = request.is_relative,
          .threshold = request.threshold.empty() ? 0 : parse_number(request.threshold, "--threshold"),
          .k_sigma = request.k_sigma,
          .leave_fraction = request.leave_fraction,
          .keep_open_start = request.keep_open_start,
          .dead_time = parse_quantity(request.dead_time, dimension::time, "--dead-time"),
          .min_amplitude = request.min_amplitude,
          .segment_rows = request.segment_rows};
}

void print_signal_events(const EventsRequest& request, const Trace& trace) {
  const std::string column = signal_column(request, trace);
  const NetworkSpikes found = find_network_spikes(trace, column, spike_options(request));
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
                                   {"k_sigma", o.k_sigma},
                                   {"sigma_per_s", found.sigma},
                                   {"leave_fraction", o.leave_fraction},
                                   {"keep_open_start", o.keep_open_start},
                                   {"dead_time_s", o.dead_time},
                                   {"min_amplitude", found.min_amplitude},
                                   {"sample_step_s", found.sample_step},
                                   {"segment_rows", o.segment_rows}};
  const ordered_json json = {{"n", found.spikes.size()},
                             {"n_open_dropped", found.n_open_dropped},
                             {"n_small_dropped", found.n_small_dropped},
                             {"n_dead_time_dropped", found.n_dead_time_dropped},
                             {"reason", found.reason},
                             {"parameters", parameters},
                             {"events", std::move(list)}};
  print(request.output, json, text);
}

void run_events(const EventsRequest& request) {
  const Trace trace = read_trace(request.input);
  if (request.column.empty() && has_states(trace))
    print_state_events(request, trace);
  else
    print_signal_events(request, trace);
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
  command->add_flag("--relative", request->is_relative, "look at |dx/dt|/|x| instead [1/s]");
  command->add_option("--leave-fraction", request->leave_fraction, "an event ends at this share of the threshold [0.5]")
      ->type_name("NUMBER");
  command->add_option("--dead-time", request->dead_time, "after an event [s]")->type_name("TIME");
  command->add_option("--min-amplitude", request->min_amplitude, "least change, as a share of the median |x| [0.01]")
      ->type_name("NUMBER");
  command->add_option("--segments", request->segment_rows, "rows of each joined record, L1,L2,...")
      ->delimiter(',')
      ->type_name("N");
  command->add_flag("--keep-open-start", request->keep_open_start,
                    "keep events that are under way when a segment starts");
  add_output(*command, request->output);
  command->footer(
      "States: up at 0.6 (re-armed at 0.4), down at 0.4 (re-armed at 0.6). Times in s.\n"
      "Example: somn analyse events DIR/native/trace.csv --column i_source_A --json");
  command->callback([request] { run_events(*request); });
}

}  // namespace somn::cli
