#include "analyse_trains.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace somn::cli {

using namespace somn::analysis;

double TrainFile::record_length() const {
  double length = 0;
  for (const Segment& s : segments) length += s.length();
  return length;
}

double time_option(const std::string& text, const char* name, const TrainFile& file) {
  return file.events.is_sampled ? parse_number(text, name) : parse_quantity(text, dimension::time, name);
}

TrainFile read_train(const TrainRequest& request) {
  TrainFile file{.events = read_events(request.input, request.column, request.unit, request.kind),
                 .segments = {},
                 .record_rule = {}};
  const std::vector<double>& times = file.events.times;
  if (!request.segments.empty()) {
    if (!request.t_start.empty() || !request.t_stop.empty())
      throw InputError({.what = "--segments says where the record begins and ends", .where = "--t-start, --t-stop"});
    file.segments = segments_from_lengths(request.segments);
    file.record_rule = "segments as given, from 0";
  } else if (request.t_start.empty() && request.t_stop.empty()) {
    file.segments = segment_of_events(times);
    file.record_rule = "from the first to the last event";
  } else {
    if (request.t_stop.empty()) throw InputError({.what = "--t-start needs --t-stop", .where = "--t-stop"});
    const double start = request.t_start.empty() ? 0 : time_option(request.t_start, "--t-start", file);
    const double stop = time_option(request.t_stop, "--t-stop", file);
    if (!(stop > start))
      throw InputError({.what = "the record is empty",
                        .where = "--t-start, --t-stop",
                        .value = fmt::format("{}, {}", to_text(start), to_text(stop))});
    file.segments = {{.start = start, .end = stop}};
    file.record_rule = "given";
  }
  if (file.segments.empty()) return file;
  const double start = file.segments.front().start, end = file.segments.back().end;
  if (!std::isfinite(end - start))
    throw InputError({.what = "the record is longer than any number",
                      .where = file.events.source,
                      .value = fmt::format("{} to {}", to_text(start), to_text(end))});
  for (const double t : times)
    if (t < start || t > end)
      throw InputError({.what = "event outside the record",
                        .where = file.events.source,
                        .value = to_text(t),
                        .allowed = fmt::format("{} to {} ({})", to_text(start), to_text(end), file.record_rule)});
  // segments are open at their end: an event on the very end of the record belongs to it all the same
  if (std::find(times.begin(), times.end(), end) != times.end())
    file.segments.back().end = std::nextafter(end, std::numeric_limits<double>::infinity());
  return file;
}

void add_train_options(CLI::App* command, TrainRequest& request) {
  command
      ->add_option(
          "file", request.input,
          "events .csv: time_s (t_s, t_ms, ...) or sample, perhaps a column train, unit, junction; - is standard input")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("--column", request.column, "column of the event times; default: the first that is called like one")
      ->type_name("NAME");
  command->add_option("--unit", request.unit, "column that names the unit of each event")->type_name("NAME");
  command->add_option("--kind", request.kind, "of files with a column kind: up | down | all [up]")
      ->check(CLI::IsMember({"up", "down", "all"}));
  command->add_option("--t-start", request.t_start, "begin of the record [s, or samples; 0]")->type_name("TIME");
  command->add_option("--t-stop", request.t_stop, "end of the record")->type_name("TIME");
  command->add_option("--segments", request.segments, "lengths of joined records, L1,L2,... [s, or samples]")
      ->delimiter(',')
      ->type_name("L");
  command->add_option("--seed", request.seed, "of random numbers [1]");
  add_output(*command, request.output);
}

nlohmann::ordered_json train_parameters(const TrainRequest& request, const TrainFile& file) {
  nlohmann::ordered_json segments = nlohmann::ordered_json::array();
  for (const Segment& s : file.segments) segments.push_back({s.start, s.end});
  return {{"time_column", file.events.time_column},
          {"unit_column", file.events.unit_column},
          {"kind", file.events.kinds},
          {"n_other_kind_left_out", file.events.n_other_kind},
          {"n_units", file.events.units.size()},
          {"record_rule", file.record_rule},
          {"segments", std::move(segments)},
          {"seed", request.seed}};
}

}  // namespace somn::cli
