#include "settings.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace somn::netgen {
namespace {

std::string range(const Option& option) {
  const std::string unit = option.dimension == dimension::none ? "" : fmt::format(" {}", si_unit(option.dimension));
  const std::string low = fmt::format("{}{} {} ", to_text(option.min), unit, option.min_open ? "<" : "<=");
  if (std::isinf(option.max)) return low + option.name;
  return fmt::format("{}{} {} {}{}", low, option.name, option.max_open ? "<" : "<=", to_text(option.max), unit);
}

void check_range(const Option& option, double value, const std::string& text, const std::string& where) {
  const bool too_low = option.min_open ? value <= option.min : value < option.min;
  const bool too_high = option.max_open ? value >= option.max : value > option.max;
  if (too_low || too_high)
    throw InputError({.what = "out of range", .where = where, .value = text, .allowed = range(option), .remedy = {}});
}

std::string normalised(const Option& option, const std::string& text, const std::string& where) {
  switch (option.kind) {
    case Option::Kind::quantity: {
      const double value = parse_quantity(text, option.dimension, where);
      check_range(option, value, text, where);
      return to_text(value);
    }
    case Option::Kind::integer: {
      const long long value = parse_integer(text, where);
      check_range(option, static_cast<double>(value), text, where);
      return std::to_string(value);
    }
    case Option::Kind::flag:
      if (text != "true" && text != "false")
        throw InputError(
            {.what = "not a truth value", .where = where, .value = text, .allowed = "true, false", .remedy = {}});
      return text;
    case Option::Kind::text:
      return text;
    case Option::Kind::choice:
      if (std::find(option.choices.begin(), option.choices.end(), text) == option.choices.end())
        throw unknown_name(option.name, text, where, option.choices);
      return text;
  }
  throw InternalError("option of an unknown kind: " + option.name);
}

std::vector<std::string> names(const Ensemble& ensemble) {
  std::vector<std::string> all;
  for (const Option& option : ensemble.options) all.push_back(option.name);
  return all;
}

}  // namespace

Settings::Settings(const Ensemble& ensemble, const Recipe& recipe) : ensemble_(&ensemble), where_(recipe.where) {
  const std::vector<std::string> valid = names(ensemble);
  for (const auto& [name, value] : recipe.options)
    if (std::find(valid.begin(), valid.end(), name) == valid.end()) throw unknown_name("option", name, where_, valid);
  for (const Option& option : ensemble.options) {
    const auto given = std::find_if(recipe.options.rbegin(), recipe.options.rend(),
                                    [&](const auto& named) { return named.first == option.name; });
    texts_.push_back(
        normalised(option, given == recipe.options.rend() ? option.default_text : given->second, where(option.name)));
  }
}

std::vector<std::string> unlikely_sizes(const Ensemble& ensemble, const Recipe& recipe) {
  std::vector<std::string> remarks;
  for (const auto& [name, text] : recipe.options)
    for (const Option& option : ensemble.options) {
      const bool is_bare = text.find_first_not_of(" +-.0123456789eE") == std::string::npos;
      if (option.name != name || option.kind != Option::Kind::quantity || !is_bare) continue;
      const double value = parse_quantity(text, option.dimension, recipe.where + ": " + name);
      if (option.dimension == dimension::length && value >= 1e-3)
        remarks.push_back(fmt::format("warning: {0} = {1} is {1} m, as a bare number is in metres; \"{1} um\" is meant?", name, text));
      if (option.dimension == dimension::area_density && value > 0 && value < 1e6)
        remarks.push_back(fmt::format("warning: {0} = {1} is {1} per square metre; \"{1} /um2\" is meant?", name, text));
    }
  return remarks;
}

const std::string& Settings::text(std::string_view name) const {
  for (std::size_t k = 0; k < texts_.size(); ++k)
    if (ensemble_->options[k].name == name) return texts_[k];
  throw InternalError(fmt::format("ensemble {} has no option {}", ensemble_->name, name));
}

double Settings::quantity(std::string_view name) const {
  return parse_number(text(name), where(name));
}

bool Settings::flag(std::string_view name) const {
  return text(name) == "true";
}

std::uint64_t Settings::integer(std::string_view name) const {
  return static_cast<std::uint64_t>(parse_integer(text(name), where(name)));
}

bool Settings::has(std::string_view name) const {
  return std::any_of(ensemble_->options.begin(), ensemble_->options.end(),
                     [&](const Option& option) { return option.name == name; });
}

std::string Settings::where(std::string_view name) const {
  return fmt::format("{}: {}", where_, name);
}

std::vector<std::pair<std::string, std::string>> Settings::parameters() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (std::size_t k = 0; k < texts_.size(); ++k)
    if (ensemble_->options[k].name != "seed") all.emplace_back(ensemble_->options[k].name, texts_[k]);
  return all;
}

Option positive_quantity(std::string name, Dimension dimension, std::string default_text, std::string meaning) {
  Option option = quantity_from_zero(std::move(name), dimension, std::move(default_text), std::move(meaning));
  option.min_open = true;
  return option;
}

Option quantity_from_zero(std::string name, Dimension dimension, std::string default_text, std::string meaning) {
  return {.name = std::move(name),
          .dimension = dimension,
          .default_text = std::move(default_text),
          .max = std::numeric_limits<double>::infinity(),
          .meaning = std::move(meaning)};
}

Option fraction(std::string name, std::string default_text, std::string meaning) {
  return {.name = std::move(name), .default_text = std::move(default_text), .max = 1, .meaning = std::move(meaning)};
}

Option integer(std::string name, double min, double max, std::string default_text, std::string meaning) {
  return {.name = std::move(name),
          .kind = Option::Kind::integer,
          .default_text = std::move(default_text),
          .min = min,
          .max = max,
          .meaning = std::move(meaning)};
}

Option flag(std::string name, std::string meaning) {
  return {.name = std::move(name), .kind = Option::Kind::flag, .default_text = "false", .meaning = std::move(meaning)};
}

Option choice(std::string name, std::vector<std::string> choices, std::string meaning) {
  return {.name = std::move(name),
          .kind = Option::Kind::choice,
          .default_text = choices.front(),
          .choices = choices,
          .meaning = std::move(meaning)};
}

}  // namespace somn::netgen
