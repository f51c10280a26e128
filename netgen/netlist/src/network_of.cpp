#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>

#include <algorithm>
#include <optional>

namespace somn::netlist {
namespace {

// Old number -> new number of the connected nodes.
std::vector<std::uint32_t> numbered(const std::vector<bool>& is_connected) {
  std::vector<std::uint32_t> number(is_connected.size());
  std::uint32_t next = 0;
  for (std::size_t n = 0; n < number.size(); ++n) number[n] = is_connected[n] ? next++ : 0;
  return number;
}

// A column for each parameter that some model sets to another value than its law does.
void add_columns(netgen::Network& network, const circuit::Circuit& circuit,
                 const std::vector<std::uint32_t>& model_of) {
  for (const circuit::Model& m : circuit.models) {
    const models::Law& law = models::law(m.law, "circuit");
    for (std::size_t p = 0; p < m.values.size(); ++p)
      if (m.values[p] != law.parameters[p].default_value)
        network.junction_values[value_name(law.parameters[p])].assign(model_of.size(), law.parameters[p].default_value);
  }
  for (auto& [name, column] : network.junction_values) {
    std::vector<std::optional<double>> value;  // of each model
    for (const circuit::Model& m : circuit.models) {
      const models::Law& law = models::law(m.law, "circuit");
      value.emplace_back();
      for (std::size_t p = 0; p < m.values.size(); ++p)
        if (value_name(law.parameters[p]) == name) value.back() = m.values[p];
    }
    for (std::size_t k = 0; k < model_of.size(); ++k) column[k] = value[model_of[k]].value_or(column[k]);
  }
}

}  // namespace

netgen::Network network_of(const circuit::Circuit& circuit) {
  netgen::Network network;
  network.ensemble = "file";
  network.n_nodes =
      static_cast<std::size_t>(std::count(circuit.is_connected.begin(), circuit.is_connected.end(), true));
  const std::vector<std::uint32_t> number = numbered(circuit.is_connected);
  const auto node = [&](NodeId old) { return NodeId{number[old.index]}; };
  std::vector<std::uint32_t> model_of;
  for (const circuit::Junction& j : circuit.junctions) {
    if (!is_in_deck(circuit, j)) continue;
    network.junctions.push_back({node(j.positive), node(j.negative)});
    model_of.push_back(j.model);
    network.junction_law.push_back(circuit.models[j.model].law);
  }
  for (const circuit::Resistor& r : circuit.resistors)
    if (circuit.is_connected[r.a.index] && circuit.is_connected[r.b.index])  // not one that leads to a dead end
      network.resistors.push_back({node(r.a), node(r.b), r.resistance});
  for (const circuit::Terminal& t : circuit.terminals)
    if (circuit.is_connected[t.node.index]) network.electrodes[t.name] = {node(t.node)};
  add_columns(network, circuit, model_of);
  return network;
}

}  // namespace somn::netlist
