#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/models/catalogue.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::experiment {
namespace {

// Bare where TOML allows it.
std::string key_of(const std::string& name) {
  const bool is_bare = !name.empty() && name.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789_-") == std::string::npos;
  return is_bare ? name : toml_string(name);
}

std::string quantity(double value, const char* unit) {
  return toml_string(to_text(value) + " " + unit);
}

template <class T, class F>
std::string list(const std::vector<T>& items, F write) {
  std::string text = "[";
  for (std::size_t k = 0; k < items.size(); ++k) text += (k ? ", " : "") + write(items[k]);
  return text + "]";
}

std::string network_table(const NetworkChoice& n) {
  std::string text = "[network]\n";
  if (!n.file.empty()) text += "file = \"network.graphml\"\n";
  if (n.file.empty()) {
    text += "ensemble = " + toml_string(n.recipe.ensemble) + "\n";
    for (const auto& [key, value] : n.recipe.options) text += fmt::format("{} = {}\n", key_of(key), toml_string(value));
  }
  const auto index = [](NodeId node) { return std::to_string(node.index); };
  if (!n.source.empty()) text += "source = " + list(n.source, index) + "\ndrain = " + list(n.drain, index) + "\n";
  return text;
}

std::string inline_table(const std::vector<std::string>& items) {
  return fmt::format("{{ {} }}\n", fmt::join(items, ", "));
}

// The parameters of a law; with what is drawn of them, where that is not in the network yet.
std::string component_table(const netlist::Component& c, bool names_drawn) {
  const models::Law& law = models::law(c.law, "experiment");
  std::string text;
  for (std::size_t p = 0; p < law.parameters.size(); ++p) {
    const models::Parameter& parameter = law.parameters[p];
    const bool is_bare =
        parameter.is_choice() || parameter.unit == "1" || parameter.unit.find("nm") != std::string::npos;
    const std::string value = parameter.to_text(c.values[p]);
    text += fmt::format("{} = {}\n", parameter.name, toml_string(is_bare ? value : value + " " + parameter.unit));
  }
  std::vector<std::string> spread, gaps;
  for (const netlist::Spread& s : c.spread)
    spread.push_back(
        s.distribution == netlist::Distribution::normal
            ? fmt::format("{} = {{ width = {}, distribution = \"normal\" }}", s.parameter, to_text(s.width))
            : s.parameter + " = " + to_text(s.width));
  for (const netlist::GapDependence& d : c.gap_dependence) gaps.push_back(d.parameter + " = " + quantity(d.rate, "/m"));
  if (names_drawn && !spread.empty()) text += "spread = " + inline_table(spread);
  if (names_drawn && !gaps.empty()) text += "gap_dependence = " + inline_table(gaps);
  return text;
}

std::string initial_keys(const Experiment& e) {
  std::string text;
  if (!e.initial_states.empty()) text += "initial_states = \"initial_state.csv\"\n";
  if (e.initial_closed)
    text += fmt::format("initial_closed = {}\ninitial_seed = {}\n", to_text(*e.initial_closed), e.initial_seed);
  return text;
}

// What is drawn for a network from a file is in the network.graphml beside this text: naming it again would draw twice.
std::string material_tables(const netlist::Material& m, bool names_drawn, const std::string& initial) {
  std::string text =
      "[model]\nname = " + toml_string(m.law) + "\n" +
      component_table({.law = m.law, .values = m.values, .spread = m.spread, .gap_dependence = m.gap_dependence},
                      names_drawn);
  text += initial;
  for (const netlist::Component& c : m.mixture) {
    text += fmt::format("\n[mixture.{}]\n", c.law);
    if (names_drawn) text += fmt::format("fraction = {}\n", to_text(c.fraction));
    text += component_table(c, names_drawn);
  }
  return text + "\n[junction]\ncapacitance = " + quantity(*m.junction_capacitance, "F") +
         "\nground_capacitance = " + quantity(*m.ground_capacitance, "F") + "\n";
}

std::string drive_table(const std::string& table, const circuit::Drive& d, bool is_in_v_star = false) {
  using circuit::DriveKind;
  std::string text = fmt::format("[{}]\nkind = \"{}\"\n", table, circuit::name(d.kind));
  const auto add = [&](const char* key, double value, const char* unit) {
    text += fmt::format("{} = {}\n", key, *unit ? quantity(value, unit) : to_text(value));
  };
  const bool is_list = d.kind == DriveKind::steps || d.kind == DriveKind::pwl;
  const char* unit = is_in_v_star ? "" : d.is_current ? "A" : "V";
  if (is_list) {
    text += "times = " + list(d.times, [](double t) { return quantity(t, "s"); }) + "\n";
    text += "levels = " + list(d.levels, [&](double v) { return quantity(v, unit); }) + "\n";
  } else {
    add(is_in_v_star ? "v_star" : "amplitude", d.amplitude, unit);
  }
  if (d.kind == DriveKind::sine || d.kind == DriveKind::triangle || d.kind == DriveKind::random)
    add("frequency", d.frequency, "Hz");
  if (d.kind == DriveKind::random) text += fmt::format("seed = {}\n", d.seed);
  if (d.kind == DriveKind::pulse) {
    add("base", d.base, unit);
    add("width", d.width, "s"), add("period", d.period, "s"), add("rise", d.rise, "s"), add("fall", d.fall, "s"),
        add("delay", d.delay, "s");
  }
  add("series_resistance", d.series_resistance, "ohm");
  return text;
}

std::string experiment_text(const Experiment& e, bool names_drawn) {
  std::string text = "title = " + toml_string(e.title) + "\n\n" + network_table(e.network);
  if (names_drawn && e.network.seed) text += fmt::format("seed = {}\n", *e.network.seed);
  text += "\n" + material_tables(e.material, names_drawn || e.network.file.empty(), initial_keys(e)) + "\n" +
                     drive_table("drive", e.drive, e.drive_units.v_star.has_value()) + "\n";
  for (const auto& [name, drive] : e.electrodes) text += drive_table("electrode." + key_of(name), drive) + "\n";
  text += fmt::format("[run]\nengine = {}\nmethod = {}\nt_stop = {}\nt_sample = {}\n", toml_string(e.run.engine),
                      toml_string(e.run.method), quantity(e.run.t_stop, "s"), quantity(e.run.t_sample, "s"));
  if (e.run.dt > 0)
    text += "dt = " + quantity(e.run.dt, "s") + "\n";
  else if (e.run.dt_max > 0)
    text += "dt_max = " + quantity(e.run.dt_max, "s") + "\n";
  if (e.run.lyapunov > 0)
    text += fmt::format("lyapunov = {}\nlyapunov_epsilon = {}\n", e.run.lyapunov, to_text(e.run.lyapunov_epsilon));
  if (e.run.engine == "adiabatic") text += fmt::format("avalanches = {}\n", e.run.avalanches);
  if (e.run.warm_up) text += fmt::format("warm_up = {}\n", *e.run.warm_up);
  if (e.run.event_rate > 0) text += "event_rate = " + quantity(e.run.event_rate, "1/s") + "\n";
  text += "checkpoint = " + quantity(e.run.checkpoint, "s") + "\n";
  text += fmt::format("rtol = {}\nrecord = {}\n\n[analysis]\n", to_text(e.run.rtol), list(e.run.record, toml_string));
  if (e.analysis.periods)
    text += fmt::format("periods = {}\n", *e.analysis.periods);
  else if (e.analysis.t_start)
    text += "t_start = " + quantity(*e.analysis.t_start, "s") + "\n";
  if (e.analysis.bin) text += "bin = " + quantity(*e.analysis.bin, "s") + "\n";
  if (e.analysis.activation) text += "activation = true\n";
  if (e.analysis.harmonics) text += "harmonics = true\n";
  if (e.analysis.reservoir) text += "reservoir = true\n";
  if (e.analysis.windows > 0) text += fmt::format("windows = {}\n", e.analysis.windows);
  text += fmt::format("spike_sigma = {}\nmodality = {}\nbursts = {}\nacf = {}\nspectrum = {}\n",
                      to_text(e.analysis.spike_sigma), e.analysis.modality, e.analysis.bursts, e.analysis.acf,
                      e.analysis.spectrum);
  if (e.analysis.stdp) text += "stdp = true\n";
  if (e.analysis.stdp_window) text += "stdp_window = " + quantity(*e.analysis.stdp_window, "s") + "\n";
  return text + "\n[output]\nformats = " + list(e.formats, toml_string) + "\n";
}

}  // namespace

std::string whole_toml(const Experiment& e) {
  return experiment_text(e, true);
}

std::string to_toml(const Experiment& e, const std::vector<std::pair<std::string, std::string>>& provenance) {
  std::string text = experiment_text(e, false);
  text += "\n[provenance]  # how this folder was made; not read\n";
  for (const auto& [key, value] : provenance) text += fmt::format("{} = {}\n", key_of(key), toml_string(value));
  return text;
}

}  // namespace somn::experiment
