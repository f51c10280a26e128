#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <numbers>
#include <optional>
#include <utility>

namespace somn {
namespace {

struct NamedUnit {
  std::string_view name;
  Unit unit;
  bool takes_prefix;
};

constexpr std::array named_units{
    NamedUnit{"V", {1, dimension::voltage}, true},
    NamedUnit{"A", {1, dimension::current}, true},
    NamedUnit{"ohm", {1, dimension::resistance}, true},
    NamedUnit{"Ohm", {1, dimension::resistance}, true},
    NamedUnit{"\u03a9", {1, dimension::resistance}, true},
    NamedUnit{"\u2126", {1, dimension::resistance}, true},
    NamedUnit{"S", {1, dimension::conductance}, true},
    NamedUnit{"F", {1, dimension::capacitance}, true},
    NamedUnit{"C", {1, {.ampere = 1, .second = 1}}, true},
    NamedUnit{"W", {1, {.volt = 1, .ampere = 1}}, true},
    NamedUnit{"s", {1, dimension::time}, true},
    NamedUnit{"Hz", {1, dimension::frequency}, true},
    NamedUnit{"m", {1, dimension::length}, true},
    NamedUnit{"K", {1, {.kelvin = 1}}, true},
    NamedUnit{"min", {60, dimension::time}, false},
    NamedUnit{"%", {0.01, dimension::none}, false},
    NamedUnit{"deg", {std::numbers::pi / 180, dimension::none}, false},
    NamedUnit{"rad", {1, dimension::none}, false},
    NamedUnit{"1", {1, dimension::none}, false},
};

constexpr std::array<std::pair<std::string_view, double>, 11> prefixes{{{"f", 1e-15},
                                                                        {"p", 1e-12},
                                                                        {"n", 1e-9},
                                                                        {"u", 1e-6},
                                                                        {"\u00b5", 1e-6},
                                                                        {"\u03bc", 1e-6},
                                                                        {"m", 1e-3},
                                                                        {"c", 1e-2},
                                                                        {"k", 1e3},
                                                                        {"M", 1e6},
                                                                        {"G", 1e9}}};

std::optional<Unit> find_unit(std::string_view name) {
  for (const NamedUnit& u : named_units)
    if (u.name == name) return u.unit;
  for (const auto& [prefix, factor] : prefixes)
    if (name.starts_with(prefix))
      for (const NamedUnit& u : named_units)
        if (u.takes_prefix && u.name == name.substr(prefix.size()))
          return Unit{factor * u.unit.factor, u.unit.dimension};
  return {};
}

std::string_view trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

void multiply(Unit& product, const Unit& factor, int exponent) {
  product.factor *= std::pow(factor.factor, exponent);
  product.dimension.volt += exponent * factor.dimension.volt;
  product.dimension.ampere += exponent * factor.dimension.ampere;
  product.dimension.second += exponent * factor.dimension.second;
  product.dimension.metre += exponent * factor.dimension.metre;
  product.dimension.kelvin += exponent * factor.dimension.kelvin;
}

// "um2" or "m^2" -> ("um", 2); "V" -> ("V", 1)
std::pair<std::string_view, int> split_exponent(std::string_view factor) {
  const std::size_t end = factor.find_last_not_of("0123456789");
  if (end == std::string_view::npos || end + 1 == factor.size()) return {factor, 1};
  int exponent = 1;
  std::from_chars(factor.data() + end + 1, factor.data() + factor.size(), exponent);
  std::string_view name = factor.substr(0, end + 1);
  if (name.ends_with('^')) name.remove_suffix(1);
  return {name, exponent};
}

// The longest number at the start of `text`, and what follows it.
std::optional<std::pair<double, std::string_view>> leading_number(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) return {};
  return std::pair{value, trim(text.substr(static_cast<std::size_t>(end - text.data())))};
}

double whole(double x) {
  return std::abs(x - std::round(x)) < 1e-9 * x ? std::round(x) : x;
}

struct DimensionName {
  Dimension dimension;
  std::string_view name, unit, example;
};

constexpr std::array dimension_names{
    DimensionName{dimension::none, "a number", "1", "0.5"},
    DimensionName{dimension::voltage, "a voltage", "V", "10 mV"},
    DimensionName{dimension::current, "a current", "A", "5 uA"},
    DimensionName{dimension::resistance, "a resistance", "ohm", "2 Mohm"},
    DimensionName{dimension::conductance, "a conductance", "S", "77.7 uS"},
    DimensionName{dimension::capacitance, "a capacitance", "F", "0.1 pF"},
    DimensionName{dimension::time, "a time", "s", "20 ns"},
    DimensionName{dimension::frequency, "a frequency or rate", "Hz", "5 kHz"},
    DimensionName{dimension::length, "a length", "m", "10 um"},
    DimensionName{dimension::area_density, "a number per area", "1/m2", "0.1 /um2"},
    DimensionName{{.volt = 1, .second = 1}, "a flux", "V s", "0.01 V s"},
    DimensionName{{.volt = -1, .second = -1}, "a rate per volt", "1/(V s)", "100 /V/s"},
    DimensionName{{.volt = -1}, "a number per volt", "1/V", "2 /V"},
};

const DimensionName* find_name(Dimension d) {
  for (const DimensionName& n : dimension_names)
    if (n.dimension == d) return &n;
  return nullptr;
}

}  // namespace

