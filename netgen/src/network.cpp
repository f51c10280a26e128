#include "groups.hpp"

#include <somn/core/error.hpp>
#include <somn/netgen/network.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

// 64-bit words one after the other through the finaliser of splitmix64 (S. Vigna, public domain).
class Digest {
 public:
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) + 0x9e3779b97f4a7c15;
    state_ = (state_ ^ (state_ >> 30)) * 0xbf58476d1ce4e5b9;
    state_ = (state_ ^ (state_ >> 27)) * 0x94d049bb133111eb;
    state_ ^= state_ >> 31;
  }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value)); }
  void add(const std::string& text) {
    add(static_cast<std::uint64_t>(text.size()));
    for (const char c : text) add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
  }
  std::string text() const { return fmt::format("{:016x}", state_); }

 private:
  std::uint64_t state_ = 0;
};

[[noreturn]] void fail(std::string what, const std::string& where, std::string value, std::string allowed) {
  throw InputError({.what = std::move(what),
                    .where = where,
                    .value = std::move(value),
                    .allowed = std::move(allowed),
                    .remedy = {}});
}

void check_node(NodeId node, const Network& network, const std::string& where) {
  if (node.index >= network.n_nodes)
    fail("a node that does not exist", where, std::to_string(node.index),
         network.n_nodes == 0 ? "none, the network is empty" : fmt::format("0 ... {}", network.n_nodes - 1));
}

void check_length(const std::string& name, std::size_t length, std::size_t expected, const std::string& where) {
  if (length != expected)
    fail(fmt::format("{} has the wrong number of values", name), where, std::to_string(length),
         std::to_string(expected));
}

void check_finite(const std::string& name, double value, std::size_t index, const std::string& where) {
  if (!std::isfinite(value))
    fail(fmt::format("{} is not a number", name), fmt::format("{}: number {}", where, index), fmt::format("{}", value),
         "a finite number");
}

void check_electrodes(const Network& network, const std::string& where) {
  std::map<NodeId, std::string> owner;
  for (const auto& [name, nodes] : network.electrodes) {
    const std::string electrode = fmt::format("{}: electrode {}", where, name);
    if (nodes.empty()) fail("an electrode without nodes", electrode, {}, "one node or more");
    for (const NodeId node : nodes) {
      check_node(node, network, electrode);
      const auto [other, is_new] = owner.emplace(node, name);
      if (!is_new)
        fail(fmt::format("a node that belongs to electrode {} already", other->second), electrode,
             std::to_string(node.index), "each node in one electrode, once");
    }
  }
}

void check_resistor(const Network& network, std::size_t k, const std::string& source) {
  const Resistor& r = network.resistors[k];
  const std::string where = fmt::format("{}: resistor {}", source, k);
  check_node(r.a, network, where);
  check_node(r.b, network, where);
  if (r.a == r.b) fail("a resistor from a node to itself", where, std::to_string(r.a.index), "two different nodes");
  if (!(r.resistance > 0) || !std::isfinite(r.resistance))
    fail("not a resistance", where, fmt::format("{} ohm", r.resistance), "> 0 ohm");
}

// Resistors have no number and no direction: other programs reorder them and swap their ends.
std::vector<std::pair<std::uint64_t, double>> unordered_resistors(const Network& network) {
  std::vector<std::pair<std::uint64_t, double>> list;
  for (const Resistor& r : network.resistors) {
    const auto [low, high] = std::minmax(r.a.index, r.b.index);
    list.emplace_back((std::uint64_t{low} << 32) | high, r.resistance);
  }
  std::sort(list.begin(), list.end());
  return list;
}

}  // namespace

std::string hash(const Network& network) {
  Digest digest;
  digest.add(static_cast<std::uint64_t>(network.n_nodes));
  digest.add(static_cast<std::uint64_t>(network.n_junctions()));
  for (const Junction& j : network.junctions)
    digest.add((std::uint64_t{j.positive.index} << 32) | std::uint64_t{j.negative.index});
  for (const auto& [name, nodes] : network.electrodes) {
    digest.add(name);
    for (const NodeId node : nodes) digest.add(std::uint64_t{node.index});
  }
  for (const auto& [name, values] : network.junction_values) {
    digest.add(name);
    for (const double value : values) digest.add(std::isnan(value) ? not_given : value);
  }
  for (const std::string& law : network.junction_law) digest.add(law);
  for (const auto& [ends, resistance] : unordered_resistors(network)) {
    digest.add(ends);
    digest.add(resistance);
  }
  return digest.text();
}

void validate(const Network& network, const std::string& source) {
  for (std::size_t k = 0; k < network.n_junctions(); ++k) {
    const Junction& j = network.junctions[k];
    if (j.positive.index < network.n_nodes && j.negative.index < network.n_nodes && j.positive != j.negative) continue;
    const std::string where = fmt::format("{}: junction {}", source, k);
    check_node(j.positive, network, where);
    check_node(j.negative, network, where);
    fail("a junction from a node to itself", where, std::to_string(j.positive.index), "two different nodes");
  }
  for (std::size_t k = 0; k < network.resistors.size(); ++k) check_resistor(network, k, source);
  check_electrodes(network, source);
  if (!network.heights.empty()) check_length("the list of heights", network.heights.size(), network.n_nodes, source);
  if (!network.positions.empty())
    check_length("the list of positions", network.positions.size(), network.n_nodes, source);
  if (!network.junction_law.empty())
    check_length("the list of laws", network.junction_law.size(), network.n_junctions(), source);
  if (!network.node_names.empty())
    check_length("the list of names", network.node_names.size(), network.n_nodes, source);
  for (const auto& [name, values] : network.junction_values) {
    check_length(name, values.size(), network.n_junctions(), source);
    for (std::size_t k = 0; k < values.size(); ++k)
      if (!std::isnan(values[k])) check_finite(name, values[k], k, source);
  }
  for (std::size_t n = 0; n < network.heights.size(); ++n) check_finite("a height", network.heights[n], n, source);
  for (std::size_t n = 0; n < network.positions.size(); ++n) {
    check_finite("a position", network.positions[n].x, n, source);
    check_finite("a position", network.positions[n].y, n, source);
  }
  for (std::size_t k = 0; k < network.bodies.size(); ++k) {
    check_node(network.bodies[k].node, network, source + ": body");
    if (k > 0 && network.bodies[k].node < network.bodies[k - 1].node)
      fail("bodies out of order", source, std::to_string(k), "ascending in their node");
  }
}

