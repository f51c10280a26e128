#include <somn/analyses/run_json.hpp>
#include <somn/experiment/tables.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/generate.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::experiment {
namespace {

using circuit::Drive;
using circuit::DriveKind;
using schema::Description;
using schema::Fields;
using schema::Kind;

// Fields whose keys only other tables know: options of ensembles, parameters of laws.

std::string range_of(const netgen::Option& o) {
  if (o.kind != netgen::Option::Kind::quantity && o.kind != netgen::Option::Kind::integer) return {};
  return fmt::format("{}{}, {}{}", o.min_open ? '(' : '[', to_text(o.min), to_text(o.max),
                     o.max_open || std::isinf(o.max) ? ')' : ']');
}

Description description_of(const netgen::Option& o) {
  static constexpr Kind kinds[] = {Kind::number, Kind::integer, Kind::boolean, Kind::choice, Kind::text};
  Description d{.key = o.name, .range = range_of(o), .meaning = o.meaning, .kind = kinds[static_cast<int>(o.kind)]};
  d.unit = d.kind == Kind::number ? si_unit(o.dimension) : "";
  d.choices = o.choices;
  if (!o.default_text.empty()) d.default_value = o.default_text;
  return d;
}

Description description_of(const models::Parameter& p) {
  Description d{.key = p.name, .unit = p.unit, .range = p.interval, .meaning = p.meaning};
  d.kind = p.is_choice() ? Kind::choice : Kind::number;
  d.choices = p.choices;
  return d;
}

// Each key once: laws and ensembles share names; those with another range or other choices keep only what they share.
void add_once(std::vector<Description>& all, Description d) {
  const auto twin = std::find_if(all.begin(), all.end(), [&](const Description& x) { return x.key == d.key; });
  if (twin == all.end()) {
    all.push_back(std::move(d));
    return;
  }
  if (twin->range != d.range) twin->range.clear();
  if (twin->unit != d.unit || twin->kind != d.kind || twin->choices != d.choices) twin->kind = Kind::any;
  if (twin->meaning != d.meaning) twin->meaning.clear();
  twin->default_value = nullptr;
}

Description section(std::string key, std::string meaning, std::vector<Description> fields) {
  return {.key = std::move(key), .meaning = std::move(meaning), .kind = Kind::table, .fields = std::move(fields)};
}

Description open_section(std::string key, std::string meaning) {  // keys that the file's author names
  return {.key = std::move(key), .meaning = std::move(meaning), .kind = Kind::any};
}

std::vector<Description> network_fields(Keys keys) {
  std::vector<Description> all{
      {.key = "file", .meaning = "GraphML, .edges, .csv, GEXF, GML, Pajek, Matrix Market, .npy ..., relative to the experiment file", .kind = Kind::text},
      {.key = "source", .meaning = "nodes of the electrode by number or name, one or a list, where they are not in the file", .kind = Kind::any},
      {.key = "drain", .meaning = "likewise", .kind = Kind::any}};
  Description ensemble{
      .key = "ensemble", .meaning = "grown instead of read; its options beside it", .kind = Kind::choice};
  for (const netgen::Ensemble& e : netgen::ensembles()) ensemble.choices.push_back(e.name);
  all.push_back(std::move(ensemble));
  if (keys == Keys::own) {
    all.push_back(open_section("OPTION", "of the ensemble: `somn generate ENSEMBLE --help`, with _ for -"));
    return all;
  }
  for (const netgen::Ensemble& e : netgen::ensembles())
    for (const netgen::Option& o : e.options) add_once(all, description_of(o));
  return all;
}

std::vector<Description> model_fields(Keys keys) {
  Description name{.key = "name", .meaning = "a law of `somn models`", .kind = Kind::choice, .default_value = netlist::default_law};
  for (const models::Law& law : models::laws()) name.choices.push_back(law.name);
  std::vector<Description> all{name,
                               {.key = "preset",
                                .meaning = "a named set of defaults of the law",
                                .kind = Kind::text,
                                .default_value = "default"}};
  for (Description& d : schema::descriptions(initial_fields())) all.push_back(std::move(d));
  all.push_back(open_section("spread", "device-to-device spread: PARAMETER = width, or { width, distribution }"));
  all.push_back(open_section("gap_dependence", "PARAMETER = rate [1/m]: times exp(rate (gap - mean gap))"));
  if (keys == Keys::own) {
    all.push_back(open_section("PARAMETER", "of the law: its data sheet, or `somn models LAW`"));
    return all;
  }
  std::vector<Description> parameters;
  for (const models::Law& law : models::laws())
    for (const models::Parameter& p : law.parameters) add_once(parameters, description_of(p));
  std::move(parameters.begin(), parameters.end(), std::back_inserter(all));
  return all;
}

std::vector<Description> all_drive_fields() {
  std::vector<Description> all{
      {.key = "kind", .meaning = "its shape", .kind = Kind::choice, .default_value = "dc", .choices = {"file", "scaled"}},
      {.key = "file", .meaning = "CSV file with the columns time_s and v_V; of kind levels: a column of numbers", .kind = Kind::text},
      {.key = "column", .meaning = "of that file, of kind levels: its name", .kind = Kind::text},
      {.key = "factor", .unit = "1", .meaning = "of an electrode of kind scaled: it has so many times the drive of the source"},
      {.key = "v_star",
       .unit = "1",
       .range = "(0, inf)",
       .meaning = "instead of amplitude: V/(n v_set), n junctions on the shortest path"},
      {.key = "f_star", .unit = "1", .range = "(0, inf)", .meaning = "instead of frequency, with v_star: f/f0"}};
  for (const DriveKind kind : drive_kinds()) {
    all.front().choices.emplace_back(circuit::name(kind));
    for (Description& d : schema::descriptions(drive_fields(kind, "V"))) {
      d.is_required = false;  // by some kinds only
      add_once(all, std::move(d));
    }
  }
  for (Description& d : all)
    if (d.unit == "V") d.unit = "V or A";
  return all;
}

}  // namespace

