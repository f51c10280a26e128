#include "adjacency.hpp"
#include "kinds.hpp"

#include <somn/core/error.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

namespace somn::netlist {
namespace {

NodeId contact(const netgen::Network& network, const char* electrode, const std::string& where) {
  const auto it = network.electrodes.find(electrode);
  if (it == network.electrodes.end() || it->second.empty())
    throw InputError({.what = fmt::format("the network has no electrode '{}'", electrode),
                      .where = where,
                      .remedy = "give source = NODE and drain = NODE under [network], by name or number"});
  return it->second.front();
}

// Every node of an electrode stands for its first node.
std::vector<NodeId> merged_nodes(const netgen::Network& network) {
  std::vector<NodeId> node(network.n_nodes);
  for (std::uint32_t k = 0; k < network.n_nodes; ++k) node[k] = {k};
  for (const auto& [name, members] : network.electrodes)
    for (const NodeId member : members) node[member.index] = members.front();
  return node;
}

// One model for each different set of values among the junctions of a law. States that are carried on from another run
// differ from junction to junction and do not count towards max_models (4900 models cost ngspice 1.4 s, measured).
void assign_models(circuit::Circuit& circuit, const netgen::Network& network, const std::vector<Kind>& all,
                   const std::string& where) {
  std::size_t n_different = 0;
  for (const Kind& kind : all) {
    const auto columns = kind.columns(network);
    const std::size_t initial = kind.law->initial_parameter;
    std::map<std::vector<double>, std::uint32_t> known;
    std::set<std::vector<double>> different;
    std::vector<double> key(columns.size());
    for (const std::uint32_t k : kind.members) {
      for (std::size_t c = 0; c < columns.size(); ++c) key[c] = (*columns[c].second)[k];
      const auto [it, is_new] = known.emplace(key, static_cast<std::uint32_t>(circuit.models.size()));
      circuit.junctions[k].model = it->second;
      if (!is_new) continue;
      std::vector<double> apart_from_state;
      for (std::size_t c = 0; c < columns.size(); ++c)
        if (columns[c].first != initial) apart_from_state.push_back(key[c]);
      different.insert(std::move(apart_from_state));
      std::vector<double> values = kind.component.values;
      for (std::size_t c = 0; c < columns.size(); ++c) values[columns[c].first] = key[c];
      kind.law->check(values, fmt::format("{}: junction {}", where, k));
      circuit.models.push_back({kind.law->name, std::move(values)});
    }
    n_different += different.size();
  }
  if (n_different > max_models)
    throw InputError({.what = fmt::format("{} different junctions", n_different),
                      .where = where,
                      .allowed = fmt::format("at most {}", max_models),
                      .remedy = "netlist::draw_junctions gathers them in bins"});
}

void refuse_negative_capacitance(double value, const char* key, const std::string& where) {
  if (!(value >= 0) || !std::isfinite(value))
    throw InputError({.what = fmt::format("{} must not be negative", key),
                      .where = where,
                      .value = to_text(value) + " F",
                      .allowed = ">= 0 F"});
}

}  // namespace

circuit::Circuit build_circuit(const netgen::Network& network, const Material& material, const circuit::Drive& drive,
                               const std::string& where) {
  if (network.junctions.empty())
    throw InputError(
        {.what = "empty network: no junctions", .where = where, .remedy = "raise the density or the coverage"});
  circuit::validate(drive, where);
  circuit::Circuit circuit;
  circuit.n_nodes = network.n_nodes;
  circuit.node_names = network.node_names;
  circuit.drive = drive;
  circuit.source = contact(network, "source", where);
  circuit.drain = contact(network, "drain", where);
  const models::Law& law = models::law(material.law, where);
  circuit.junction_capacitance = material.junction_capacitance.value_or(law.default_junction_capacitance);
  circuit.ground_capacitance = material.ground_capacitance.value_or(0.01 * circuit.junction_capacitance);
  refuse_negative_capacitance(circuit.junction_capacitance, "junction capacitance", where);
  refuse_negative_capacitance(circuit.ground_capacitance, "ground capacitance", where);

  circuit.contact = merged_nodes(network);
  const std::vector<NodeId>& node = circuit.contact;
  for (std::uint32_t k = 0; k < network.n_junctions(); ++k) {
    const netgen::Junction& j = network.junctions[k];
    circuit.junctions.push_back({{k}, node[j.positive.index], node[j.negative.index]});
  }
  const std::vector<Kind> all = kinds(network, material, where);
  check_columns(network, all, where);
  assign_models(circuit, network, all, where);
  for (const netgen::Resistor& r : network.resistors)
    if (node[r.a.index] != node[r.b.index])
      circuit.resistors.push_back({node[r.a.index], node[r.b.index], r.resistance});
  circuit.terminals = {{"source", circuit.source}, {"drain", circuit.drain}};
  for (const auto& [name, nodes] : network.electrodes)
    if (name != "source" && name != "drain") circuit.terminals.push_back({name, nodes.front()});
  circuit.is_connected.resize(circuit.n_nodes);
  Adjacency(circuit).reach(circuit.source, circuit.is_connected);
  for (std::uint32_t k = 0; k < network.n_nodes; ++k)
    if (node[k] != NodeId{k}) circuit.is_connected[k] = false;  // it lives on as its contact's first node
  if (!circuit.is_connected[circuit.drain.index])
    throw InputError({.what = "no path of junctions joins the source to the drain",
                      .where = where,
                      .remedy = "raise the density, choose other electrodes or another seed"});
  return circuit;
}

}  // namespace somn::netlist
