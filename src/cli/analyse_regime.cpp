// somn analyse regime: the order parameters of a run, or of anybody's events and current, and the regime they spell.
#include "analyse.hpp"
#include "analyse_columns.hpp"
#include "run_folder.hpp"

#include <somn/analysis/regime.hpp>
#include <somn/analysis/run_analysis.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

namespace fs = std::filesystem;
using namespace somn::analysis;
using nlohmann::ordered_json;

struct RegimeRequest {
  std::string input, current, current_column = "i_source_A", column, unit, t_start, t_stop, fano_bin, engine;
  std::optional<std::int64_t> n_junctions;
  AnalyseOutput output;
};

struct Observed {
  std::vector<JunctionEvent> events = {};
  Trace trace = {};
  OrderOptions order = {};
  std::optional<double> t_start = {}, t_stop = {};  // [s]
};

// What the run's own analysis was told stands in analysis.json.
Observed read_run(const RegimeRequest& r) {
  const fs::path dir = r.input;
  std::string engine = r.engine;
  for (const char* name : {"ngspice", "native"})
    if (engine.empty() && fs::exists(dir / name / "events.csv")) engine = name;
  if (engine.empty() || !fs::exists(dir / "analysis.json"))
    throw InputError({.what = "not the folder of a run",
                      .where = r.input,
                      .allowed = "analysis.json, and events.csv in ngspice or native, as `somn run` writes them"});
  const fs::path events = dir / engine / "events.csv";
  Observed o{.events = events_from_csv(read_file(events), events.string()), .trace = read_trace(dir / engine)};
  const ordered_json analysis = ordered_json::parse(read_file(dir / "analysis.json"), nullptr, false);
  const ordered_json told =
      analysis.is_object() ? analysis.value("parameters", ordered_json::object()) : ordered_json();
  const auto number = [&](const char* key) -> std::optional<double> {
    return told.contains(key) && told[key].is_number() ? std::optional(told[key].get<double>()) : std::nullopt;
  };
  o.t_start = number("t_start_s");
  o.t_stop = number("t_stop_s");
  o.order.n_junctions = static_cast<std::int64_t>(number("n_junctions").value_or(0));
  o.order.n_on_without_event = static_cast<std::int64_t>(number("n_on_without_event").value_or(0));
  if (told.value("fano_bin_rule", "") == "given") o.order.fano_bin = number("fano_bin_s");
  return o;
}

void add_events(Observed& o, const EventFile& file, EventKind kind) {
  if (file.is_sampled)
    throw InputError({.what = "event times are sample numbers",
                      .where = file.source,
                      .remedy = "give a column time_s (or time_ms ...), the same time as that of the current"});
  for (std::size_t k = 0; k < file.times.size(); ++k)
    o.events.push_back({.time = file.times[k], .junction = {file.unit_of[k]}, .kind = kind, .delta_g = 0});
}

Observed read_tables(const RegimeRequest& r) {
  if (r.input == "-")
    throw InputError({.what = "the events are read twice", .where = "-", .remedy = "give them as a file"});
  Observed o;
  const EventFile up = read_events(r.input, r.column, r.unit, "up");
  add_events(o, up, EventKind::up);
  if (up.kinds == "up") add_events(o, read_events(r.input, r.column, r.unit, "down"), EventKind::down);
  std::stable_sort(o.events.begin(), o.events.end(),
                   [](const JunctionEvent& a, const JunctionEvent& b) { return a.time < b.time; });
  if (r.current.empty()) return o;
  SignalFile file = read_signals(r.current, {r.current_column}, {});
  if (file.times.empty())
    throw InputError({.what = "the current has no time", .where = r.current, .allowed = "a column time_s"});
  o.trace.columns = {{.name = "time_s", .unit = "s", .values = std::move(file.times)},
                     {.name = "i_source_A", .unit = "A", .values = std::move(file.signals.front().values)}};
  return o;
}

// As given, else as the run was told, else everything.
Segment window_of(const RegimeRequest& r, const Observed& o) {
  double first = o.events.empty() ? 0 : o.events.front().time, last = o.events.empty() ? 0 : o.events.back().time;
  if (o.trace.n_rows() > 0) {
    const std::vector<double>& t = o.trace.time();
    first = o.events.empty() ? t.front() : std::min(first, t.front());
    last = std::max(last, t.back());
  }
  Segment window{.start = o.t_start.value_or(first), .end = o.t_stop.value_or(last)};
  if (!r.t_start.empty()) window.start = parse_quantity(r.t_start, dimension::time, "--t-start");
  if (!r.t_stop.empty()) window.end = parse_quantity(r.t_stop, dimension::time, "--t-stop");
  if (!(window.length() > 0))
    throw InputError({.what = "the window is empty",
                      .where = "--t-start, --t-stop",
                      .value = fmt::format("{} s to {} s", to_text(window.start), to_text(window.end)),
                      .allowed = fmt::format("within {} s to {} s", to_text(first), to_text(last))});
  return window;
}

