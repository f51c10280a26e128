#include <somn/workflow/describe.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace somn::workflow {

using models::Law;
using models::Parameter;
using nlohmann::ordered_json;

namespace {

std::string range(const Parameter& p) {
  return p.is_choice() ? fmt::format("{}", fmt::join(p.choices, "|")) : p.interval;
}

template <class Value>
ordered_json or_null(const std::optional<Value>& value) {
  return value ? ordered_json(*value) : ordered_json();
}

ordered_json to_json(const Parameter& p) {
  ordered_json json{{"name", p.name},       {"unit", p.unit},         {"range", range(p)},
                    {"meaning", p.meaning}, {"equation", p.equation}, {"source", p.source}};
  if (p.is_choice()) json["default"] = p.to_text(p.default_value);
  if (!p.is_choice()) json["default"] = p.default_value;
  return json;
}

}  // namespace

ordered_json to_json(const Law& law) {
  ordered_json parameters = ordered_json::array(), code_model = ordered_json::array();
  for (const Parameter& p : law.parameters) parameters.push_back(to_json(p));
  for (const Parameter& p : law.code_model) code_model.push_back(to_json(p));
  ordered_json presets = ordered_json::array();
  for (const models::Preset& p : law.presets)
    presets.push_back({{"name", p.name}, {"settings", p.settings}, {"source", p.source}});
  return {{"name", law.name},
          {"title", law.title},
          {"code_model", "somn_" + law.name},
          {"state", {{"name", law.state_name}, {"unit", law.state_unit}}},
          {"initial_parameter", law.parameters[law.initial_parameter].name},
          {"is_ohmic", law.is_ohmic},
          {"default_junction_capacitance_F", law.default_junction_capacitance},
          {"parameters", parameters},
          {"code_model_parameters", code_model},
          {"presets", presets}};
}

std::string to_text(const Law& law) {
  std::string text =
      fmt::format("{}: {}\n  state {} [{}]; in ngspice somn_{}, state and current @a<k>[state], @a<k>[i]\n", law.name,
                  law.title, law.state_name, law.state_unit, law.name);
  const auto add = [&](const std::vector<Parameter>& parameters) {
    for (const Parameter& p : parameters)
      text += fmt::format("  {:<17} {:>14} {:<10} {:<22} {} {} [{}]\n", p.name, p.to_text(p.default_value),
                          p.unit == "1" ? "" : p.unit, range(p), p.meaning, p.equation, p.source);
  };
  add(law.parameters);
  text += "  of the code model only:\n";
  add(law.code_model);
  for (const models::Preset& p : law.presets)
    text += fmt::format("  preset {}: {} [{}]\n", p.name, p.settings, p.source);
  return text;
}

ordered_json electrodes_json(const netgen::Network& network) {
  ordered_json electrodes = ordered_json::object();
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId node : nodes) electrodes[name].push_back(node.index);
  return electrodes;
}

ordered_json to_json(const netgen::Network& network, const netgen::Measures& m) {
  return {{"ensemble", network.ensemble},
          {"seed", network.seed},
          {"nodes", m.nodes},
          {"junctions", m.junctions},
          {"resistors", m.resistors},
          {"bodies", m.bodies},
          {"components", m.components},
          {"main_component_nodes", m.main_component},
          {"spanning", m.is_spanning},
          {"electrodes", electrodes_json(network)},
          {"node_names", network.node_names},
          {"degree",
           {{"mean", m.mean_degree},
            {"variance", m.degree_variance},
            {"min", m.min_degree},
            {"max", m.max_degree},
            {"histogram", m.degree_histogram}}},
          {"assortativity", or_null(m.assortativity)},
          {"shortest_path", or_null(m.shortest_path)},
          {"mean_path", m.mean_path},
          {"mean_path_se", m.mean_path_se},
          {"path_variance", m.path_variance},
          {"path_histogram", m.path_histogram},
          {"efficiency", m.efficiency},
          {"diameter", m.diameter},
          {"path_starts", m.path_starts},
          {"paths_exact", m.paths_exact},
          {"clustering", m.clustering},
          {"transitivity", or_null(m.transitivity)},
          {"small_world", or_null(m.small_world)},
          {"communities", m.communities},
          {"modularity", or_null(m.modularity)},
          {"backbone_junctions", or_null(m.backbone_junctions)},
          {"backbone_nodes", or_null(m.backbone_nodes)},
          {"dead_end_junctions", or_null(m.dead_end_junctions)},
          {"dangling_junctions", or_null(m.dangling_junctions)},
          {"dangling_nodes", or_null(m.dangling_nodes)},
          {"cut_junctions", or_null(m.cut_junctions)},
          {"cut_bodies", or_null(m.cut_bodies)},
          {"minimum_cut", or_null(m.minimum_cut)},
          {"effective_conductance", or_null(m.effective_conductance)},
          {"relative_density", or_null(m.relative_density)},
          {"relative_density_rule", m.density_rule},
          {"hash", m.hash}};
}

}  // namespace somn::workflow
