#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/experiment/tables.hpp>
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

std::string node_list(const std::vector<std::string>& nodes) {
  std::vector<std::string> words;
  for (const std::string& node : nodes) {
    const bool is_number = node.size() < 18 && node.find_first_not_of("0123456789") == std::string::npos && (node == "0" || !node.starts_with('0'));
    words.push_back(is_number ? node : toml_string(node));
  }
  return fmt::format("[{}]", fmt::join(words, ", "));
}

bool is_grown(const NetworkChoice& n) {
  return !n.given && n.file.empty();
}

std::string network_table(const NetworkChoice& n) {
  std::string text = "[network]\n";
  if (!is_grown(n)) text += "file = \"network.graphml\"\n";
  if (is_grown(n)) {
    text += "ensemble = " + toml_string(n.recipe.ensemble) + "\n";
    for (const auto& [key, value] : n.recipe.options) text += fmt::format("{} = {}\n", key_of(key), toml_string(value));
  }
  if (!n.source.empty()) text += fmt::format("source = {}\ndrain = {}\n", node_list(n.source), node_list(n.drain));
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

std::string initial_keys(Experiment e) {
  if (!e.initial_states.empty()) e.initial_states = "initial_state.csv";  // beside this text
  schema::Json keys = schema::to_json(e, initial_fields());
  if (e.initial_states.empty()) keys.erase("initial_states");
  if (!e.initial_closed) keys.erase("initial_seed");
  return schema::toml_lines(keys, schema::descriptions(initial_fields()));
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
  return text + "\n[junction]\n" + schema::to_toml(m, junction_fields());
}

std::string drive_table(const std::string& table, const circuit::Drive& d, bool is_in_v_star = false) {
  const schema::Fields<circuit::Drive> fields = drive_fields(d.kind, is_in_v_star ? "1" : d.is_current ? "A" : "V");
  std::vector<schema::Description> keys = schema::descriptions(fields);
  schema::Json values = schema::to_json(d, fields);
  if (is_in_v_star) {
    keys.front().key = "v_star";
    values["v_star"] = d.amplitude;
  }
  return fmt::format("[{}]\nkind = \"{}\"\n", table, circuit::name(d.kind)) + schema::toml_lines(values, keys);
}

// A window of periods is written as such, not as the time at which it begins.
std::string analysis_table(AnalysisOptions a) {
  if (a.periods) a.t_start = {};
  return schema::to_toml(a, schema::fields<AnalysisOptions>());
}

std::string experiment_text(const Experiment& e, bool names_drawn) {
  std::string text = "title = " + toml_string(e.title) + "\n\n" + network_table(e.network);
  if (names_drawn && e.network.seed) text += fmt::format("seed = {}\n", *e.network.seed);
  text += "\n" + material_tables(e.material, names_drawn || is_grown(e.network), initial_keys(e)) + "\n" +
          drive_table("drive", e.drive, e.drive_units.v_star.has_value()) + "\n";
  for (const auto& [name, drive] : e.electrodes) text += drive_table("electrode." + key_of(name), drive) + "\n";
  text += "[run]\n" + schema::to_toml(e.run, schema::fields<RunOptions>());
  if (!(e.readout == ReadOut{})) text += "\n[readout]\n" + schema::to_toml(e.readout, schema::fields<ReadOut>());
  return text + "\n[analysis]\n" +
         analysis_table(e.analysis) + "\n[output]\n" + schema::to_toml(e, output_fields());
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