void run_regime(const RegimeRequest& r) {
  Observed o = fs::is_directory(r.input) ? read_run(r) : read_tables(r);
  if (r.n_junctions) o.order.n_junctions = *r.n_junctions;
  if (!r.fano_bin.empty()) {
    o.order.fano_bin = parse_quantity(r.fano_bin, dimension::time, "--bin");
    if (!(*o.order.fano_bin > 0))
      throw InputError({.what = "out of range", .where = "--bin", .value = r.fano_bin, .allowed = "positive"});
  }
  const Segment window = window_of(r, o);
  const OrderParameters order = order_parameters(o.events, o.trace, window, o.order);
  const RegimeVerdict verdict = classify(order);
  const ordered_json json{{"regime", regime_name(verdict.regime)},
                          {"regime_rule", regime_rule()},
                          {"regime_reason", verdict.reason},
                          {"order_parameters", to_json(order)},
                          {"parameters",
                           {{"t_start_s", window.start},
                            {"t_stop_s", window.end},
                            {"n_junctions", o.order.n_junctions},
                            {"n_on_without_event", o.order.n_on_without_event},
                            {"n_events", order.n_events},
                            {"has_current", o.trace.n_rows() > 0},
                            {"min_events_for_cv", o.order.min_events_for_cv},
                            {"fano_bin_s", order.fano_bin},
                            {"fano_bin_rule", order.fano_bin_rule}}}};
  std::string text = fmt::format("{:<22}{}\n{:<22}{}\n{:<22}{}\n", "regime", regime_name(verdict.regime), "because",
                                 verdict.reason, "rule", regime_rule());
  text += fmt::format("{:<22}{:.4g} s to {:.4g} s, {} up events\n{:<22}{:.4g} in bins of {:.4g} s ({})\n", "window",
                      window.start, window.end, order.n_events, "Fano factor", order.fano, order.fano_bin,
                      order.fano_bin_rule);
  text += fmt::format("{:<22}{:.4g} over {} junctions\n{:<22}{:.4g}\n", "mean ISI cv", order.mean_isi_cv,
                      order.n_isi_cv_junctions, "cv of the current", order.cv_current);
  if (o.trace.n_rows() == 0) text += fmt::format("{:<22}no current was given: never saturated\n", "note");
  print(r.output, json, text);
}

}  // namespace

void add_analyse_regime(CLI::App& analyse) {
  CLI::App* c = analyse.add_subcommand("regime", "quiescent, saturated, bursting, oscillatory or irregular, by a rule");
  const auto r = std::make_shared<RegimeRequest>();
  c->add_option("input", r->input, "folder of `somn run`, or events .csv: time_s, perhaps junction (unit ...) and kind")
      ->required()
      ->type_name("DIR|FILE");
  c->add_option("--current", r->current, "events: table .csv with time_s and the current")->type_name("FILE");
  c->add_option("--current-column", r->current_column, "its column [i_source_A]")->type_name("NAME");
  c->add_option("--column", r->column, "events: column of the times")->type_name("NAME");
  c->add_option("--unit", r->unit, "events: column that names the junction")->type_name("NAME");
  c->add_option("--junctions", r->n_junctions, "of the network; default: the run's; unknown: no share of junctions on")
      ->check(CLI::PositiveNumber);
  c->add_option("--bin", r->fano_bin, "of the Fano factor; default: the run's, else the mean ISI within junctions")
      ->type_name("TIME");
  c->add_option("--t-start", r->t_start, "begin of the window; default: the run's, else the first event or sample")
      ->type_name("TIME");
  c->add_option("--t-stop", r->t_stop, "its end")->type_name("TIME");
  c->add_option("--engine", r->engine, "run: ngspice | native [the first that is there]")
      ->check(CLI::IsMember({"ngspice", "native"}));
  add_output(*c, r->output);
  c->footer(fmt::format("Rule, {}.\nExample: somn analyse regime DIR --json", regime_rule()));
  c->callback([r] { run_regime(*r); });
}

}  // namespace somn::cli