Fields<RunOptions> fields_of(const RunOptions*) {
  return Fields<RunOptions>()
      .value("engine", &RunOptions::engine,
             {.meaning = "what integrates the circuit", .choices = {"ngspice", "native", "both", "adiabatic"}})
      .value("method", &RunOptions::method,
             {.meaning = "steps; euler is forward Euler of the native engine",
              .choices = {"adaptive", "trapezoid", "euler"}})
      .value("t_stop", &RunOptions::t_stop, {.unit = "s", .range = "(0, inf)", .meaning = "end of the run"})
      .value("periods", &RunOptions::periods, {.range = "[1, inf)", .meaning = "instead: so many periods of the drive"})
      .value("t_sample", &RunOptions::t_sample,
             {.unit = "s", .range = "(0, inf)", .meaning = "grid of the stored trace; default t_stop/1000"})
      .value("samples_per_period", &RunOptions::samples_per_period, {.range = "[1, inf)", .meaning = "instead"})
      .value("dt", &RunOptions::dt,
             {.unit = "s", .range = "[0, inf)", .meaning = "step of trapezoid and euler; 0: t_sample"})
      .value("dt_max", &RunOptions::dt_max,
             {.unit = "s", .range = "[0, inf)", .meaning = "largest step of adaptive; 0: the engine's own"})
      .value("rtol", &RunOptions::rtol,
             {.unit = "1", .range = "[1e-15, 0.1]", .meaning = "relative tolerance; ngspice: at least 1e-12"})
      .value("ngspice_solver", &RunOptions::ngspice_solver,
             {.meaning = "of ngspice's matrix; auto: KLU for large networks where ngspice has it (42 and later)",
              .choices = {"auto", "klu", "sparse"}})
      .value("record", &RunOptions::record,
             {.meaning = "source, events, states:16, states:all, nodes:3,7, nodes:NAME,NAME, nodes:all, electrodes, electrodes:NAME,NAME, conductances:16, conductances:all, film:AUTO, lyapunov"})
      .value("event_rate", &RunOptions::event_rate,
             {.unit = "1/s",
              .range = "[0, inf)",
              .meaning = "events are peaks of |dG/dt|/G above it; 0: switchings through the hysteresis band"})
      .value("checkpoint", &RunOptions::checkpoint,
             {.unit = "s", .range = "[0, inf)", .meaning = "wall time between check points of the native engine"})
      .value("lyapunov", &RunOptions::lyapunov,
             {.range = "[0, inf)", .meaning = "junctions perturbed in turn: divergence of trajectories (euler)"})
      .value("lyapunov_epsilon", &RunOptions::lyapunov_epsilon,
             {.unit = "1", .range = "(0, inf)", .meaning = "length of the perturbation, in the unit of the state"})
      .value("avalanches", &RunOptions::avalanches,
             {.range = "[1, 1e9]", .meaning = "of engine adiabatic: how many are recorded"})
      .value("warm_up", &RunOptions::warm_up,
             {.range = "[0, 1e9]", .meaning = "and how many before them are not; default 4 per junction"});
}

