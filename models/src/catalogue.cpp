#include "prepared.hpp"

#include <somn/core/error.hpp>
#include <somn/models/catalogue.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::models {
namespace {

std::vector<std::string> split_choices(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t bar = text.find('|'); bar != std::string_view::npos; bar = text.find('|')) {
    words.emplace_back(text.substr(0, bar));
    text.remove_prefix(bar + 1);
  }
  words.emplace_back(text);
  return words;
}

Parameter real_parameter(const char* name, double value, const char* unit, const char* interval, const char* meaning,
                         const char* source) {
  return {.name = name,
          .default_value = value,
          .unit = unit,
          .interval = interval,
          .choices = {},
          .meaning = meaning,
          .source = source};
}

Parameter choice_parameter(const char* name, const char* value, const char* choices, const char* meaning,
                           const char* source) {
  const std::vector<std::string> words = split_choices(choices);
  const auto index = std::find(words.begin(), words.end(), value) - words.begin();
  return {.name = name,
          .default_value = static_cast<double>(index),
          .unit = "1",
          .interval = {},
          .choices = words,
          .meaning = meaning,
          .source = source};
}

#define SOMN_REAL(name, value, unit, interval, meaning, source) \
  real_parameter(#name, value, unit, interval, meaning, source),
#define SOMN_CHOICE(name, value, choices, meaning, source) choice_parameter(#name, value, choices, meaning, source),

std::vector<Law> make_catalogue() {
  const std::vector<Parameter> common{
#include "glue/common.def"
  };
  std::vector<Law> all;
  all.push_back({.name = "vts",
                 .title = "volatile threshold switch with regenerative feedback: spikes with a capacitance",
                 .parameters =
                     {
#include "vts/params.def"
                     },
                 .code_model = common,
                 .state_name = "x",
                 .state_unit = "1",
                 .default_junction_capacitance = 0.1e-12});
  all.push_back({.name = "tunnel",
                 .title = "tunnelling-gap junction of silver nanowire networks (Hochstetter 2021, Xu 2025)",
                 .parameters =
                     {
#include "tunnel/params.def"
                     },
                 .code_model = common,
                 .state_name = "lambda",
                 .state_unit = "V s"});
  all.push_back({.name = "threshold",
                 .title = "bipolar threshold junction of the user's document, non-volatile unless tau_relax is given",
                 .parameters =
                     {
#include "threshold/params.def"
                     },
                 .code_model = common,
                 .state_name = "w",
                 .state_unit = "1"});
  return all;
}

#undef SOMN_REAL
#undef SOMN_CHOICE

bool is_inside(double value, const std::string& interval) {
  std::size_t comma = interval.find(',');
  const auto end_point = [](std::string text) {
    while (text.starts_with(' ')) text.erase(0, 1);
    return text == "inf" ? INFINITY : text == "-inf" ? -INFINITY : parse_number(text, "parameter table");
  };
  const double low = end_point(interval.substr(1, comma - 1));
  const double high = end_point(interval.substr(comma + 1, interval.size() - comma - 2));
  return std::isfinite(value) && (interval.front() == '[' ? value >= low : value > low) &&
         (interval.back() == ']' ? value <= high : value < high);
}

}  // namespace

std::string Parameter::to_text(double value) const {
  return is_choice() ? choices.at(static_cast<std::size_t>(value)) : somn::to_text(value);
}

std::vector<double> Law::defaults() const {
  std::vector<double> values;
  for (const Parameter& p : parameters) values.push_back(p.default_value);
  return values;
}

std::size_t Law::index(std::string_view parameter, const std::string& where) const {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    if (parameters[k].name == parameter) return k;
    names.push_back(parameters[k].name);
  }
  throw unknown_name(fmt::format("parameter of law {}", name), parameter, where, names);
}

double Law::parse(std::size_t k, std::string_view text, const std::string& where) const {
  const Parameter& p = parameters.at(k);
  if (p.is_choice()) {
    for (std::size_t n = 0; n < p.choices.size(); ++n)
      if (p.choices[n] == text) return static_cast<double>(n);
    throw unknown_name("choice", text, where, p.choices);
  }
  // the gap is the one length of the literature that is kept in nm; its parameters are pure numbers in that unit
  const bool in_nm = p.unit.find("nm") != std::string::npos;
  const double value = parse_quantity(text, in_nm ? dimension::none : parse_unit(p.unit, where).dimension, where);
  if (!is_inside(value, p.interval))
    throw InputError({.what = fmt::format("{} out of range", p.name),
                      .where = where,
                      .value = std::string(text),
                      .allowed = fmt::format("{} {}", p.interval, p.unit)});
  return value;
}

void Law::check(const std::vector<double>& values, const std::string& where) const {
  const char* sentence = nullptr;
  prepare(name, values, &sentence);
  if (sentence) throw InputError({.what = fmt::format("law {}: {}", name, sentence), .where = where});
}

double Law::unique_step(const std::vector<double>& values) const {
  const PreparedLaw law = prepare(name, values);
  return law.functions->unique_step(law.params.get());
}

std::pair<double, double> Law::g_off_on(const std::vector<double>& values) const {
  const auto value = [&](const char* parameter) { return values.at(index(parameter, name)); };
  if (name == "vts") return {1 / value("r_off"), 1 / value("r_on")};
  return {value("g_off"), value("g_on")};
}

Device::Device(const Law& law, const std::vector<double>& values)
    : prepared_(std::make_shared<const PreparedLaw>(prepare(law.name, values))) {}

Point Device::evaluate(double state, double v) const {
  const void* params = prepared_->params.get();
  const somn_current c = prepared_->functions->current(params, state, v);
  const somn_rate r = prepared_->functions->rate(params, state, v, state);
  return {c.i, c.i_x, c.i_v, r.f, r.f_x, r.f_v, prepared_->functions->level(params, state)};
}

double Device::conductance(double state) const {
  return prepared_->functions->current(prepared_->params.get(), state, 0).i_v;
}

double Device::initial_state() const {
  return prepared_->functions->initial(prepared_->params.get());
}

const std::vector<Law>& laws() {
  static const std::vector<Law> catalogue = make_catalogue();
  return catalogue;
}

const Law& law(std::string_view name, const std::string& where) {
  std::vector<std::string> names;
  for (const Law& l : laws()) {
    if (l.name == name) return l;
    names.push_back(l.name);
  }
  throw unknown_name("junction law", name, where, names);
}

}  // namespace somn::models
