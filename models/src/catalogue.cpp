#include "entry.hpp"

#include <somn/core/error.hpp>
#include <somn/models/catalogue.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::models {

#define SOMN_ENTRY(law) extern const Entry entry_##law;
#include "entries.def"  // made by models/CMakeLists.txt: one line per folder
#undef SOMN_ENTRY

namespace {

const std::vector<const Entry*>& entries() {
#define SOMN_ENTRY(law) &entry_##law,
  static const std::vector<const Entry*> all{
#include "entries.def"
  };
#undef SOMN_ENTRY
  return all;
}

const Entry& entry(const std::string& name) {
  for (const Entry* e : entries())
    if (e->name == name) return *e;
  throw InternalError("no functions for law " + name);
}

std::shared_ptr<void> prepare(const Entry& entry, const std::vector<double>& values, const char** wrong) {
  std::shared_ptr<void> params = entry.fill(values);
  *wrong = entry.functions->prepare(params.get());
  return params;
}

std::shared_ptr<void> prepared(const Entry& entry, const std::vector<double>& values) {
  const char* ignored = nullptr;
  return prepare(entry, values, &ignored);
}

std::vector<std::string> split(std::string_view text, char mark) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(mark), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

#define SOMN_REAL(name, value, unit, interval, meaning, equation, source) \
  real_parameter(#name, value, unit, interval, meaning, equation, source),
std::vector<Law> make_catalogue() {
  const std::vector<Parameter> common{
#include "glue/common.def"
  };
  std::vector<Law> all;
  for (const Entry* e : entries()) {
    const somn_law& f = *e->functions;
    Law law{.name = e->name,
            .title = f.title,
            .parameters = e->parameters,
            .code_model = common,
            .presets = e->presets,
            .state_name = f.state,
            .state_unit = f.state_unit,
            .default_junction_capacitance = f.capacitance,
            .is_ohmic = f.is_bent == 0,
            .is_synaptic = f.is_synaptic != 0};
    const std::string where = fmt::format("models/{}/law.h", law.name);
    law.initial_parameter = law.index(f.initial_parameter, where);
    for (const std::string& name : split(f.scaled_together ? f.scaled_together : "", ' '))
      law.scaled_together.push_back(law.index(name, where));
    if (f.unit_voltage) law.unit_voltage = law.index(f.unit_voltage, where);
    all.push_back(std::move(law));
  }
  return all;
}
#undef SOMN_REAL

}  // namespace

Parameter real_parameter(const char* name, double value, const char* unit, const char* interval, const char* meaning,
                         const char* equation, const char* source) {
  return {.name = name,
          .default_value = value,
          .unit = unit,
          .interval = interval,
          .choices = {},
          .meaning = meaning,
          .equation = equation,
          .source = source};
}

Parameter choice_parameter(const char* name, const char* value, const char* choices, const char* meaning,
                           const char* equation, const char* source) {
  const std::vector<std::string> words = split(choices, '|');
  const auto index = std::find(words.begin(), words.end(), value) - words.begin();
  return {.name = name,
          .default_value = static_cast<double>(index),
          .unit = "1",
          .interval = {},
          .choices = words,
          .meaning = meaning,
          .equation = equation,
          .source = source};
}

std::string Parameter::to_text(double value) const {
  return is_choice() ? choices.at(static_cast<std::size_t>(value)) : somn::to_text(value);
}

Interval Parameter::range() const {
  if (is_choice()) return {0, static_cast<double>(choices.size() - 1)};
  return parse_interval(interval, "parameter table");
}

std::vector<double> Law::defaults() const {
  std::vector<double> values;
  for (const Parameter& p : parameters) values.push_back(p.default_value);
  return values;
}

std::vector<double> Law::preset_values(std::string_view preset, const std::string& where) const {
  std::vector<double> values = defaults();
  std::vector<std::string> names{"default"};
  for (const Preset& p : presets) {
    names.push_back(p.name);
    if (p.name != preset) continue;
    for (std::string_view rest = p.settings; !rest.empty();) {
      const std::string_view setting = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), setting.size() + 1));
      const std::size_t equals = setting.find('=');
      const std::size_t k = index(setting.substr(0, equals), where);
      values[k] = parse(k, setting.substr(equals + 1), where);
    }
    return values;
  }
  if (preset != "default") throw unknown_name(fmt::format("preset of law {}", name), preset, where, names);
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
  if (!p.range().contains(value))
    throw InputError({.what = fmt::format("{} out of range", p.name),
                      .where = where,
                      .value = std::string(text),
                      .allowed = fmt::format("{} {}", p.interval, p.unit)});
  if (p.is_whole() && value != std::floor(value))
    throw InputError({.what = fmt::format("{} is not a whole number", p.name),
                      .where = where,
                      .value = std::string(text),
                      .allowed = "0, 1, 2, ..."});
  return value;
}