// NAME = true, and the keys that this analysis owns.
static void add_part(Fields<AnalysisOptions>& table, const analysis::Analysis& part) {
  const std::string name(part.name);
  table.through<bool>(
      name, [name](const AnalysisOptions& a) { return asks_for(a, name); },
      [name](AnalysisOptions& a, bool is_wanted) {
        std::erase(a.parts, name);
        if (is_wanted) a.parts.push_back(name);
      },
      {.meaning = fmt::format("in analysis.json: {}{}", part.summary, part.needs_periods ? "; needs periods" : "")});
  if (part.keys == nullptr) return;
  for (const schema::Description& key : part.keys())
    table.through<std::optional<double>>(
        key.key,
        [key = key.key](const AnalysisOptions& a) {
          const auto given = a.part_options.find(key);
          return given == a.part_options.end() ? std::nullopt : std::optional(given->second);
        },
        [key = key.key](AnalysisOptions& a, const std::optional<double>& value) {
          if (value) a.part_options[key] = *value;
        },
        {.unit = key.unit, .range = key.range, .meaning = key.meaning});
}

bool asks_for(const AnalysisOptions& options, std::string_view part) {
  return std::find(options.parts.begin(), options.parts.end(), part) != options.parts.end();
}

Fields<AnalysisOptions> fields_of(const AnalysisOptions*) {
  Fields<AnalysisOptions> table;
  table
      .value("t_start", &AnalysisOptions::t_start,
             {.unit = "s", .range = "[0, inf)", .meaning = "start of the window; default: half of t_stop"})
      .value("periods", &AnalysisOptions::periods,
             {.range = "[1, inf)", .meaning = "instead: the last so many periods of the drive"})
      .value("bin", &AnalysisOptions::bin,
             {.unit = "s", .range = "(0, inf)", .meaning = "of avalanches; default: the mean inter-event interval"})
      .value("spike_sigma", &AnalysisOptions::spike_sigma,
             {.unit = "1",
              .range = "(0, inf)",
              .meaning = "network spikes: slopes beyond so many robust standard deviations"})
      .value("windows", &AnalysisOptions::windows,
             {.range = "[0, 100000]", .meaning = "order parameters in so many equal parts of the run; 0: no"})
      .elsewhere(&AnalysisOptions::parts, &AnalysisOptions::part_options);
  for (const analysis::Analysis* part : analysis::parts_of_runs()) add_part(table, *part);
  return table;
}

Fields<Experiment> initial_fields() {
  return Fields<Experiment>()
      .value("initial_states", &Experiment::initial_states, {.meaning = "final_state.csv of another run"})
      .value("initial_closed", &Experiment::initial_closed,
             {.unit = "1", .range = "[0, 1]", .meaning = "random share of the junctions that start closed"})
      .value("initial_seed", &Experiment::initial_seed, {.meaning = "of that choice"});
}

Fields<netlist::Material> junction_fields() {
  return Fields<netlist::Material>()
      .value("capacitance", &netlist::Material::junction_capacitance,
             {.unit = "F", .range = "[0, inf)", .meaning = "across every junction; default: the law's, 0.1 pF for vts"})
      .value("ground_capacitance", &netlist::Material::ground_capacitance,
             {.unit = "F",
              .range = "[0, inf)",
              .meaning = "of every node to ground; default 1 % of the junction capacitance"});
}

Fields<ReadOut> fields_of(const ReadOut*) {
  return Fields<ReadOut>()
      .value("noise", &ReadOut::noise,
             {.unit = "V", .range = "[0, inf)", .meaning = "standard deviation of every recorded voltage"})
      .value("current_noise", &ReadOut::current_noise,
             {.unit = "A", .range = "[0, inf)", .meaning = "of every recorded current of an electrode"})
      .value("bits", &ReadOut::bits, {.range = "[0, 52]", .meaning = "of a converter, 2^bits levels; 0: none"})
      .value("range", &ReadOut::range,
             {.unit = "V", .range = "[0, inf)", .meaning = "it takes -range to range and cuts off beyond; 0: no converter"})
      .value("current_range", &ReadOut::current_range,
             {.unit = "A", .range = "[0, inf)", .meaning = "likewise, of currents"})
      .value("seed", &ReadOut::seed, {.meaning = "of the noise"});
}

Fields<Experiment> output_fields() {
  return Fields<Experiment>().value("formats", &Experiment::formats,
                                    {.meaning = "files of the trace", .choices = {"hdf5", "csv", "raw"}});
}

static const char* const levels_meaning = "steps, pwl: at these times; levels: one for each hold, the last one stays";

