// The order parameters of a run, or of anybody's events and current, and the regime they spell.
#include <somn/analyses/analysis.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/formats/trace_files.hpp>
#include <somn/observables/regime.hpp>
#include <somn/tables/columns.hpp>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace somn::analysis {
namespace {

namespace fs = std::filesystem;
using schema::Fields;

enum class Engine { ngspice, native };
std::vector<std::pair<Engine, const char*>> names_of(const Engine*) {
  return {{Engine::ngspice, "ngspice"}, {Engine::native, "native"}};
}

struct Options {
  std::string current = {}, current_column = "i_source_A", column = {}, unit = {};
  std::optional<std::int64_t> n_junctions = {};
  std::optional<double> fano_bin = {}, t_start = {}, t_stop = {};  // [s]
  std::optional<Engine> engine = {};
};

Fields<Options> fields_of(const Options*) {
  using O = Options;
  return Fields<O>()
      .value("current", &O::current, {.meaning = "events: FILE, table .csv with time_s and the current"})
      .value("current_column", &O::current_column, {.meaning = "its column"})
      .value("column", &O::column, {.meaning = "events: column of the times"})
      .value("unit", &O::unit, {.meaning = "events: column that names the junction"})
      .value("junctions", &O::n_junctions,
             {.range = "[1, inf)", .meaning = "of the network; default: the run's; unknown: no share of junctions on"})
      .value("bin", &O::fano_bin,
             {.unit = "s",
              .range = "(0, inf)",
              .meaning = "of the Fano factor; default: the run's, else the mean ISI within junctions"})
      .value("t_start", &O::t_start,
             {.unit = "s", .meaning = "begin of the window; default: the run's, else the first event or sample"})
      .value("t_stop", &O::t_stop, {.unit = "s", .meaning = "its end"})
      .value("engine", &O::engine, {.meaning = "run: whose events; default: the first that is there"});
}

struct Observed {
  std::vector<JunctionEvent> events = {};
  Trace trace = {};
  OrderOptions order = {};
  std::optional<double> t_start = {}, t_stop = {};  // [s]
};

// What the run's own analysis was told stands in analysis.json.
Observed read_run(const std::string& input, const Options& r) {
  const fs::path dir = input;
  std::string engine = r.engine ? names_of(&*r.engine)[static_cast<std::size_t>(*r.engine)].second : "";
  for (const char* name : {"ngspice", "native"})
    if (engine.empty() && fs::exists(dir / name / "events.csv")) engine = name;
  if (engine.empty() || !fs::exists(dir / "analysis.json"))
    throw InputError({.what = "not the folder of a run",
                      .where = input,
                      .allowed = "analysis.json, and events.csv in ngspice or native, as `somn run` writes them"});
  const fs::path events = dir / engine / "events.csv";
  Observed o{.events = events_from_csv(read_file(events), events.string()), .trace = formats::read_trace(dir / engine)};
  const Json analysis = Json::parse(read_file(dir / "analysis.json"), nullptr, false);
  const Json told = analysis.is_object() ? analysis.value("parameters", Json::object()) : Json();
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

void add_events(Observed& o, const tables::EventFile& file, EventKind kind) {
  if (file.is_sampled)
    throw InputError({.what = "event times are sample numbers",
                      .where = file.source,
                      .remedy = "give a column time_s (or time_ms ...), the same time as that of the current"});
  for (std::size_t k = 0; k < file.times.size(); ++k)
    o.events.push_back({.time = file.times[k] + file.origin, .junction = {file.unit(k)}, .kind = kind, .delta_g = 0});
}

Observed read_tables(const std::string& input, const Options& r) {
  if (input == "-")
    throw InputError({.what = "the events are read twice", .where = "-", .remedy = "give them as a file"});
  Observed o;
  const tables::EventFile up = tables::read_events(input, r.column, r.unit, "up");
  add_events(o, up, EventKind::up);
  if (up.kinds == "up") add_events(o, tables::read_events(input, r.column, r.unit, "down"), EventKind::down);
  std::stable_sort(o.events.begin(), o.events.end(),
                   [](const JunctionEvent& a, const JunctionEvent& b) { return a.time < b.time; });
  if (r.current.empty()) return o;
  tables::SignalFile file = tables::read_signals(r.current, {r.current_column}, {});
  if (file.times.empty())
    throw InputError({.what = "the current has no time", .where = r.current, .allowed = "a column time_s"});
  o.trace.columns = {{.name = "time_s", .unit = "s", .values = std::move(file.times)},
                     {.name = "i_source_A", .unit = "A", .values = std::move(file.signals.front().values)}};
  return o;
}

// As given, else as the run was told, else everything.
Segment window_of(const Options& r, const Observed& o) {
  double first = o.events.empty() ? 0 : o.events.front().time, last = o.events.empty() ? 0 : o.events.back().time;
  if (o.trace.n_rows() > 0) {
    const std::vector<double>& t = o.trace.time();
    first = o.events.empty() ? t.front() : std::min(first, t.front());
    last = std::max(last, t.back());
  }
  Segment window{.start = o.t_start.value_or(first), .end = o.t_stop.value_or(last)};
  if (r.t_start) window.start = *r.t_start;
  if (r.t_stop) window.end = *r.t_stop;
  if (!(window.length() > 0) && !r.t_stop && o.trace.n_rows() == 0)
    throw InputError({.what = o.events.empty() ? "no events" : "all events at one time",
                      .where = "--t-start, --t-stop",
                      .value = fmt::format("{} events", o.events.size()),
                      .remedy = "how long was the record? Give --t-start and --t-stop"});
  if (!(window.length() > 0))
    throw InputError({.what = "the window is empty",
                      .where = "--t-start, --t-stop",
                      .value = fmt::format("{} s to {} s", to_text(window.start), to_text(window.end)),
                      .allowed = fmt::format("within {} s to {} s", to_text(first), to_text(last))});
  return window;
}

struct Parameters {
  Segment window = {};
  OrderOptions options = {};
  std::int64_t n_events = 0;
  bool has_current = false;
  double fano_bin = 0;
  std::string fano_bin_rule = {};
};

Fields<Parameters> fields_of(const Parameters*) {
  using P = Parameters;
  const auto option = [](auto member) { return [member](const P& p) { return p.options.*member; }; };
  return Fields<P>()
      .computed("t_start_s", [](const P& p) { return p.window.start; }, {.unit = "s", .meaning = "of the window"})
      .computed("t_stop_s", [](const P& p) { return p.window.end; }, {.unit = "s", .meaning = "of the window"})
      .computed("n_junctions", option(&OrderOptions::n_junctions), {.meaning = "of the network; 0: unknown"})
      .computed("n_on_without_event", option(&OrderOptions::n_on_without_event),
                {.meaning = "junctions on from the first point to the last"})
      .value("n_events", &P::n_events, {.meaning = "up events in the window"})
      .value("has_current", &P::has_current, {.meaning = "without one never saturated"})
      .computed("min_events_for_cv", option(&OrderOptions::min_events_for_cv), {.meaning = "of mean_isi_cv"})
      .value("fano_bin_s", &P::fano_bin, {.unit = "s", .meaning = "used"})
      .value("fano_bin_rule", &P::fano_bin_rule, {.meaning = "where it comes from"})
      .elsewhere(&P::window, &P::options);
}

struct Result {
  RegimeVerdict verdict = {};
  OrderParameters order = {};
  Parameters parameters = {};
};

Fields<Result> fields_of(const Result*) {
  using R = Result;
  return Fields<R>()
      .computed("regime", [](const R& r) { return std::string(regime_name(r.verdict.regime)); },
                {.meaning = "by the rule"})
      .computed("regime_rule", [](const R&) { return std::string(regime_rule()); }, {.meaning = "in words"})
      .computed("regime_reason", [](const R& r) { return r.verdict.reason; }, {.meaning = "the clause that decided"})
      .value("order_parameters", &R::order, {.meaning = "what the rule looks at"})
      .value("parameters", &R::parameters, {.meaning = "what was used"})
      .elsewhere(&R::verdict);
}

std::string text_of(const Result& r) {
  const OrderParameters& order = r.order;
  std::string text = fmt::format("{:<22}{}\n{:<22}{}\n{:<22}{}\n", "regime", regime_name(r.verdict.regime), "because",
                                 r.verdict.reason, "rule", regime_rule());
  text += fmt::format("{:<22}{:.4g} s to {:.4g} s, {} up events\n{:<22}{:.4g} in bins of {:.4g} s ({})\n", "window",
                      r.parameters.window.start, r.parameters.window.end, order.n_events, "Fano factor", order.fano,
                      order.fano_bin, order.fano_bin_rule);
  text += fmt::format("{:<22}{:.4g} over {} junctions\n{:<22}{:.4g}\n", "mean ISI cv", order.mean_isi_cv,
                      order.n_isi_cv_junctions, "cv of the current", order.cv_current);
  if (!r.parameters.has_current) text += fmt::format("{:<22}no current was given: never saturated\n", "note");
  return text;
}

Answer analyse(const std::string& path, const Options& options) {
  Observed o = fs::is_directory(path) ? read_run(path, options) : read_tables(path, options);
  if (options.n_junctions) o.order.n_junctions = *options.n_junctions;
  if (options.fano_bin) o.order.fano_bin = options.fano_bin;
  const Segment window = window_of(options, o);
  Result r;
  r.order = order_parameters(o.events, o.trace, window, o.order);
  r.verdict = classify(r.order);
  r.parameters = {window, o.order, r.order.n_events, o.trace.n_rows() > 0, r.order.fano_bin, r.order.fano_bin_rule};
  return {schema::to_json(r), text_of(r)};
}

}  // namespace

namespace entries {
extern const Analysis regime;
const Analysis regime{
    .name = "regime",
    .summary = "quiescent, saturated, latched, bursting, oscillatory or irregular, by a rule",
    .input = Input::run,
    .file = "folder of `somn run`, or events .csv: time_s, perhaps junction (unit ...) and kind",
    .example = "Example: somn analyse regime DIR --json",
    .bounds = {.assumes =
                   "events of junctions in a window that has settled; without a current a network is never saturated",
               .ties = "each event counts",
               .gaps = "a window within the record",
               .not_finite = refused_with_row,
               .too_few = "below 5 events a junction has no CV; without events: quiescent, saturated or latched"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
};
}  // namespace entries

}  // namespace somn::analysis
