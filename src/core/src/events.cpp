#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/events.hpp>
#include <somn/core/units.hpp>

#include <fmt/format.h>

namespace somn {

std::string to_csv(const std::vector<JunctionEvent>& events) {
  std::string text = "time_s,junction,kind,delta_g_S\n";
  for (const JunctionEvent& e : events)
    text += fmt::format("{},{},{},{}\n", to_text(e.time), e.junction.index, e.kind == EventKind::up ? "up" : "down",
                        to_text(e.delta_g));
  return text;
}

std::vector<JunctionEvent> events_from_csv(std::string_view text, const std::string& source) {
  const CsvTable table = parse_csv(text, source);
  const std::vector<double> times = table.numbers("time_s");
  const std::vector<double> deltas =
      table.find("delta_g_S") ? table.numbers("delta_g_S") : std::vector<double>(times.size());
  const std::size_t junction = table.column("junction"), kind = table.column("kind");
  std::vector<JunctionEvent> events;
  events.reserve(times.size());
  for (std::size_t k = 0; k < times.size(); ++k) {
    const std::string where = fmt::format("{}:{}", source, table.lines[k]);
    const long long index = parse_integer(table.rows[k][junction], where + ": junction");
    const std::string& word = table.rows[k][kind];
    if (word != "up" && word != "down")
      throw InputError(
          {.what = "not a kind of event", .where = where + ": kind", .value = word, .allowed = "up, down"});
    if (index < 0 || index > 0xffffffffLL)
      throw InputError({.what = "junction index out of range", .where = where, .value = table.rows[k][junction]});
    events.push_back({.time = times[k],
                      .junction = {static_cast<std::uint32_t>(index)},
                      .kind = word == "up" ? EventKind::up : EventKind::down,
                      .delta_g = deltas[k]});
  }
  return events;
}

}  // namespace somn