Unit parse_unit(std::string_view text, const std::string& where) {
  Unit product;
  int sign = 1;
  std::string_view rest = trim(text);
  while (!rest.empty()) {
    if (rest.front() == ' ' || rest.front() == '*') {
      rest.remove_prefix(1);
    } else if (rest.front() == '/') {
      sign = -1;
      rest.remove_prefix(1);
    } else if (rest.front() == '(' || rest.front() == ')') {  // "1/(V s)": the sign holds until the bracket closes
      rest.remove_prefix(1);
    } else {
      const std::string_view factor = rest.substr(0, rest.find_first_of(" */()"));
      const auto [name, exponent] = split_exponent(factor);
      const std::optional<Unit> unit = find_unit(name);
      if (!unit)
        throw InputError({.what = fmt::format("unknown unit '{}'", name),
                          .where = where,
                          .value = fmt::format("\"{}\"", text),
                          .allowed = "V A ohm S F C W s min Hz m K deg % with the prefixes f p n u m c k M G"});
      multiply(product, *unit, sign * exponent);
      rest.remove_prefix(factor.size());
      if (!rest.starts_with(' ') || text.find('(') == std::string_view::npos) sign = 1;
    }
  }
  // decimal prefixes make integral factors or integral reciprocals: 1e12 of "/um2", not 999999999999.9999
  if (product.factor > 1) product.factor = whole(product.factor);
  if (product.factor < 1) product.factor = 1 / whole(1 / product.factor);
  return product;
}

double parse_quantity(std::string_view text, Dimension expected, const std::string& where) {
  const auto split = leading_number(text);
  if (!split)
    throw InputError({.what = "not a quantity",
                      .where = where,
                      .value = fmt::format("\"{}\"", text),
                      .allowed = describe(expected)});
  const auto [value, unit_text] = *split;
  if (unit_text.empty()) return value;
  const Unit unit = parse_unit(unit_text, where);
  if (unit.dimension != expected)
    throw InputError({.what = fmt::format("wrong unit '{}'", unit_text),
                      .where = where,
                      .value = fmt::format("\"{}\"", text),
                      .allowed = describe(expected)});
  // "10 mV" must be exactly 0.01: dividing by an exact power of ten rounds once, multiplying by 1e-3 twice
  return unit.factor < 1 ? value / whole(1 / unit.factor) : value * unit.factor;
}

std::string si_unit(Dimension d) {
  if (const DimensionName* n = find_name(d)) return std::string(n->unit);
  std::string above, below;
  const auto add = [&](int exponent, const char* name) {
    std::string& side = exponent > 0 ? above : below;
    if (exponent == 0) return;
    if (!side.empty()) side += ' ';
    side += name;
    if (std::abs(exponent) > 1) side += std::to_string(std::abs(exponent));
  };
  add(d.volt, "V"), add(d.ampere, "A"), add(d.second, "s"), add(d.metre, "m"), add(d.kelvin, "K");
  if (below.empty()) return above;
  const bool brackets = below.find(' ') != std::string::npos;
  return (above.empty() ? "1" : above) + "/" + (brackets ? "(" + below + ")" : below);
}

std::string describe(Dimension d) {
  const DimensionName* n = find_name(d);
  if (!n) return fmt::format("a quantity in {}", si_unit(d));
  if (d == dimension::none) return "a number such as 0.5";
  return fmt::format("{} [{}] such as \"{}\"", n->name, n->unit, n->example);
}

long long parse_integer(std::string_view text, const std::string& where) {
  const std::string_view t = trim(text);
  long long value = 0;
  const auto [end, error] = std::from_chars(t.data(), t.data() + t.size(), value);
  if (error != std::errc{} || end != t.data() + t.size())
    throw InputError({.what = "not a whole number", .where = where, .value = fmt::format("\"{}\"", text)});
  return value;
}

double parse_number(std::string_view text, const std::string& where) {
  const auto split = leading_number(text);
  if (!split || !split->second.empty())
    throw InputError({.what = "not a number", .where = where, .value = fmt::format("\"{}\"", text)});
  return split->first;
}

std::string to_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

std::string to_human(double value, std::string_view unit, int digits) {
  if (value == 0 || !std::isfinite(value)) return fmt::format("{} {}", value, unit);
  constexpr std::array<std::string_view, 9> names{"f", "p", "n", "u", "m", "", "k", "M", "G"};
  const int exponent3 = static_cast<int>(std::floor(std::log10(std::abs(value)) / 3 + 1e-12));
  const int index = std::clamp(exponent3 + 5, 0, static_cast<int>(names.size()) - 1);
  const double scaled = value / std::pow(10.0, 3 * (index - 5));
  return fmt::format("{:.{}g} {}{}", scaled, digits, names[static_cast<std::size_t>(index)], unit);
}

}  // namespace somn
