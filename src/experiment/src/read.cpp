#include "read.hpp"

#include <somn/core/error.hpp>
#include <somn/experiment/tables.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/generate.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::experiment {
namespace {

// NODE or [NODE, ...], each a number or a name.
std::vector<std::string> nodes(const Config& table, const char* key) {
  return table.texts(key, std::vector<std::string>());
}

const netgen::Ensemble& ensemble(const std::string& name, const std::string& where) {
  std::vector<std::string> names;
  for (const netgen::Ensemble& e : netgen::ensembles()) {
    if (e.name == name) return e;
    names.push_back(e.name);
  }
  throw unknown_name("ensemble", name, where, names);
}

NetworkChoice read_network_choice(const Config& table, const std::filesystem::path& folder,
                                  std::shared_ptr<const netgen::Network> given) {
  NetworkChoice choice{.given = std::move(given)};
  choice.source = nodes(table, "source");
  choice.drain = nodes(table, "drain");
  if (choice.source.empty() != choice.drain.empty())
    throw InputError({.what = "one electrode of two",
                      .where = table.where(choice.source.empty() ? "source" : "drain"),
                      .allowed = "both source = [NODE, ...] and drain = [NODE, ...], or neither"});
  if (choice.given) {
    if (table.has("seed")) choice.seed = static_cast<std::uint64_t>(table.integer("seed"));
    return choice;
  }
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
  const models::Law& law = models::law(model.text("name", netlist::default_law), model.where("name"));
  netlist::Component own = read_component(model, law, model.where("name"));
  material.law = law.name;
  material.values = std::move(own.values);
  material.spread = std::move(own.spread);
  material.gap_dependence = std::move(own.gap_dependence);
  material.mixture = read_mixture(config.table("mixture"));

  material.junction_capacitance = law.default_junction_capacitance;
  schema::read(material, junction, junction_fields());
  if (!material.ground_capacitance) material.ground_capacitance = 0.01 * *material.junction_capacitance;
  return material;
}

void read_initial(Experiment& e, const Config& model, const std::filesystem::path& folder) {
  schema::read(e, model, initial_fields());
  if (e.initial_states.empty()) return;
  e.initial_states = std::filesystem::absolute(folder / e.initial_states).lexically_normal();
  if (e.initial_closed)
    throw InputError({.what = "initial_closed and initial_states exclude each other",
                      .where = model.where("initial_closed"),
                      .value = model.raw("initial_closed")});
}

}  // namespace

Experiment read_experiment(const Config& config) {
  return read_experiment(config, nullptr);
}

Experiment read_experiment(const Config& config, std::shared_ptr<const netgen::Network> given) {
  Experiment e;
  e.title = config.text("title", "untitled");
  std::replace(e.title.begin(), e.title.end(), '\n', ' ');
  const Config network = config.table("network");
  e.where = network.where("").substr(0, network.where("").rfind(": "));
  e.network = read_network_choice(network, config.folder(), std::move(given));
  read_initial(e, config.table("model"), config.folder());
  e.material = read_material(config);
  const TimeStop t_stop_of = [&](double frequency) { return read_times(config.table("run"), frequency).t_stop; };
  if (config.table("run").text("engine", "") != "adiabatic" || config.has("drive"))  // that engine injects charge
    e.drive = read_main_drive(config.table("drive"), config.folder(), e.material, t_stop_of, e.drive_units);
  if (config.has("electrode"))
    for (const std::string& name : config.table("electrode").keys()) {
      const Config table = config.table("electrode").table(name);
      e.electrodes.emplace(name, table.text("kind", "dc") == "scaled"
                                     ? read_scaled_drive(table, t_stop_of, e.drive, e.drive_units)
                                     : read_drive(table, config.folder(), t_stop_of));
    }
  e.run = read_run(config.table("run"), e.drive.frequency);
  schema::read(e.readout, config.table("readout"));
  if (e.readout.bits > 0 && !(e.readout.range > 0) && !(e.readout.current_range > 0))
    throw InputError({.what = "a converter without a range",
                      .where = config.table("readout").where("bits"),
                      .remedy = "give readout.range in volts, readout.current_range in amperes, or both"});
  e.analysis = read_analysis(config.table("analysis"), e.run.t_stop, e.drive.frequency);
  schema::read(e, config.table("output"), output_fields());
  if (config.has("provenance"))
    for (const std::string& key : config.table("provenance").keys()) config.table("provenance").has(key);
  config.refuse_unknown();
  return e;
}

}  // namespace somn::experiment
