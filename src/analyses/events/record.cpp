#include <somn/analyses/events/record.hpp>
#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/observables/junction_events.hpp>

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace somn::analysis {
namespace {

// "Current (nA)", "i_source_nA" become Current_A, i_source_A; other names and columns without a known unit stay.
double si_factor(std::string& name) {
  const ColumnName read = read_column_name(name);
  constexpr Dimension known[] = {dimension::voltage, dimension::current, dimension::conductance, dimension::resistance};
  if (!read.unit || std::find(std::begin(known), std::end(known), read.unit->dimension) == std::end(known)) return 1;
  const bool is_suffix = name == fmt::format("{}_{}", read.quantity, read.unit_text);
  if (!is_suffix || read.unit->factor != 1) name = fmt::format("{}_{}", read.quantity, si_unit(read.unit->dimension));
  return read.unit->factor;
}

std::string unit_of(const std::string& name) {
  if (const auto unit = read_column_name(name).unit) return si_unit(unit->dimension);
  const std::string simulated = plain_name(name).substr(0, 2);  // v(out), i(v1)
  return simulated == "v(" ? "V" : simulated == "i(" ? "A" : "1";
}

}  // namespace

Record read_record(const std::string& input, const tables::Sampling& sampling) {
  Record record;
  tables::SignalFile file = tables::read_signals(input, {}, sampling, false);
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
    record.trace.columns.push_back(
        {.name = signal.name, .unit = unit_of(signal.name), .values = std::move(signal.values)});
  }
  return record;
}

double Record::step() const {
  const std::vector<double>& t = trace.time();
  return t.size() < 2 ? 0 : (t.back() - t.front()) / static_cast<double>(t.size() - 1);
}

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

static std::optional<std::uint32_t> junction_of(std::string_view column) {
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

}  // namespace somn::analysis