Fields<Drive> drive_fields(DriveKind kind, const char* unit) {
  const bool is_list = kind == DriveKind::steps || kind == DriveKind::pwl, is_random = kind == DriveKind::random;
  const bool holds = circuit::holds_levels(kind);
  const bool has_frequency = kind == DriveKind::sine || kind == DriveKind::triangle || holds;
  Fields<Drive> f;
  if (kind == DriveKind::levels)
    f.value("levels", &Drive::series, {.unit = unit, .meaning = levels_meaning});
  else if (is_random)
    f.through<std::optional<double>>(
        "amplitude", [](const Drive& d) { return d.low ? std::nullopt : std::optional(d.amplitude); },
        [](Drive& d, const std::optional<double>& a) { d.amplitude = a.value_or(d.amplitude); },
        {.unit = unit, .meaning = "level, peak or top; in amperes it is a current source"});
  else if (is_list)
    f.value("times", &Drive::times, {.unit = "s", .meaning = "increasing, from 0", .is_required = true})
        .value("levels", &Drive::levels, {.unit = unit, .meaning = levels_meaning, .is_required = true});
  else
    f.value("amplitude", &Drive::amplitude,
            {.unit = unit, .meaning = "level, peak or top; in amperes it is a current source", .is_required = true});
  if (has_frequency)
    f.value("frequency", &Drive::frequency,
            {.unit = "Hz", .range = "(0, inf)", .meaning = "periods (random, levels: levels) per second", .is_required = !holds});
  if (is_random) f.value("seed", &Drive::seed, {.range = "[0, inf)", .meaning = "of the levels; one seed, one course"});
  if (kind == DriveKind::pulse)
    f.value("base", &Drive::base, {.unit = unit, .meaning = "level between pulses"})
        .value("width", &Drive::width, {.unit = "s", .meaning = "time at the top", .is_required = true})
        .value("period", &Drive::period, {.unit = "s", .meaning = "repetition; 0: once"})
        .value("rise", &Drive::rise, {.unit = "s", .meaning = "edge; 0: a thousandth of the width"})
        .value("fall", &Drive::fall, {.unit = "s", .meaning = "likewise"})
        .value("delay", &Drive::delay, {.unit = "s", .meaning = "start of the first edge"});
  f.value("series_resistance", &Drive::series_resistance,
          {.unit = "ohm", .range = "[0, inf)", .meaning = "on the source side of a voltage source"});
  f.value("offset", &Drive::offset, {.unit = unit, .meaning = "added to whatever the kind says"});
  if (is_random)
    f.value("distribution", &Drive::distribution,
            {.meaning = "uniform from low to high, binary (low or high), normal (standard deviation half of high - low); or the chaotic series mackey-glass, lorenz"})
        .value("low", &Drive::low, {.unit = unit, .meaning = "with high, instead of amplitude: -amplitude"})
        .value("high", &Drive::high, {.unit = unit, .meaning = "likewise: amplitude"});
  if (holds)
    f.through<std::optional<double>>(
         "hold", [](const Drive&) { return std::optional<double>(); },
         [](Drive& d, const std::optional<double>& hold) { d.frequency = hold ? 1 / *hold : d.frequency; },
         {.unit = "s", .range = "(0, inf)", .meaning = "of each level, instead of frequency: its inverse"})
        .value("mask", &Drive::mask,
               {.unit = "1", .meaning = "each level in as many equal parts, times these: virtual nodes in time"});
  return f;
}

std::vector<DriveKind> drive_kinds() {
  using enum DriveKind;
  return {dc, sine, triangle, pulse, steps, pwl, random, levels};
}

std::vector<Description> file_fields(Keys keys) {
  return {{.key = "title", .meaning = "one line", .kind = Kind::text, .default_value = "untitled"},
          section("network", "a file, or an ensemble with its options", network_fields(keys)),
          section("model", "the law of the junctions", model_fields(keys)),
          open_section("mixture", "[mixture.LAW]: fraction, and keys as in [model]"),
          section("junction", "parasitics", schema::descriptions(junction_fields())),
          section("drive", "the source between source and drain", all_drive_fields()),
          open_section("electrode", "[electrode.NAME]: a drive of a further electrode"),
          section("run", "what is computed and recorded", schema::descriptions<RunOptions>()),
          section("readout", "how well voltages and currents are measured", schema::descriptions<ReadOut>()),
          section("analysis", "what is made of it", schema::descriptions<AnalysisOptions>()),
          section("output", "files", schema::descriptions(output_fields())),
          open_section("provenance", "how a folder was made; not read")};
}

}  // namespace somn::experiment
