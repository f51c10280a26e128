#include "expand.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/core/units.hpp>
#include <somn/sweep/index.hpp>

#include <algorithm>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>
#include <numeric>

namespace somn::sweep {
namespace {

constexpr std::size_t most_points = 1000000;

struct Quantity {
  double si = std::numeric_limits<double>::quiet_NaN();
  std::optional<Dimension> dimension;
};

// "10 mV", "0.3", "-1e-3 1/V": a number, then the rest is a unit.
Quantity quantity_of(const std::string& text) {
  const std::size_t end = std::min(text.find_first_not_of("+-.0123456789eE"), text.size());
  if (end == 0) return {};
  try {
    const std::size_t unit = text.find_first_not_of(' ', end);
    const Dimension d = unit == std::string::npos ? dimension::none : parse_unit(text.substr(unit), "").dimension;
    return {.si = parse_quantity(text, d, ""), .dimension = d};
  } catch (const InputError&) {
    return {};
  }
}

void refuse_empty(bool is_empty, const std::string& where) {
  if (is_empty) throw InputError({.what = "nothing to sweep over", .where = where, .allowed = "[VALUE, ...]"});
}

void refuse_too_many(std::size_t n, const std::string& where) {
  if (n > most_points)
    throw InputError({.what = "too many points",
                      .where = where,
                      .value = std::to_string(n),
                      .allowed = fmt::format("at most {}", most_points)});
}

struct Axis {
  std::string key;
  std::vector<Value> values;
};

// "drive.amplitude" = [...] and drive.amplitude = [...] are the same key
void add_axes(const Config& table, const std::string& prefix, std::vector<Axis>& axes) {
  for (const std::string& key : table.keys()) {
    if (table.is_table(key)) {
      add_axes(table.table(key), prefix + key + ".", axes);
      continue;
    }
    Axis axis{prefix + key, {}};
    for (const std::string& toml : table.items(key)) axis.values.push_back(value_of(toml));
    refuse_empty(axis.values.empty(), table.where(key));
    axes.push_back(std::move(axis));
  }
}

void add_values(const Config& table, const std::string& prefix, std::vector<std::pair<std::string, Value>>& values) {
  for (const std::string& key : table.keys()) {
    if (table.is_table(key))
      add_values(table.table(key), prefix + key + ".", values);
    else
      values.emplace_back(prefix + key, value_of(table.item(key)));
  }
}

// One key of a Latin hypercube: the range [low, high], perhaps on a logarithmic scale.
struct Range {
  std::string key;
  double low = 0, high = 0;  // [SI]
  std::string unit;
  bool is_log = false, is_integer = false;

  Value at(double fraction) const {
    double x = is_log ? low * std::pow(high / low, fraction) : low + fraction * (high - low);
    if (is_integer) x = std::round(x);
    const std::string number = to_text(std::clamp(x, low, high));
    return unit.empty() ? value_of(number) : value_of(fmt::format("\"{} {}\"", number, unit));
  }
};

Range range_of(const Config& latin, const std::string& key) {
  const std::vector<std::string> items = latin.items(key);
  const auto refuse = [&](const char* what) {
    throw InputError(
        {.what = what,
         .where = latin.where(key),
         .value = fmt::format("{} values", items.size()),
         .allowed = "[LOW, HIGH] or [LOW, HIGH, \"log\"] of one dimension, LOW < HIGH; LOW > 0 with \"log\""});
  };
  if (items.size() != 2 && !(items.size() == 3 && value_of(items[2]).text == "log")) refuse("not a range");
  const Quantity low = quantity_of(value_of(items[0]).text), high = quantity_of(value_of(items[1]).text);
  if (!low.dimension || !high.dimension || *low.dimension != *high.dimension) refuse("not a range");
  const auto is_whole = [](const std::string& toml) {
    return toml.find_first_not_of("+-0123456789") == std::string::npos;
  };
  Range range{.key = key,
              .low = low.si,
              .high = high.si,
              .unit = {},
              .is_log = items.size() == 3,
              .is_integer = is_whole(items[0]) && is_whole(items[1])};
  if (*low.dimension != dimension::none) range.unit = si_unit(*low.dimension);
  if (!(range.low < range.high) || (range.is_log && !(range.low > 0))) refuse("not a range");
  return range;
}

std::vector<std::size_t> permutation(std::size_t n, Generator& random) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t k = n; k > 1; --k)
    std::swap(order[k - 1], order[boost::random::uniform_int_distribution<std::size_t>(0, k - 1)(random)]);
  return order;
}

}  // namespace

