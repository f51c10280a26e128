#include "adjacency.hpp"

#include <somn/netgen/measures.hpp>
#include <somn/netlist/deck.hpp>
#include <somn/netlist/trim.hpp>

#include <algorithm>

namespace somn::netlist {

Adjacency::Adjacency(const circuit::Circuit& c) : first_(c.n_nodes + 2) {
  const auto for_each = [&](auto&& add) {
    for (const circuit::Junction& j : c.junctions)
      if (j.positive != j.negative) add(j.positive, j.negative), add(j.negative, j.positive);
    for (const circuit::Resistor& r : c.resistors) add(r.a, r.b), add(r.b, r.a);
  };
  for_each([&](NodeId from, NodeId) { ++first_[from.index + 2]; });
  for (std::size_t n = 2; n < first_.size(); ++n) first_[n] += first_[n - 1];
  neighbour_.resize(first_.back());
  for_each([&](NodeId from, NodeId to) { neighbour_[first_[from.index + 1]++] = to.index; });
}

void Adjacency::reach(NodeId start, std::vector<bool>& reached) const {
  std::vector<std::uint32_t> stack{start.index};
  reached[start.index] = true;
  while (!stack.empty()) {
    const std::uint32_t node = stack.back();
    stack.pop_back();
    for (std::uint32_t k = first_[node]; k < first_[node + 1]; ++k)
      if (const std::uint32_t next = neighbour_[k]; !reached[next]) reached[next] = true, stack.push_back(next);
  }
}

std::size_t treat_islands(circuit::Circuit& c, Islands what) {
  const Adjacency adjacency(c);
  std::vector<bool> reached = c.is_connected;
  std::vector<NodeId> firsts;  // of each island
  for (std::uint32_t n = 0; n < c.n_nodes; ++n)
    if (!reached[n] && adjacency.has_neighbour({n})) {
      firsts.push_back({n});
      adjacency.reach({n}, reached);
    }
  if (what == Islands::drop) return firsts.size();
  c.is_connected = std::move(reached);
  if (what == Islands::keep)
    for (const NodeId first : firsts) c.resistors.push_back({first, c.drain, leak});
  if (what == Islands::shunt)
    for (std::uint32_t n = 0; n < c.n_nodes; ++n)
      if (c.is_connected[n] && NodeId{n} != c.drain) c.resistors.push_back({{n}, c.drain, leak});
  return firsts.size();
}

void reach_from_terminals(circuit::Circuit& c) {
  const Adjacency adjacency(c);
  for (const circuit::Terminal& t : c.terminals)
    if (!c.is_connected[t.node.index] && adjacency.has_neighbour(t.node)) adjacency.reach(t.node, c.is_connected);
}

DeadEnds drop_dead_ends(circuit::Circuit& c) {
  netgen::Network network;
  network.n_nodes = c.n_nodes;
  for (const circuit::Terminal& t : c.terminals) network.electrodes[t.name] = {t.node};
  for (const circuit::Junction& j : c.junctions)
    if (is_in_deck(c, j)) network.junctions.push_back({j.positive, j.negative});
  for (const circuit::Resistor& r : c.resistors)
    if (c.is_connected[r.a.index] && c.is_connected[r.b.index]) network.resistors.push_back({r.a, r.b, r.resistance});
  const netgen::CurrentPaths live = netgen::current_paths(network);
  const auto n_dead = [](const std::vector<bool>& is_live) {
    return static_cast<std::size_t>(std::count(is_live.begin(), is_live.end(), false));
  };
  const auto n_connected = [&] { return c.n_nodes - n_dead(c.is_connected); };
  DeadEnds dropped{n_dead(live.junctions), n_dead(live.resistors), n_connected()};
  c.is_connected = live.nodes;
  dropped.nodes -= n_connected();
  return dropped;
}

}  // namespace somn::netlist
