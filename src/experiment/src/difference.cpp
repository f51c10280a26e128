#include <somn/experiment/difference.hpp>

#include <algorithm>
#include <array>

namespace somn::experiment {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

void flatten(const Config& table, const std::string& prefix, Values& values) {
  for (const std::string& key : table.keys())
    if (prefix.empty() && key == "provenance")
      continue;
    else if (table.is_table(key))
      flatten(table.table(key), prefix + key + ".", values);
    else
      values.emplace_back(prefix + key, table.item(key).starts_with('[') ? table.item(key) : table.raw(key));
}

const std::string* find(const Values& values, const std::string& key) {
  const auto at = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == key; });
  return at == values.end() ? nullptr : &at->second;
}

bool is_one_of(std::string_view key, const auto& keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

KeyKind kind_of_key(std::string_view key) {
  static constexpr std::array<std::string_view, 6> numerics{"run.method", "run.dt",       "run.dt_max",
                                                            "run.rtol",   "run.t_sample", "run.ngspice_solver"};
  static constexpr std::array<std::string_view, 6> output{"title",      "run.engine",   "run.checkpoint",
                                                          "run.record", "run.lyapunov", "run.lyapunov_epsilon"};
  static constexpr std::array<std::string_view, 3> initial{"model.initial_states", "model.initial_closed",
                                                           "model.initial_seed"};
  if (is_one_of(key, numerics)) return KeyKind::numerics;
  if (is_one_of(key, output) || key.starts_with("analysis.") || key.starts_with("output.") ||
      key.starts_with("provenance."))
    return KeyKind::output;
  const bool is_of_law = key.starts_with("model.") || key.starts_with("mixture.");
  const bool is_spread =
      key.find(".spread.") != key.npos || key.find(".gap_dependence.") != key.npos || key.ends_with(".fraction");
  if (key.starts_with("network.") || is_one_of(key, initial) || (is_of_law && is_spread)) return KeyKind::drawn;
  return KeyKind::physics;
}

std::vector<KeyDifference> differences(const std::string& a, const std::string& b) {
  Values of_a, of_b;
  flatten(Config::from_text(a, "experiment"), "", of_a);
  flatten(Config::from_text(b, "experiment"), "", of_b);
  std::vector<KeyDifference> result;
  for (const auto& [key, value] : of_a) {
    const std::string* other = find(of_b, key);
    if (!other || *other != value) result.push_back({key, value, other ? *other : "absent", kind_of_key(key)});
  }
  for (const auto& [key, value] : of_b)
    if (!find(of_a, key)) result.push_back({key, "absent", value, kind_of_key(key)});
  return result;
}

}  // namespace somn::experiment
