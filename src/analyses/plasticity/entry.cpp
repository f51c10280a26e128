// Pulses and what they leave: potentiation, paired-pulse facilitation, relaxation, retention, beside Milano's closed form.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/plasticity/plasticity.hpp>
#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/figures/panels.hpp>
#include <somn/tables/columns.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>

namespace somn::analysis {

using schema::Fields;

Fields<Pulse> fields_of(const Pulse*) {
  return Fields<Pulse>()
      .value("start_s", &Pulse::start, {.unit = "s", .meaning = "first row"})
      .value("end_s", &Pulse::end, {.unit = "s", .meaning = "last row"})
      .value("voltage_V", &Pulse::voltage, {.unit = "V", .meaning = "mean"})
      .value("before_S", &Pulse::before, {.unit = "S", .meaning = "conductance in the row before"})
      .value("at_end_S", &Pulse::at_end, {.unit = "S", .meaning = "in its last row"})
      .value("facilitation", &Pulse::facilitation, {.meaning = "rise above the base over that of the first pulse"});
}

Fields<Relaxation> fields_of(const Relaxation*) {
  return Fields<Relaxation>()
      .value("rest_S", &Relaxation::rest, {.unit = "S", .meaning = "conductance that it goes to"})
      .value("fall_S", &Relaxation::fall, {.unit = "S", .meaning = "what is lost"})
      .value("tau_s", &Relaxation::tau, {.unit = "s", .meaning = "time constant"})
      .value("tau_se_s", &Relaxation::tau_se, {.unit = "s", .meaning = "standard error"});
}

namespace {

struct Options {
  std::string voltage = {}, conductance = {}, current = {};
  std::optional<double> threshold = {};
  std::optional<double> kappa_p0 = {}, eta_p = {}, kappa_d0 = {}, eta_d = {}, g_min = {}, g_max = {};
};

Fields<Options> fields_of(const Options*) {
  using O = Options;
  return Fields<O>()
      .value("voltage", &O::voltage, {.meaning = "column of the pulses; default: the first in volts"})
      .value("conductance", &O::conductance, {.meaning = "column of what they change; default: the first in siemens"})
      .value("current", &O::current, {.meaning = "instead: conductance is current/voltage, where there is a voltage"})
      .value("threshold", &O::threshold, {.unit = "V", .range = "(0, inf)", .meaning = "a pulse is above; default: midway between the smallest and the largest |voltage|"})
      .value("kappa_p0", &O::kappa_p0, {.unit = "1/s", .meaning = "of a law `rate`, for its closed form, with the five others"})
      .value("eta_p", &O::eta_p, {.unit = "1/V", .meaning = "likewise"})
      .value("kappa_d0", &O::kappa_d0, {.unit = "1/s", .meaning = "likewise"})
      .value("eta_d", &O::eta_d, {.unit = "1/V", .meaning = "likewise"})
      .value("g_min", &O::g_min, {.unit = "S", .meaning = "likewise"})
      .value("g_max", &O::g_max, {.unit = "S", .meaning = "likewise"});
}

struct Result {
  PulseResponse of = {};
  std::optional<double> closed_form_difference = {};
  std::vector<double> time = {}, v = {}, g = {};
  std::optional<std::vector<double>> closed = {};
};

Fields<Result> fields_of(const Result*) {
  using R = Result;
  return Fields<R>()
      .computed("base_S", [](const R& r) { return r.of.base; }, {.unit = "S", .meaning = "before the first pulse"})
      .computed("pulses", [](const R& r) { return r.of.pulses; }, {.meaning = "one by one"})
      .computed_if_any("paired_pulse", [](const R& r) { return r.of.paired_pulse; }, {.meaning = "facilitation of the second pulse"})
      .computed_if_any("retained", [](const R& r) { return r.of.retained; }, {.meaning = "share of the rise that is left in the last row"})
      .computed_if_any("relaxation", [](const R& r) { return r.of.relaxation; }, {.meaning = "after the last pulse"})
      .value_if_any("closed_form_difference", &R::closed_form_difference, {.meaning = "largest, relative to the largest conductance"})
      .value("time_s", &R::time, {.unit = "s", .meaning = "rows, for the figure"})
      .value("voltage_V", &R::v, {.unit = "V", .meaning = "likewise"})
      .value("conductance_S", &R::g, {.unit = "S", .meaning = "likewise"})
      .value_if_any("closed_form_S", &R::closed, {.unit = "S", .meaning = "likewise"})
      .elsewhere(&R::of);
}

std::optional<RateLaw> law_of(const Options& o) {
  const std::optional<double> all[] = {o.kappa_p0, o.eta_p, o.kappa_d0, o.eta_d, o.g_min, o.g_max};
  const auto n = std::count_if(std::begin(all), std::end(all), [](const auto& x) { return x.has_value(); });
  if (n == 0) return {};
  if (n < 6) throw InputError({.what = "some parameters of a law", .where = "plasticity", .allowed = "all of --kappa-p0 --eta-p --kappa-d0 --eta-d --g-min --g-max, or none"});
  if (!(*o.g_max > *o.g_min)) throw InputError({.what = "g_max", .where = "--g-max", .allowed = "above g_min"});
  return RateLaw{*all[0], *all[1], *all[2], *all[3], *all[4], *all[5]};
}

const NumberColumn& column(const tables::SignalFile& file, const std::string& name, Dimension unit, const char* option) {
  std::vector<std::string> names;
  for (const NumberColumn& c : file.signals) {
    const ColumnName read = read_column_name(c.name);
    if (name.empty() ? read.unit && read.unit->dimension == unit : c.name == name || read.quantity == name) return c;
    names.push_back(c.name);
  }
  if (name.empty()) throw InputError({.what = fmt::format("no column in {}", si_unit(unit)), .where = file.source, .remedy = fmt::format("name it: {}", option)});
  return file.signals[tables::must_find(names, file.source, name)];
}

std::vector<double> finite(const NumberColumn& c, const tables::SignalFile& file) {
  std::vector<double> values;
  const double factor = read_column_name(c.name).factor();
  for (std::size_t k = 0; k < c.values.size(); ++k) {
    if (!std::isfinite(c.values[k])) throw InputError({.what = "not a finite number", .where = file.source, .value = fmt::format("row {} of column {}", k + 1, c.name)});
    values.push_back(factor * c.values[k]);
  }
  return values;
}

figures::Figure figure_of(const Json& json) {
  using namespace figures;
  Figure figure{.name = "plasticity", .title = "Pulses and what they leave"};
  SeriesTable table;
  const std::vector<double> t = numbers(json, "/time_s"), v = numbers(json, "/voltage_V"), g = numbers(json, "/conductance_S"), c = numbers(json, "/closed_form_S");
  const std::size_t every = std::max<std::size_t>(1, t.size() / 4000);
  for (std::size_t k = 0; k < t.size(); k += every) {
    table.add("v", t[k], v[k]);
    table.add("g", t[k], g[k]);
    if (!c.empty()) table.add("closed", t[k], c[k]);
  }
  Panel top{.row = 0, .n_rows = 2, .x_label = "time / s", .y_label = "conductance / S"};
  top.curves = {{"g", Mark::line, colour::blue, "conductance"}};
  if (!c.empty()) top.curves.push_back({"closed", Mark::dashes, colour::vermilion, "closed form"});
  Panel below{.row = 1, .n_rows = 2, .x_label = "time / s", .y_label = "pulses / V"};
  below.curves = {{"v", Mark::thin, colour::grey, ""}};
  set_panels(figure, 560, table, {top, below});
  figure.caption = fmt::format("{} pulses; facilitation of the second {:.3g}, of the rise {:.3g} are left in the last row; relaxation {:.3g} s.",
                               json["pulses"].size(), number(json, "/paired_pulse"), number(json, "/retained"), number(json, "/relaxation/tau_s"));
  return figure;
}

std::string text_of(const Result& r) {
  std::string text = fmt::format("{:<18}{} from {:.4g} S\n", "pulses", r.of.pulses.size(), r.of.base);
  text += fmt::format("{:<18}{:.4g} S after the first, {:.4g} S after the last\n", "conductance", r.of.pulses.front().at_end, r.of.pulses.back().at_end);
  if (r.of.paired_pulse) text += fmt::format("{:<18}{:.4g}\n", "paired pulse", *r.of.paired_pulse);
  if (r.of.relaxation) text += fmt::format("{:<18}tau = {:.4g} +- {:.2g} s\n", "relaxation", r.of.relaxation->tau, r.of.relaxation->tau_se);
  if (r.of.retained) text += fmt::format("{:<18}{:.4g} of the rise\n", "retained", *r.of.retained);
  if (r.closed_form_difference) text += fmt::format("{:<18}differs by at most {:.2g}\n", "closed form", *r.closed_form_difference);
  return text;
}

Answer analyse(const std::string& path, const Options& o) {
  const tables::SignalFile file = tables::read_signals(path, {}, {}, false);
  if (file.times.empty()) throw InputError({.what = "no column of times", .where = file.source, .allowed = "time_s, v_source_V and g_S, as in the trace of a run"});
  std::vector<double> v = finite(column(file, o.voltage, dimension::voltage, "--voltage"), file), g;
  if (o.current.empty()) {
    g = finite(column(file, o.conductance, dimension::conductance, "--conductance"), file);
  } else {
    const std::vector<double> i = finite(column(file, o.current, dimension::current, "--current"), file);
    for (std::size_t k = 0; k < i.size(); ++k) g.push_back(v[k] != 0 ? i[k] / v[k] : g.empty() ? 0 : g.back());
  }
  Result r;
  r.of = pulse_response(file.times, v, g, o.threshold);
  r.time = file.times, r.v = std::move(v), r.g = std::move(g);
  if (const std::optional<RateLaw> law = law_of(o)) {
    r.closed = closed_form(*law, r.time, r.v, r.g.front());
    double largest = 0, size = 0;
    for (std::size_t k = 0; k < r.g.size(); ++k) largest = std::max(largest, std::abs(r.g[k] - (*r.closed)[k])), size = std::max(size, std::abs(r.g[k]));
    r.closed_form_difference = largest / size;
  }
  return {schema::to_json(r), text_of(r), figure_of};
}

}  // namespace

namespace entries {
extern const Analysis plasticity;
const Analysis plasticity{
    .name = "plasticity",
    .summary = "what pulses do to a conductance: potentiation, facilitation, relaxation",
    .input = Input::trace,
    .file = "a trace with time_s, v_source_V and g_S (table, raw file of SPICE, trace.h5)",
    .example = "A third electrode: --voltage electrode_gate_V --conductance g_S\nExample: somn analyse plasticity out/native/trace.csv --figure pulses.svg",
    .bounds = {.assumes = "rows close enough to show each pulse; a first row before it",
               .ties = "none",
               .gaps = "a pulse ends with its last row",
               .not_finite = refused_with_row,
               .too_few = "no relaxation below 5 rows after the last pulse"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
};
}  // namespace entries

}  // namespace somn::analysis
