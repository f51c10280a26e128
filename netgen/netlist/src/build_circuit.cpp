#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace somn::netlist {
namespace {

std::vector<double> base_values(const models::Law& law, const Material& material) {
  return law.name == material.law && !material.values.empty() ? material.values : law.defaults();
}

NodeId contact(const netgen::Network& network, const char* electrode, const std::string& where) {
  const auto it = network.electrodes.find(electrode);
  if (it == network.electrodes.end() || it->second.empty())
    throw InputError({.what = fmt::format("the network has no electrode '{}'", electrode),
                      .where = where,
                      .remedy = "give source = [NODE] and drain = [NODE] under [network]"});
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

std::vector<bool> reached_from(NodeId start, const circuit::Circuit& circuit) {
  const std::size_t n_nodes = circuit.n_nodes;
  std::vector<std::vector<std::uint32_t>> neighbours(n_nodes);
  const auto join = [&](NodeId a, NodeId b) {
    neighbours[a.index].push_back(b.index);
    neighbours[b.index].push_back(a.index);
  };
  for (const circuit::Junction& j : circuit.junctions) join(j.positive, j.negative);
  for (const circuit::Resistor& r : circuit.resistors) join(r.a, r.b);
  std::vector<bool> reached(n_nodes);
  std::vector<std::uint32_t> stack{start.index};
  reached[start.index] = true;
  while (!stack.empty()) {
    const std::uint32_t node = stack.back();
    stack.pop_back();
    for (const std::uint32_t next : neighbours[node])
      if (!reached[next]) reached[next] = true, stack.push_back(next);
  }
  return reached;
}

// The models of a circuit, one for each distinct set of values.
class ModelTable {
 public:
  std::uint32_t index(const models::Law& law, std::vector<double> values, const std::string& where) {
    const auto key = std::pair{law.name, values};
    if (const auto it = known_.find(key); it != known_.end()) return it->second;
    law.check(values, where);
    models_.push_back({law.name, std::move(values)});
    return known_.emplace(key, static_cast<std::uint32_t>(models_.size() - 1)).first->second;
  }
  std::vector<circuit::Model> take() { return std::move(models_); }

 private:
  std::vector<circuit::Model> models_;
  std::map<std::pair<std::string, std::vector<double>>, std::uint32_t> known_;
};

void refuse_negative_capacitance(double value, const char* key, const std::string& where) {
  if (!(value >= 0) || !std::isfinite(value))
    throw InputError({.what = fmt::format("{} must not be negative", key),
                      .where = where,
                      .value = to_text(value) + " F",
                      .allowed = ">= 0 F"});
}

}  // namespace

std::string value_name(const models::Parameter& p) {
  std::string tag;
  for (const char c : p.unit)
    if (std::isalnum(static_cast<unsigned char>(c))) tag += c;
  return tag == "1" ? p.name : p.name + "_" + tag;
}

void apply_spread(netgen::Network& network, const Material& material, std::uint64_t seed, const std::string& where) {
  if (material.spread.empty()) return;
  const models::Law& law = models::law(material.law, where);
  const std::vector<double> values = base_values(law, material);
  const int n_bins =
      static_cast<int>(std::floor(std::pow(256.0, 1.0 / static_cast<double>(material.spread.size())) + 1e-9));
  Generator random = generator(seed, "spread");
  for (const auto& [name, width] : material.spread) {
    const std::size_t index = law.index(name, where);
    if (law.parameters[index].is_choice() || !(width >= 0 && width <= 1))
      throw InputError({.what = fmt::format("spread of {}", name),
                        .where = where,
                        .value = to_text(width),
                        .allowed = "a width of the logarithm from 0 to 1 (\"5 %\"), of a parameter that is a number"});
    std::vector<double> factors(network.n_junctions());
    for (double& factor : factors) {
      const int bin = boost::random::uniform_int_distribution<int>(0, n_bins - 1)(random);
      factor = std::exp(width * boost::math::quantile(boost::math::normal(), (bin + 0.5) / n_bins));
    }
    const auto scale = [&](std::size_t k) {
      std::vector<double>& target = network.junction_values[value_name(law.parameters[k])];
      if (target.empty()) target.assign(network.n_junctions(), values[k]);
      for (std::size_t j = 0; j < factors.size(); ++j) target[j] *= factors[j];
    };
    scale(index);
    if (law.name == "vts" && name == "v_set") scale(law.index("v_hold", where));
  }
}

circuit::Circuit build_circuit(const netgen::Network& network, const Material& material, const circuit::Drive& drive,
                               const std::string& where) {
  if (network.junctions.empty())
    throw InputError(
        {.what = "empty network: no junctions", .where = where, .remedy = "raise the density or the coverage"});
  circuit::validate(drive, where);
  circuit::Circuit circuit;
  circuit.n_nodes = network.n_nodes;
  circuit.drive = drive;
  circuit.source = contact(network, "source", where);
  circuit.drain = contact(network, "drain", where);
  const models::Law& law = models::law(material.law, where);
  circuit.junction_capacitance = material.junction_capacitance.value_or(law.default_junction_capacitance);
  circuit.ground_capacitance = material.ground_capacitance.value_or(0.01 * circuit.junction_capacitance);
  refuse_negative_capacitance(circuit.junction_capacitance, "junction capacitance", where);
  refuse_negative_capacitance(circuit.ground_capacitance, "ground capacitance", where);

  const std::vector<NodeId> node = merged_nodes(network);
  ModelTable table;
  for (std::uint32_t k = 0; k < network.n_junctions(); ++k) {
    const models::Law& own = network.junction_law.empty() ? law : models::law(network.junction_law[k], where);
    std::vector<double> values = base_values(own, material);
    for (std::size_t p = 0; p < values.size(); ++p) {
      const auto it = network.junction_values.find(value_name(own.parameters[p]));
      if (it != network.junction_values.end())
        values[p] = own.parse(p, to_text(it->second[k]), fmt::format("{}: junction {}", where, k));
    }
    const netgen::Junction& j = network.junctions[k];
    circuit.junctions.push_back({.id = {k},
                                 .positive = node[j.positive.index],
                                 .negative = node[j.negative.index],
                                 .model = table.index(own, std::move(values), where)});
  }
  circuit.models = table.take();
  for (const netgen::Resistor& r : network.resistors)
    if (node[r.a.index] != node[r.b.index])
      circuit.resistors.push_back({node[r.a.index], node[r.b.index], r.resistance});
  circuit.terminals = {{"source", circuit.source}, {"drain", circuit.drain}};
  for (const auto& [name, nodes] : network.electrodes)
    if (name != "source" && name != "drain") circuit.terminals.push_back({name, nodes.front()});
  circuit.is_connected = reached_from(circuit.source, circuit);
  for (std::uint32_t k = 0; k < network.n_nodes; ++k)
    if (node[k] != NodeId{k}) circuit.is_connected[k] = false;  // it lives on as its contact's first node
  if (!circuit.is_connected[circuit.drain.index])
    throw InputError({.what = "no path of junctions joins the source to the drain",
                      .where = where,
                      .remedy = "raise the density, choose other electrodes or another seed"});
  return circuit;
}

}  // namespace somn::netlist