Value value_of(const std::string& toml) {
  Value value{.text = toml, .toml = toml};
  if (toml.size() >= 2 && (toml.front() == '"' || toml.front() == '\'')) value.text = toml.substr(1, toml.size() - 2);
  value.si = quantity_of(value.text).si;
  return value;
}

std::string common_unit(const std::vector<std::vector<Value>>& points, std::size_t key) {
  std::optional<Dimension> common;
  for (const std::vector<Value>& point : points) {
    const Quantity q = quantity_of(point[key].text);
    if (!q.dimension || (common && *common != *q.dimension)) return {};
    common = q.dimension;
  }
  return common ? si_unit(*common) : std::string();
}

Expansion expand_grid(const Config& grid) {
  std::vector<Axis> axes;
  add_axes(grid, "", axes);
  refuse_empty(axes.empty(), grid.where(""));
  Expansion all;
  all.points.emplace_back();
  for (const Axis& axis : axes) {
    all.keys.push_back(axis.key);
    std::vector<std::vector<Value>> longer;
    refuse_too_many(all.points.size() * axis.values.size(), grid.where(axis.key));
    for (const std::vector<Value>& point : all.points)
      for (const Value& value : axis.values) {
        longer.push_back(point);
        longer.back().push_back(value);
      }
    all.points = std::move(longer);
  }
  return all;
}

Expansion expand_list(const Config& sweep) {
  const std::vector<Config> tables = sweep.tables("list");
  refuse_empty(tables.empty(), sweep.where("list"));
  Expansion all;
  for (std::size_t k = 0; k < tables.size(); ++k) {
    std::vector<std::pair<std::string, Value>> named;
    add_values(tables[k], "", named);
    if (k == 0)
      for (const auto& [key, value] : named) all.keys.push_back(key);
    std::vector<Value> values(all.keys.size());
    for (const auto& [key, value] : named) {
      const auto it = std::find(all.keys.begin(), all.keys.end(), key);
      if (it == all.keys.end()) throw unknown_name("key", key, fmt::format("{}[{}]", sweep.where("list"), k), all.keys);
      values[static_cast<std::size_t>(it - all.keys.begin())] = value;
    }
    if (named.empty() || named.size() != all.keys.size())
      throw InputError({.what = "not the keys of the first entry",
                        .where = fmt::format("{}[{}]", sweep.where("list"), k),
                        .allowed = fmt::format("{}", fmt::join(all.keys, ", "))});
    all.points.push_back(std::move(values));
  }
  return all;
}

Expansion expand_latin(const Config& latin) {
  const long long samples = latin.integer("samples"), seed = latin.integer("seed", 1);
  if (samples < 1)
    throw InputError(
        {.what = "no samples", .where = latin.where("samples"), .value = std::to_string(samples), .allowed = ">= 1"});
  const auto n = static_cast<std::size_t>(samples);
  refuse_too_many(n, latin.where("samples"));
  Expansion all;
  all.points.resize(n);
  Generator random = generator(static_cast<std::uint64_t>(seed), "latin hypercube");
  for (const std::string& key : latin.keys()) {
    if (key == "samples" || key == "seed") continue;
    const Range range = range_of(latin, key);
    all.keys.push_back(key);
    const std::vector<std::size_t> slice = permutation(n, random);
    for (std::size_t k = 0; k < n; ++k) {
      const double within = boost::random::uniform_01<double>()(random);
      all.points[k].push_back(range.at((static_cast<double>(slice[k]) + within) / static_cast<double>(n)));
    }
  }
  refuse_empty(all.keys.empty(), latin.where("samples"));
  return all;
}

}  // namespace somn::sweep
