#include "phase_data.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/figures/json_path.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>

namespace somn::report {
namespace fs = std::filesystem;
namespace {

// Words and unit of the order parameters that have a panel.
const std::map<std::string, std::pair<std::string, std::string>>& known_parameters() {
  static const std::map<std::string, std::pair<std::string, std::string>> all{
      {"rate_Hz", {"event rate", "Hz"}},      {"fano", {"Fano factor", ""}},
      {"mean_isi_cv", {"ISI variation", ""}}, {"synchronization_index", {"synchronization", ""}},
      {"on_fraction", {"fraction on", ""}},   {"mean_current_A", {"mean current", "A"}},
  };
  return all;
}

// 0.1 for 0.09999999999999999: what a scale factor leaves behind.
double tidy(double value) {
  return parse_number(fmt::format("{:.12g}", value), "axis");
}

std::vector<double> cell_edges(const std::vector<double>& places, bool is_log) {
  std::vector<double> x = places, edges;
  if (is_log)
    for (double& v : x) v = std::log(v);
  const double first = x.size() > 1 ? x[1] - x[0] : 1, last = x.size() > 1 ? x.back() - x[x.size() - 2] : 1;
  edges.push_back(x.front() - first / 2);
  for (std::size_t k = 1; k < x.size(); ++k) edges.push_back((x[k - 1] + x[k]) / 2);
  edges.push_back(x.back() + last / 2);
  if (is_log)
    for (double& v : edges) v = std::exp(v);
  return edges;
}

bool is_wide(const std::vector<double>& ascending) {
  return ascending.size() > 2 && ascending.front() > 0 && ascending.back() >= 30 * ascending.front();
}

PhaseAxis axis_of(const std::string& key, const std::string& unit, const CsvTable& map) {
  PhaseAxis axis{.key = key, .label = {}, .texts = {}, .places = {}, .edges = {}};
  const std::size_t column = map.column(key);
  std::string tag;
  for (const char c : unit)
    if (std::isalnum(static_cast<unsigned char>(c))) tag += c;
  axis.is_numeric = !unit.empty();
  const std::vector<double> si = !axis.is_numeric ? std::vector<double>(map.rows.size())
                                                  : map.numbers(unit == "1" ? key + "_value" : key + "_" + tag);
  std::vector<std::pair<double, std::string>> values;
  for (std::size_t r = 0; r < map.rows.size(); ++r) {
    const std::pair value{si[r], map.rows[r][column]};
    if (std::none_of(values.begin(), values.end(), [&](const auto& v) { return v.second == value.second; }))
      values.push_back(value);
  }
  if (axis.is_numeric) std::stable_sort(values.begin(), values.end());
  Scale scale{1, unit};
  if (axis.is_numeric && unit != "1" && unit.find('/') == std::string::npos)
    scale = axis_scale(std::max(std::abs(values.front().first), std::abs(values.back().first)), unit);
  axis.factor = scale.factor;
  for (const auto& [value, text] : values) {
    axis.texts.push_back(text);
    axis.places.push_back(axis.is_numeric ? tidy(value * scale.factor) : static_cast<double>(axis.places.size()));
  }
  axis.is_log = axis.is_numeric && is_wide(axis.places);
  axis.edges = cell_edges(axis.places, axis.is_log);
  axis.label = key + (axis.is_numeric && unit != "1" ? " (" + scale.unit + ")" : "");
  return axis;
}

}  // namespace

std::size_t PhaseAxis::index(const std::string& text) const {
  const auto it = std::find(texts.begin(), texts.end(), text);
  if (it == texts.end())
    throw InputError(
        {.what = "a value that phase_map.csv does not have", .where = "boundaries.csv: " + key, .value = text});
  return static_cast<std::size_t>(it - texts.begin());
}

std::vector<std::string> PhaseData::words(const std::string& name) const {
  std::vector<std::string> all;
  const std::size_t column = map.column(name);
  for (const auto& row : map.rows) all.push_back(row[column]);
  return all;
}

PhaseData read_phase_data(const fs::path& dir) {
  PhaseData data;
  const Json facts = Json::parse(read_file(dir / "sweep.json"), nullptr, false);
  data.map = read_csv(dir / "phase_map.csv");
  data.boundaries = read_csv(dir / "boundaries.csv");
  if (data.map.rows.empty()) throw InputError({.what = "a phase map without points", .where = data.map.source});
  for (const Json& key : at_path(facts, "/keys"))
    data.axes.push_back(axis_of(text(key, "/name"), text(key, "/unit"), data.map));
  data.along = text(facts, "/boundaries_along");
  for (const std::string& direction : data.words("direction"))
    if (std::find(data.directions.begin(), data.directions.end(), direction) == data.directions.end())
      data.directions.push_back(direction);
  std::sort(data.directions.rbegin(), data.directions.rend());  // up before down
  for (const char* parameter :
       {"rate_Hz", "fano", "mean_isi_cv", "synchronization_index", "on_fraction", "mean_current_A"}) {
    if (!data.map.find(std::string(parameter) + "_mean")) continue;
    const std::vector<double> values = data.column(std::string(parameter) + "_mean");
    if (std::any_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
      data.parameters.push_back(parameter);
  }
  return data;
}

std::string parameter_label(const std::string& column) {
  if (const auto known = known_parameters().find(column); known != known_parameters().end())
    return known->second.first + (known->second.second.empty() ? "" : " (" + known->second.second + ")");
  std::string words = column, unit;
  for (const char* tag : {"Hz", "A", "V", "S", "W", "J", "s", "m"})
    if (words.ends_with(std::string("_") + tag)) {
      unit = tag;
      words.resize(words.size() - unit.size() - 1);
      break;
    }
  std::replace(words.begin(), words.end(), '_', ' ');
  return words + (unit.empty() ? "" : " (" + unit + ")");
}

ParameterScale parameter_scale(const PhaseData& data, const std::string& parameter) {
  ParameterScale scale;
  const std::vector<double> mean = data.column(parameter + "_mean"), se = data.column(parameter + "_se");
  for (std::size_t r = 0; r < mean.size(); ++r) {
    if (!std::isfinite(mean[r])) continue;
    const double error = std::isfinite(se[r]) ? se[r] : 0;
    scale.high = std::max(scale.high, mean[r] + error);
    if (mean[r] < 0) scale.low = std::min(scale.low, mean[r] - error);
  }
  const auto known = known_parameters().find(parameter);
  scale.label = known == known_parameters().end() ? parameter : known->second.first;
  const std::string unit = known == known_parameters().end() ? "" : known->second.second;
  if (!unit.empty()) {
    const Scale axis = axis_scale(std::max(scale.high, -scale.low), unit);
    scale.label += " (" + axis.unit + ")";
    scale.factor = axis.factor;
  }
  scale.low *= scale.factor, scale.high *= scale.factor;
  if (!(scale.high > scale.low)) scale.high = scale.low + 1;
  return scale;
}

const std::vector<std::string>& regimes() {
  static const std::vector<std::string> all{"quiescent", "oscillatory", "irregular",
                                            "bursting",  "latched",     "saturated"};
  return all;
}

long regime_colour(const std::string& regime, double opacity) {
  const std::map<std::string, long> colours{{"quiescent", 0x8a94a3}, {"oscillatory", 0x0072b2},
                                            {"irregular", 0x009e73}, {"bursting", 0xd55e00},
                                            {"latched", 0xe69f00},   {"saturated", 0x8b3f78}};
  const auto it = colours.find(regime);
  if (it == colours.end() || !(opacity > 0)) return 0xffffff;
  long rgb = 0;
  for (const int shift : {16, 8, 0}) {
    const auto part = static_cast<double>((it->second >> shift) & 0xff);
    rgb |= std::lround(255 + opacity * (part - 255)) << shift;
  }
  return rgb;
}

std::string axis_commands(const PhaseAxis& axis, char which) {
  std::string text =
      fmt::format("unset logscale {0}\nset {0}range [{1:g}:{2:g}]\n", which, axis.edges.front(), axis.edges.back());
  if (axis.is_log) text += fmt::format("set logscale {}\n", which);
  if (axis.is_numeric) return text + fmt::format("set {}tics autofreq\n", which);
  text += fmt::format("set {}tics (", which);
  for (std::size_t k = 0; k < axis.texts.size(); ++k)
    text += fmt::format("{}{} {:g}", k ? ", " : "", Shown::tic(axis.texts[k]).literal(), axis.places[k]);
  return text + ")\n";
}

}  // namespace somn::report