void Law::check(const std::vector<double>& values, const std::string& where) const {
  const char* sentence = nullptr;
  prepare(entry(name), values, &sentence);
  if (sentence) throw InputError({.what = fmt::format("law {}: {}", name, sentence), .where = where});
}

double Law::unique_step(const std::vector<double>& values) const {
  return somn_unique_step(entry(name).functions, prepared(entry(name), values).get());
}

std::pair<double, double> Law::g_off_on(const std::vector<double>& values) const {
  std::pair<double, double> g;
  entry(name).functions->range(prepared(entry(name), values).get(), &g.first, &g.second);
  return g;
}

std::optional<Flux> Law::flux(const std::vector<double>& values) const {
  if (!entry(name).functions->flux) return {};
  const somn_flux f = entry(name).functions->flux(prepared(entry(name), values).get());
  return Flux{f.v_set, f.v_reset, f.b, f.closed};
}

std::optional<Relay> Law::relay(const std::vector<double>& values) const {
  if (!entry(name).functions->relay) return {};
  const somn_relay r = entry(name).functions->relay(prepared(entry(name), values).get());
  return Relay{r.v_set, r.v_hold, r.c2c, r.seed};
}

Device::Device(const Law& law, const std::vector<double>& values) : entry_(&entry(law.name)) {
  params_ = prepared(*entry_, values);
}

namespace {

somn_memory memory_at(const somn_law& law, const void* params, double state) {
  somn_memory memory{};
  memory.x = state;
  somn_update(&law, params, {}, 0, &memory);
  return memory;
}

}  // namespace

Point Device::evaluate(double state, double v) const {
  const somn_law& law = *entry_->functions;
  const somn_memory memory = memory_at(law, params_.get(), state);
  const somn_current c = law.current(params_.get(), &memory, state, v);
  const somn_rate r = law.rate(params_.get(), &memory, state, v);
  return {c.i, c.i_x, c.i_v, r.f, r.f_x, r.f_v};
}

double Device::conductance(double state) const {
  const somn_memory memory = memory_at(*entry_->functions, params_.get(), state);
  return entry_->functions->current(params_.get(), &memory, memory.x, 0).i_v;  // begin may have moved it
}

bool Device::moves(double state) const {
  return memory_at(*entry_->functions, params_.get(), state).x != state;
}

std::optional<Rest> Device::rest(double state) const {
  if (!entry_->functions->rest) return {};
  const somn_rest r = entry_->functions->rest(params_.get(), state);
  return std::isnan(r.v) ? std::nullopt : std::optional(Rest{r.v, r.g_x});
}

bool Device::is_latched() const {
  const auto g = [this](int branch, double own) {
    somn_memory memory{};
    memory.branch = branch;
    memory.own[0] = memory.own[1] = own;
    return entry_->functions->current(params_.get(), &memory, initial_state(), 0).i_v;
  };
  for (const int branch : {-1, 0, 1, 2, 3})
    for (const double own : {0.0, 1.0})
      if (g(branch, own) < g(0, 0) || g(branch, own) > g(0, 0)) return true;
  return false;
}

double Device::initial_state() const {
  return entry_->functions->initial(params_.get());
}

double Device::bounded(double state) const {
  const somn_law& law = *entry_->functions;
  const somn_memory memory = memory_at(law, params_.get(), state);
  if (!std::isfinite(somn_phase_end(&law, &memory))) return somn_limit(&law, params_.get(), &memory, state, 0);
  // all phases: from the bound of the first to the end of the last
  constexpr double above = 1e300;
  somn_memory phase = memory_at(law, params_.get(), above);
  const double high = somn_limit(&law, params_.get(), &phase, above, 0);
  double low = high;
  while (somn_phase_end(&law, &phase) < low) {
    low = somn_phase_end(&law, &phase);
    phase = memory_at(law, params_.get(), low);
  }
  return std::clamp(state, low, high);
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
