#include "read_outs.hpp"

#include <somn/core/error.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

namespace somn::experiment {
namespace {

std::string column_part(std::string name) {
  for (char& c : name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (!is_plain) c = '_';
  }
  return name;
}

}  // namespace

std::string electrode_column(const std::string& name) {
  return "electrode_" + column_part(name) + "_V";
}

std::vector<ElectrodeColumn> electrode_columns(const Record& record, const circuit::Circuit& c,
                                               const std::string& where) {
  std::vector<std::string> names;
  for (const circuit::Terminal& t : c.terminals) names.push_back(t.name);
  for (const std::string& wanted : record.electrodes)
    if (std::find(names.begin(), names.end(), wanted) == names.end())
      throw unknown_name("electrode of the network", wanted, where, names);
  std::vector<ElectrodeColumn> columns;
  for (const circuit::Terminal& t : c.terminals) {
    const bool is_named = std::find(record.electrodes.begin(), record.electrodes.end(), t.name) != record.electrodes.end();
    if (!is_named && !(record.all_electrodes && t.node != c.drain)) continue;
    const circuit::Drive* drive = t.node == c.source && t.name == "source" ? &c.drive : t.drive ? &*t.drive : nullptr;
    if (drive != nullptr && !drive->is_current && !(drive->series_resistance > 0)) drive = nullptr;
    columns.push_back({column_part(t.name), t.node, drive});
  }
  return columns;
}

double electrode_current(const circuit::Drive& d, double time, double v) {
  const double of_drive = circuit::voltage(d, time);
  return d.is_current ? of_drive : (of_drive - v) / d.series_resistance;
}

double measured(const ReadOut& r, double value, double noise, double range, std::size_t row, std::size_t column) {
  if (noise > 0) {
    analysis::CounterStream stream(r.seed + 0x9e3779b97f4a7c15 * (column + 1), row);
    value += noise * boost::random::normal_distribution<double>()(stream);
  }
  if (r.bits == 0 || !(range > 0)) return value;
  const double step = 2 * range / std::exp2(static_cast<double>(r.bits));
  return std::clamp(std::round(value / step) * step, -range, range - step);
}

}  // namespace somn::experiment
