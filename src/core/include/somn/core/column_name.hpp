// What the name of a column says: "i_source_nA", "Current (nA)", "current [nA]", "I / nA" are a quantity and its unit.
// The names of columns of times are here, for every reader.
#pragma once

#include <somn/core/units.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace somn {

struct ColumnName {
  std::string quantity;               // without the unit: "i_source", "Current"
  std::string unit_text = {};         // as written; empty: none
  std::optional<Unit> unit = {};      // of the suffix or the brackets
  double factor() const { return unit ? unit->factor : 1; }  // [SI unit per unit of the column]
};
ColumnName read_column_name(std::string_view name);

// "Time (s)" -> "time", "Spike times [ms]" -> "spike_times": lower case, _ for blanks and the like, no unit.
std::string plain_name(std::string_view name);

// time, t, timestamp, spike_time, event_time, onset, start_time, elapsed ... , with a unit of time or without (then s).
bool is_time_column(std::string_view name);
double seconds_per_unit(std::string_view name);    // 1 without a unit of time; min, h, s, ms, us, ns, ps
bool is_sample_column(std::string_view name);      // sample..., start_sample, frame

// The column that `wanted` means: the one called so, else the only one that is but for case, unit and blanks.
std::optional<std::size_t> find_column(const std::vector<std::string>& header, std::string_view wanted);

}  // namespace somn