namespace {

// The groups of nodes that junctions, resistors and electrodes join.
Groups components(const Network& network) {
  Groups groups(network.n_nodes);
  for (const Junction& j : network.junctions) groups.join(j.positive.index, j.negative.index);
  for (const Resistor& r : network.resistors) groups.join(r.a.index, r.b.index);
  for (const auto& [name, nodes] : network.electrodes)  // an electrode is one contact
    for (const NodeId node : nodes) groups.join(node.index, nodes.front().index);
  return groups;
}

}  // namespace

bool is_spanning(const Network& network) {
  const auto source = network.electrodes.find("source"), drain = network.electrodes.find("drain");
  if (source == network.electrodes.end() || drain == network.electrodes.end()) return false;
  Groups groups = components(network);
  return groups.find(source->second.front().index) == groups.find(drain->second.front().index);
}

std::string name_of(const Network& network, NodeId node) {
  return network.node_names.empty() ? std::to_string(node.index) : network.node_names[node.index];
}

void drop_plain_names(Network& network) {
  for (std::size_t k = 0; k < network.node_names.size(); ++k)
    if (const std::string& name = network.node_names[k]; name != std::to_string(k) && name != fmt::format("n{}", k))
      return;
  network.node_names.clear();
}

NodeId find_node(const std::vector<std::string>& names, std::size_t n_nodes, const std::string& word,
                 const std::string& where) {
  const auto named = std::find(names.begin(), names.end(), word);
  if (named != names.end()) {
    const auto twin = std::find(named + 1, names.end(), word);
    if (twin != names.end())
      fail("a name that several nodes have", where, fmt::format("\"{}\"", word),
           fmt::format("a number, such as {} or {}", named - names.begin(), twin - names.begin()));
    return {static_cast<std::uint32_t>(named - names.begin())};
  }
  std::uint32_t number = 0;
  const char* const digits = word.data() + (word.starts_with('n') ? 1 : 0);  // n7, as in GraphML
  const auto [end, error] = std::from_chars(digits, word.data() + word.size(), number);
  const bool is_number = error == std::errc{} && end == word.data() + word.size();
  if (is_number && number < n_nodes) return {number};
  const std::string range = n_nodes == 0 ? "none, the network is empty" : fmt::format("0 ... {}", n_nodes - 1);
  if (is_number) fail("a node that does not exist", where, word, range);
  const std::string nearest = nearest_name(word, names);
  throw InputError({.what = fmt::format("no node is called '{}'", word),
                    .where = where,
                    .value = {},
                    .allowed = names.empty() ? range : fmt::format("a name such as '{}', or {}", names.front(), range),
                    .remedy = nearest.empty() ? "" : fmt::format("did you mean '{}'?", nearest)});
}

std::vector<NodeId> find_nodes(const Network& network, const std::vector<std::string>& words,
                               const std::string& where) {
  std::vector<NodeId> nodes;
  const auto& names = network.node_names;
  for (std::size_t k = 0; k < words.size(); ++k) {
    std::string joined = words[k];  // "(0, 1)" is one name, which a list parts at its comma
    std::size_t last = k;
    while (std::find(names.begin(), names.end(), joined) == names.end() && last + 1 < words.size())
      joined += "," + words[++last];
    const bool is_name = last > k && std::find(names.begin(), names.end(), joined) != names.end();
    nodes.push_back(find_node(names, network.n_nodes, is_name ? joined : words[k], where));
    if (is_name) k = last;
  }
  return nodes;
}

void set_electrodes(Network& network, Electrodes electrodes, const std::string& where) {
  network.electrodes = std::move(electrodes);
  for (auto& [name, nodes] : network.electrodes) std::sort(nodes.begin(), nodes.end());
  check_electrodes(network, where);
  Groups groups = components(network);
  std::map<std::uint32_t, std::vector<std::string>> electrodes_of_group;
  for (const auto& [name, nodes] : network.electrodes)
    electrodes_of_group[groups.find(nodes.front().index)].push_back(name);
  for (const auto& [group, names] : electrodes_of_group) {
    if (names.size() > 1) continue;
    std::string nodes;
    for (const auto& [name, list] : network.electrodes)
      nodes += fmt::format("{}{} {}", nodes.empty() ? "" : ", ", name, list.front().index);
    throw InputError({.what = "no path between electrodes",
                      .where = where,
                      .value = nodes,
                      .allowed = fmt::format("a path from {} to another electrode", names.front()),
                      .remedy = "choose nodes of one component (`somn inspect` counts them)"});
  }
}

void set_electrodes(Network& network, const std::vector<NodeId>& source, const std::vector<NodeId>& drain,
                    const std::string& where) {
  set_electrodes(network, {{"source", source}, {"drain", drain}}, where);
}

}  // namespace somn::netgen
