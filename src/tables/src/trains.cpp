#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/resolution.hpp>
#include <somn/tables/trains.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::tables {

std::vector<std::pair<EventKinds, const char*>> names_of(const EventKinds*) {
  return {{EventKinds::up, "up"}, {EventKinds::down, "down"}, {EventKinds::all, "all"}};
}

double TrainFile::record_length() const {
  double length = 0;
  for (const Segment& s : segments) length += s.length();
  return length;
}

double time_option(const std::string& text, const char* name, const TrainFile& file) {
  return file.events.is_sampled ? parse_number(text, name) : parse_quantity(text, dimension::time, name);
}

TrainFile read_train(const std::string& path, const TrainOptions& request) {
  TrainFile file{.events = read_events(path, request.column, request.unit,
                                        names_of(&request.kind)[static_cast<std::size_t>(request.kind)].second),
                 .segments = {},
                 .record_rule = {}};
  std::vector<double>& times = file.events.times;
  analysis::put_on_grid(times);
  if (times.empty() && file.events.n_other_kind > 0)
    throw InputError({.what = fmt::format("none of the {} events is of the kind", file.events.n_other_kind),
                      .where = file.events.source,
                      .value = file.events.kinds,
                      .remedy = "give --kind up, down or all"});
  if (!request.segments.empty()) {
    if (!request.t_start.empty() || !request.t_stop.empty())
      throw InputError({.what = "--segments says where the record begins and ends", .where = "--t-start, --t-stop"});
    file.segments = analysis::segments_from_lengths(request.segments);
    file.record_rule = "segments as given, from 0";
  } else if (request.t_start.empty() && request.t_stop.empty()) {
    file.segments = analysis::segment_of_events(times);
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
  if (file.events.origin != 0) {
    if (file.record_rule == "given")
      for (Segment& s : file.segments) s = {s.start - file.events.origin, s.end - file.events.origin};
    file.record_rule += fmt::format("; times are counted from {} s", to_text(file.events.origin));
  }
  if (file.segments.empty()) return file;
  const double start = file.segments.front().start, end = file.segments.back().end;
  if (!std::isfinite(end - start))
    throw InputError({.what = "the record is longer than any number",
                      .where = file.events.source,
                      .value = fmt::format("{} to {}", to_text(start), to_text(end))});
  const double tolerance = analysis::resolution_of({}, file.segments).tolerance;
  for (const double t : times)
    if (t < start - tolerance || t > end + tolerance)
      throw InputError({.what = "event outside the record",
                        .where = file.events.source,
                        .value = to_text(t),
                        .allowed = fmt::format("{} to {} ({})", to_text(start), to_text(end), file.record_rule)});
  return file;
}

TrainParameters parameters_of(const TrainOptions& options, const TrainFile& file) {
  return {.time_column = file.events.time_column,
          .unit_column = file.events.unit_column,
          .kind = file.events.kinds,
          .n_other_kind = file.events.n_other_kind,
          .n_units = file.events.units.size(),
          .record_rule = file.record_rule,
          .segments = file.segments,
          .time_origin = file.events.origin != 0 ? std::optional(file.events.origin) : std::nullopt,
          .seed = options.seed};
}

}  // namespace somn::tables
