#include <somn/core/error.hpp>
#include <somn/core/interval.hpp>
#include <somn/core/units.hpp>
#include <somn/schema/values.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace somn::schema {
namespace {

constexpr const char* kind_words[] = {"a number", "a whole number", "true or false", "a text",
                                      "a name",   "an object",      "a value"};

std::string place(const Description& d, const std::string& where) {
  return fmt::format("{}: {}", where, d.key);
}

Dimension dimension_of(const Description& d) {
  return parse_unit(d.unit.empty() ? "1" : d.unit, d.key).dimension;
}

}  // namespace

void refuse_kind(const Json& json, const Description& d, const std::string& where) {
  throw InputError(
      {.what = "not of the right kind",
       .where = place(d, where),
       .value = json.dump(),
       .allowed = fmt::format("{}{}", d.is_list ? "a list, each " : "", kind_words[static_cast<std::size_t>(d.kind)])});
}

void check_range(double value, const Description& d, const std::string& where) {
  if (d.range.empty() || parse_interval(d.range, d.key).contains(value)) return;
  throw InputError({.what = fmt::format("{} out of range", d.key),
                    .where = where,
                    .value = to_text(value),
                    .allowed = d.unit.empty() || d.unit == "1" ? d.range : fmt::format("{} {}", d.range, d.unit)});
}

Json value_of(const std::string& text, const Description& d, const std::string& where) {
  switch (d.kind) {
    case Kind::number: {
      const bool is_pure = d.unit.empty() || d.unit == "1";
      const double value =
          is_pure ? parse_number(text, where) : parse_quantity(text, parse_unit(d.unit, where).dimension, where);
      check_range(value, d, where);
      return value;
    }
    case Kind::integer: {
      const long long value = parse_integer(text, where);
      check_range(static_cast<double>(value), d, where);
      return value;
    }
    case Kind::choice:
      return d.choices[choice_of(text, d, where)];
    default:
      return text;
  }
}

double number_of(const Json& json, const Description& d, const std::string& where) {
  if (json.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (!json.is_number()) refuse_kind(json, d, where);
  check_range(json.get<double>(), d, place(d, where));
  return json.get<double>();
}

std::int64_t integer_of(const Json& json, const Description& d, const std::string& where) {
  const bool is_whole =
      json.is_number_integer() || (json.is_number() && std::floor(json.get<double>()) == json.get<double>());
  if (!is_whole) refuse_kind(json, d, where);
  check_range(json.get<double>(), d, place(d, where));
  return json.get<std::int64_t>();
}

bool boolean_of(const Json& json, const Description& d, const std::string& where) {
  if (!json.is_boolean()) refuse_kind(json, d, where);
  return json.get<bool>();
}

std::string text_of(const Json& json, const Description& d, const std::string& where) {
  if (!json.is_string()) refuse_kind(json, d, where);
  return json.get<std::string>();
}

std::size_t choice_of(const std::string& name, const Description& d, const std::string& where) {
  const auto found = std::find(d.choices.begin(), d.choices.end(), name);
  if (found == d.choices.end()) throw unknown_name(d.key, name, where, d.choices);
  return static_cast<std::size_t>(found - d.choices.begin());
}

double quantity_of(const Config& config, const Description& d, double fallback) {
  if (!config.has(d.key) && !d.is_required) return fallback;
  const double value = config.quantity(d.key, dimension_of(d));
  check_range(value, d, config.where(d.key));
  return value;
}

std::vector<double> quantities_of(const Config& config, const Description& d) {
  const std::vector<double> values = config.quantities(d.key, dimension_of(d));
  for (const double x : values) check_range(x, d, config.where(d.key));
  return values;
}

std::int64_t integer_of(const Config& config, const Description& d, std::int64_t fallback) {
  if (!config.has(d.key) && !d.is_required) return fallback;
  const std::int64_t value = config.integer(d.key);
  check_range(static_cast<double>(value), d, config.where(d.key));
  return value;
}

void require_object(const Json& json, const std::vector<Description>& fields, const std::string& where) {
  if (!json.is_object()) throw InputError({.what = "not an object", .where = where, .value = json.dump()});
  std::vector<std::string> keys;
  for (const Description& d : fields) keys.push_back(d.key);
  for (const auto& [key, value] : json.items())
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) throw unknown_name("key", key, where, keys);
}

}  // namespace somn::schema
