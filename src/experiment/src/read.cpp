#include "drive_units.hpp"

#include <somn/core/error.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/files.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>

namespace somn::experiment {
namespace {

constexpr double most_samples = 1e8;  // 32 bytes each

std::vector<NodeId> nodes(const Config& table, const char* key) {
  std::vector<NodeId> ids;
  for (const long long index : table.integers(key, std::vector<long long>{})) {
    if (index < 0 || index > 0xffffffffLL)
      throw InputError(
          {.what = "not a node index", .where = table.where(key), .value = std::to_string(index), .allowed = ">= 0"});
    ids.push_back({static_cast<std::uint32_t>(index)});
  }
  return ids;
}

const netgen::Ensemble& ensemble(const std::string& name, const std::string& where) {
  std::vector<std::string> names;
  for (const netgen::Ensemble& e : netgen::ensembles()) {
    if (e.name == name) return e;
    names.push_back(e.name);
  }
  throw unknown_name("ensemble", name, where, names);
}

NetworkChoice read_network_choice(const Config& table, const std::filesystem::path& folder) {
  NetworkChoice choice;
  choice.source = nodes(table, "source");
  choice.drain = nodes(table, "drain");
  if (choice.source.empty() != choice.drain.empty())
    throw InputError({.what = "one electrode of two",
                      .where = table.where(choice.source.empty() ? "source" : "drain"),
                      .allowed = "both source = [NODE, ...] and drain = [NODE, ...], or neither"});
  const std::string file = table.text("file", "");
  const std::string name = table.text("ensemble", "");
  if (file.empty() == name.empty())
    throw InputError({.what = "no network",
                      .where = table.where("file"),
                      .allowed = "either file = \"...\" or ensemble = \"...\" with its options"});
  if (!file.empty()) {
    choice.file = std::filesystem::absolute(folder / file).lexically_normal();
    if (table.has("seed")) choice.seed = static_cast<std::uint64_t>(table.integer("seed"));
    return choice;
  }
  choice.recipe.ensemble = name;
  choice.recipe.where = table.where("ensemble");
  for (const netgen::Option& option : ensemble(name, choice.recipe.where).options)
    choice.recipe.options.emplace_back(option.name, table.text(option.name, option.default_text));
  return choice;
}

netlist::Spread read_spread(const Config& spread, const std::string& parameter) {
  if (!spread.is_table(parameter)) return {parameter, spread.quantity(parameter, dimension::none)};
  const Config table = spread.table(parameter);
  netlist::Spread s{parameter, table.quantity("width", dimension::none)};
  const std::string distribution = table.text("distribution", "log-normal");
  if (distribution == "normal")
    s.distribution = netlist::Distribution::normal;
  else if (distribution != "log-normal")
    throw unknown_name("distribution", distribution, table.where("distribution"), {"log-normal", "normal"});
  return s;
}

// What [model] and [mixture.LAW] have in common.
netlist::Component read_component(const Config& table, const models::Law& law, const std::string& where) {
  netlist::Component c{.law = law.name};
  c.values = law.preset_values(table.text("preset", "default"), table.where("preset"));
  for (std::size_t p = 0; p < law.parameters.size(); ++p) {
    const std::string& key = law.parameters[p].name;
    if (table.has(key)) c.values[p] = law.parse(p, table.raw(key), table.where(key));
  }
  law.check(c.values, where);
  const Config spread = table.table("spread"), gap_dependence = table.table("gap_dependence");
  for (const models::Parameter& p : law.parameters) {
    if (spread.has(p.name)) c.spread.push_back(read_spread(spread, p.name));
    if (gap_dependence.has(p.name))
      c.gap_dependence.push_back({p.name, gap_dependence.quantity(p.name, Dimension{.metre = -1})});
  }
  return c;
}

std::vector<netlist::Component> read_mixture(const Config& mixture) {
  std::vector<netlist::Component> components;
  for (const std::string& name : mixture.keys()) {
    const Config table = mixture.table(name);
    components.push_back(read_component(table, models::law(name, mixture.where(name)), mixture.where(name)));
    components.back().fraction = table.quantity("fraction", dimension::none, 0.0);
  }
  return components;
}

netlist::Material read_material(const Config& config) {
  const Config model = config.table("model"), junction = config.table("junction");
  netlist::Material material;
  const models::Law& law = models::law(model.text("name", "vts"), model.where("name"));
  netlist::Component own = read_component(model, law, model.where("name"));
  material.law = law.name;
  material.values = std::move(own.values);
  material.spread = std::move(own.spread);
  material.gap_dependence = std::move(own.gap_dependence);
  material.mixture = read_mixture(config.table("mixture"));

  const auto capacitance = [&](const char* key, double fallback) {
    const double value = junction.quantity(key, dimension::capacitance, fallback);
    if (!(value >= 0))
      throw InputError({.what = fmt::format("negative {}", key),
                        .where = junction.where(key),
                        .value = junction.raw(key),
                        .allowed = ">= 0 F"});
    return value;
  };
  material.junction_capacitance = capacitance("capacitance", law.default_junction_capacitance);
  material.ground_capacitance = capacitance("ground_capacitance", 0.01 * *material.junction_capacitance);
  return material;
}

double positive_time(const Config& table, const char* key, std::optional<double> fallback) {
  const double value = table.quantity(key, dimension::time, fallback);
  if (!(value > 0) && !(fallback && value == *fallback))
    throw InputError({.what = fmt::format("{} must be positive", key),
                      .where = table.where(key),
                      .value = table.raw(key),
                      .allowed = "> 0 s"});
  return value;
}

// t_stop, or so many periods of the drive; the sampling likewise.
void read_times(const Config& table, double frequency, RunOptions& run) {
  const auto of_period = [&](const char* key) {
    if (!(frequency > 0))
      throw InputError({.what = fmt::format("{} of a drive without periods", key),
                        .where = table.where(key),
                        .allowed = "drives of kind sine, triangle and random"});
    const long long n = table.integer(key);
    if (n < 1) throw InputError({.what = fmt::format("{} below 1", key), .where = table.where(key)});
    return static_cast<double>(n);
  };
  const auto one_of = [&](const char* key, const char* other) {
    if (table.has(key) && table.has(other))
      throw InputError({.what = fmt::format("both {} and {}", key, other), .where = table.where(other)});
    return table.has(other);
  };
  const auto fallback = table.text("engine", "") == "adiabatic" ? std::optional(1.0) : std::nullopt;
  run.t_stop =
      one_of("t_stop", "periods") ? of_period("periods") / frequency : positive_time(table, "t_stop", fallback);
  run.t_sample = one_of("t_sample", "samples_per_period") ? 1 / (frequency * of_period("samples_per_period"))
                                                          : positive_time(table, "t_sample", run.t_stop / 1000);
}

// A drive whose values are in amperes is a current source. The first value decides; the others must agree.
bool is_in_ampere(const std::string& value) {
  return value.ends_with('A');
}

using TimeStop = std::function<double(double frequency)>;  // [s]

circuit::Drive read_drive(const Config& table, const std::filesystem::path& folder, const TimeStop& t_stop_of,
                          const DriveUnits& units = {}) {
  using circuit::DriveKind;
  circuit::Drive d;
  const std::string kind = table.text("kind", "dc");
  if (kind == "file") {
    d = circuit::drive_from_file(folder / table.text("file"));
    circuit::delay(d, table.quantity("delay", dimension::time, 0.0), table.where("delay"));
  } else {
    d.kind = circuit::drive_kind(kind, table.where("kind"));
    const bool is_list = d.kind == DriveKind::steps || d.kind == DriveKind::pwl;
    const std::vector<std::string> levels = is_list ? table.texts("levels") : std::vector<std::string>{};
    d.is_current = is_list ? !levels.empty() && is_in_ampere(levels.front())
                           : table.has("amplitude") && is_in_ampere(table.raw("amplitude"));
    const Dimension unit = units.v_star ? dimension::none : d.is_current ? dimension::current : dimension::voltage;
    if (!is_list) d.amplitude = units.v_star ? *units.v_star : table.quantity("amplitude", unit);
    if (is_list) {
      d.times = table.quantities("times", dimension::time);
      d.levels = table.quantities("levels", unit);
    }
    if (d.kind == DriveKind::sine || d.kind == DriveKind::triangle || d.kind == DriveKind::random)
      d.frequency = read_frequency(table, units);
    if (d.kind == DriveKind::random) {
      const long long seed = table.integer("seed", 1);
      if (seed < 0) throw InputError({.what = "negative seed", .where = table.where("seed"), .allowed = ">= 0"});
      d = circuit::random_levels(d.amplitude, d.frequency, static_cast<unsigned long long>(seed),
                                 t_stop_of(d.frequency));
    }
    if (d.kind == DriveKind::pulse) {
      d.base = table.quantity("base", unit, 0.0);
      d.width = table.quantity("width", dimension::time);
      d.period = table.quantity("period", dimension::time, 0.0);
      d.rise = table.quantity("rise", dimension::time, 0.0);
      d.fall = table.quantity("fall", dimension::time, 0.0);
      for (double* edge : {&d.rise, &d.fall})  // SPICE has no jumps: the same short edge in both engines
        if (*edge == 0) *edge = 1e-3 * d.width;
      d.delay = table.quantity("delay", dimension::time, 0.0);
    }
  }
  d.series_resistance = table.quantity("series_resistance", dimension::resistance, 0.0);
  circuit::validate(d, table.where("kind"));
  return d;
}

// The drive of source and drain, which may be in units of the network.
circuit::Drive read_main_drive(const Config& table, const std::filesystem::path& folder, const netlist::Material& m,
                               const TimeStop& t_stop_of, DriveUnits& units) {
  const std::string kind = table.text("kind", "dc");
  const auto known = kind == "file" ? circuit::DriveKind::pwl : circuit::drive_kind(kind, table.where("kind"));
  units = read_drive_units(table, m, known);
  const bool is_list = known == circuit::DriveKind::steps || known == circuit::DriveKind::pwl;
  if (units.v_star && is_list)
    throw InputError({.what = fmt::format("v_star of a drive of kind '{}'", kind),
                      .where = table.where("v_star"),
                      .allowed = "kinds with an amplitude"});
  return read_drive(table, folder, t_stop_of, units);
}

void read_lyapunov(const Config& table, RunOptions& run) {
  const long long n = table.integer("lyapunov", 0);
  if (n < 0) throw InputError({.what = "negative number of junctions", .where = table.where("lyapunov")});
  if (n > 0 && run.method != "euler")
    throw InputError({.what = "lyapunov needs steps of one length",
                      .where = table.where("lyapunov"),
                      .allowed = "run.method = \"euler\", run.engine = \"native\""});
  run.lyapunov = static_cast<std::size_t>(n);
  run.lyapunov_epsilon = table.quantity("lyapunov_epsilon", dimension::none, run.lyapunov_epsilon);
  if (!(run.lyapunov_epsilon > 0))
    throw InputError({.what = "lyapunov_epsilon must be positive", .where = table.where("lyapunov_epsilon")});
}

std::size_t count(const Config& table, const char* key, long long fallback, long long least) {
  const long long n = table.integer(key, fallback);
  if (n < least || n > 1000000000)
    throw InputError({.what = "a number of avalanches",
                      .where = table.where(key),
                      .value = std::to_string(n),
                      .allowed = fmt::format("{} to 1e9", least)});
  return static_cast<std::size_t>(n);
}

RunOptions read_run(const Config& table, double frequency) {
  RunOptions run;
  run.engine = table.text("engine", "ngspice");
  const bool is_adiabatic = run.engine == "adiabatic";
  if (run.engine != "ngspice" && run.engine != "native" && run.engine != "both" && !is_adiabatic)
    throw unknown_name("engine", run.engine, table.where("engine"), {"ngspice", "native", "both", "adiabatic"});
  run.method = table.text("method", "adaptive");
  if (run.method == "euler" && run.engine != "native")
    throw InputError({.what = "forward Euler needs the native engine",
                      .where = table.where("method"),
                      .value = run.method,
                      .allowed = "adaptive, trapezoid; or engine = \"native\""});
  if (run.method != "adaptive" && run.method != "trapezoid" && run.method != "euler")
    throw unknown_name("method", run.method, table.where("method"), {"adaptive", "trapezoid", "euler"});
  read_times(table, frequency, run);
  if (run.t_stop / run.t_sample > most_samples)
    throw InputError({.what = "too many samples",
                      .where = table.where("t_sample"),
                      .value = fmt::format("{:.3g} of {} s", run.t_stop / run.t_sample, to_text(run.t_sample)),
                      .allowed = fmt::format("at most {:g} in t_stop", most_samples),
                      .remedy = "sample less often"});
  if (run.t_sample > run.t_stop)
    throw InputError(
        {.what = "t_sample above t_stop", .where = table.where("t_sample"), .value = table.raw("t_sample")});
  run.dt_max = positive_time(table, "dt_max", 0.0);
  run.dt = positive_time(table, "dt", run.method == "adaptive" ? 0.0 : run.t_sample);
  if (run.dt > run.t_stop)
    throw InputError({.what = "dt above t_stop: no step", .where = table.where("dt"), .value = table.raw("dt")});
  if (run.dt > 0) run.dt_max = run.dt;
  run.rtol = table.quantity("rtol", dimension::none, 1e-4);
  const double least = run.engine == "native" ? 1e-15 : 1e-12;
  if (!(run.rtol >= least && run.rtol <= 0.1))
    throw InputError({.what = "rtol out of range",
                      .where = table.where("rtol"),
                      .value = to_text(run.rtol),
                      .allowed = to_text(least) + " to 0.1"});
  run.checkpoint = table.quantity("checkpoint", dimension::time, run.checkpoint);
  if (!(run.checkpoint >= 0))
    throw InputError({.what = "negative time between check points",
                      .where = table.where("checkpoint"),
                      .value = table.raw("checkpoint"),
                      .allowed = ">= 0 s"});
  run.record = table.texts("record", run.record);
  run.event_rate = table.quantity("event_rate", dimension::frequency, 0.0);
  if (!(run.event_rate >= 0))
    throw InputError({.what = "negative event_rate", .where = table.where("event_rate"), .allowed = ">= 0 1/s"});
  read_lyapunov(table, run);
  run.avalanches = count(table, "avalanches", static_cast<long long>(run.avalanches), 1);
  if (table.has("warm_up")) run.warm_up = count(table, "warm_up", 0, 0);
  return run;
}

// The last so many periods of the drive are the window.
void read_periods(const Config& table, double t_stop, double frequency, AnalysisOptions& analysis) {
  if (!table.has("periods")) return;
  const double most = std::floor(t_stop * frequency * (1 + 1e-9));
  const long long n = table.integer("periods");
  if (table.has("t_start") || n < 1 || static_cast<double>(n) > most)
    throw InputError({.what = "window of whole periods",
                      .where = table.where("periods"),
                      .value = std::to_string(n),
                      .allowed = fmt::format("1 to {} periods of the drive, and no t_start", most)});
  analysis.periods = static_cast<int>(n);
  analysis.t_start = std::max(0.0, t_stop - static_cast<double>(n) / frequency);
}

AnalysisOptions read_analysis(const Config& table, double t_stop, double frequency) {
  AnalysisOptions analysis;
  read_periods(table, t_stop, frequency, analysis);
  analysis.activation = table.boolean("activation", false);
  analysis.harmonics = table.boolean("harmonics", false);
  analysis.reservoir = table.boolean("reservoir", false);
  for (const char* key : {"harmonics", "reservoir"})
    if (table.boolean(key, false) && !analysis.periods)
      throw InputError({.what = fmt::format("{} of no whole number of periods", key),
                        .where = table.where(key),
                        .remedy = "a drive of kind sine, triangle or random, and analysis.periods = N"});
  if (table.has("t_start")) {
    analysis.t_start = table.quantity("t_start", dimension::time);
    if (!(*analysis.t_start >= 0 && *analysis.t_start < t_stop))
      throw InputError({.what = "t_start outside the run",
                        .where = table.where("t_start"),
                        .value = table.raw("t_start"),
                        .allowed = "0 s up to t_stop"});
  }
  const long long windows = table.integer("windows", 0);
  if (windows < 0 || windows > 100000)
    throw InputError({.what = "number of windows out of range",
                      .where = table.where("windows"),
                      .value = std::to_string(windows),
                      .allowed = "0 to 100000"});
  analysis.windows = static_cast<int>(windows);
  if (table.has("bin")) analysis.bin = positive_time(table, "bin", {});
  analysis.stdp = table.boolean("stdp", false);
  if (table.has("stdp_window")) analysis.stdp_window = positive_time(table, "stdp_window", {});
  analysis.spike_sigma = table.quantity("spike_sigma", dimension::none, analysis.spike_sigma);
  if (!(analysis.spike_sigma > 0))
    throw InputError({.what = "spike_sigma must be positive",
                      .where = table.where("spike_sigma"),
                      .value = table.raw("spike_sigma"),
                      .allowed = "> 0"});
  analysis.modality = table.boolean("modality", false);
  analysis.bursts = table.boolean("bursts", false);
  analysis.acf = table.boolean("acf", false);
  analysis.spectrum = table.boolean("spectrum", false);
  return analysis;
}

void read_initial(Experiment& e, const Config& model, const std::filesystem::path& folder) {
  if (model.has("initial_states"))
    e.initial_states = std::filesystem::absolute(folder / model.text("initial_states")).lexically_normal();
  e.initial_seed = model.integer("initial_seed", e.initial_seed);
  if (!model.has("initial_closed")) return;
  e.initial_closed = model.quantity("initial_closed", dimension::none);
  if (!(*e.initial_closed >= 0 && *e.initial_closed <= 1) || !e.initial_states.empty())
    throw InputError({.what = e.initial_states.empty() ? "initial_closed is a share of the junctions"
                                                       : "initial_closed and initial_states exclude each other",
                      .where = model.where("initial_closed"),
                      .value = model.raw("initial_closed"),
                      .allowed = "0 to 1, without initial_states"});
}

std::vector<std::string> read_formats(const Config& table) {
  const std::vector<std::string> valid{"hdf5", "csv", "raw"};
  const std::vector<std::string> formats = table.texts("formats", valid);
  for (const std::string& format : formats)
    if (std::find(valid.begin(), valid.end(), format) == valid.end())
      throw unknown_name("output format", format, table.where("formats"), valid);
  return formats;
}

}  // namespace

Experiment read_experiment(const Config& config) {
  Experiment e;
  e.title = config.text("title", "untitled");
  std::replace(e.title.begin(), e.title.end(), '\n', ' ');
  const Config network = config.table("network");
  e.where = network.where("").substr(0, network.where("").rfind(": "));
  e.network = read_network_choice(network, config.folder());
  read_initial(e, config.table("model"), config.folder());
  e.material = read_material(config);
  const TimeStop t_stop_of = [&](double frequency) {
    RunOptions run;
    read_times(config.table("run"), frequency, run);
    return run.t_stop;
  };
  if (config.table("run").text("engine", "") != "adiabatic" || config.has("drive"))  // that engine injects charge
    e.drive = read_main_drive(config.table("drive"), config.folder(), e.material, t_stop_of, e.drive_units);
  if (config.has("electrode"))
    for (const std::string& name : config.table("electrode").keys())
      e.electrodes.emplace(name, read_drive(config.table("electrode").table(name), config.folder(), t_stop_of));
  e.run = read_run(config.table("run"), e.drive.frequency);
  e.analysis = read_analysis(config.table("analysis"), e.run.t_stop, e.drive.frequency);
  e.formats = read_formats(config.table("output"));
  if (config.has("provenance"))
    for (const std::string& key : config.table("provenance").keys()) config.table("provenance").has(key);
  config.refuse_unknown();
  return e;
}

netgen::Network make_network(const Experiment& e) {
  netgen::Network network =
      e.network.file.empty() ? netgen::generate(e.network.recipe) : netgen::read_network(e.network.file);
  if (e.network.seed) network.seed = *e.network.seed;
  if (!e.network.source.empty())
    netgen::set_electrodes(network, e.network.source, e.network.drain, e.where + ": network");
  if (!e.initial_states.empty()) forget_initial_states(network, e.material);
  netlist::draw_junctions(network, e.material, network.seed, e.where + ": model");
  if (!e.initial_states.empty()) apply_initial_states(network, e.material, e.initial_states);
  if (e.initial_closed)
    close_at_random(network, e.material, *e.initial_closed, static_cast<std::uint64_t>(e.initial_seed));
  return network;
}

circuit::Circuit make_circuit(const Experiment& e, const netgen::Network& network) {
  circuit::Circuit circuit = netlist::build_circuit(network, e.material, in_volts(e, network), e.where);
  circuit.title = e.title;
  for (const auto& [name, drive] : e.electrodes) {
    std::vector<std::string> names;
    bool is_known = false;
    for (circuit::Terminal& t : circuit.terminals) {
      if (t.name == "source" || t.name == "drain") continue;
      names.push_back(t.name);
      if (t.name != name) continue;
      t.drive = drive;
      is_known = true;
      if (!circuit.is_connected[t.node.index])
        throw InputError({.what = fmt::format("no path of junctions joins electrode '{}' to the source", name),
                          .where = e.where + ": electrode"});
    }
    if (!is_known) throw unknown_name("electrode of the network", name, e.where + ": electrode", names);
  }
  return circuit;
}

Record parse_record(const std::vector<std::string>& record, std::size_t n_junctions, std::size_t n_nodes,
                    const std::string& where) {
  Record r;
  for (const std::string& item : record) {
    const std::string kind = item.substr(0, item.find(':'));
    const std::string rest = kind.size() < item.size() ? item.substr(kind.size() + 1) : "";
    if (item == "events") {
      r.events = true;
    } else if (item == "lyapunov") {
      r.lyapunov = true;
    } else if (kind == "states" && !rest.empty()) {
      const auto wanted =
          rest == "all" ? n_junctions : static_cast<std::size_t>(std::max(0LL, parse_integer(rest, where)));
      const std::size_t n = std::min(wanted, n_junctions);
      for (std::size_t k = 0; k < n; ++k) r.states.push_back({static_cast<std::uint32_t>(k * n_junctions / n)});
    } else if (item == "nodes:all") {
      for (std::size_t k = 0; k < n_nodes; ++k) r.nodes.push_back({static_cast<std::uint32_t>(k)});
    } else if (kind == "nodes" && !rest.empty()) {
      for (std::size_t start = 0; start <= rest.size();) {
        const std::size_t comma = std::min(rest.find(',', start), rest.size());
        const long long node = parse_integer(rest.substr(start, comma - start), where);
        if (node < 0 || static_cast<std::size_t>(node) >= n_nodes)
          throw InputError({.what = "no such node",
                            .where = where,
                            .value = std::to_string(node),
                            .allowed = fmt::format("0 to {}", n_nodes - 1)});
        r.nodes.push_back({static_cast<std::uint32_t>(node)});
        start = comma + 1;
      }
    } else if (item != "source") {
      throw unknown_name("thing to record", item, where,
                         {"source", "events", "lyapunov", "states:16", "states:all", "nodes:3,7", "nodes:all"});
    }
  }
  return r;
}

}  // namespace somn::experiment
