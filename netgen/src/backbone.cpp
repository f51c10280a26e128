// Which parts carry current.
//
//   contract each electrode to one vertex; edges inside an electrode carry nothing
//   join the electrodes by a hub outside: one more vertex with an edge to each
//   find the biconnected components (blocks): two edges are in one block where a simple cycle holds both
//   an edge is live where it shares a block with an edge of the hub: the cycle without the hub is the path
//
// Cuts: blocks of the graph without a hub, those between source and drain only. They form a chain from one to the
// other.
//   a junction alone in its block, and without parallels, is a cut
//   a vertex of two blocks of the chain is a cut
#include "graph.hpp"

#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <set>

namespace somn::netgen {
namespace {

// Edges on a simple path between two of the terminals. [edge]
std::vector<bool> live_edges(std::vector<Ends> edges, std::size_t n_vertices,
                             const std::set<std::uint32_t>& terminals) {
  const std::size_t n = edges.size();
  const auto hub = static_cast<std::uint32_t>(n_vertices);
  for (const std::uint32_t terminal : terminals) edges.emplace_back(terminal, hub);
  const std::vector<std::uint32_t> block = blocks(edges, n_vertices + 1);
  std::set<std::uint32_t> current(block.begin() + static_cast<std::ptrdiff_t>(n), block.end());
  std::vector<bool> live(n, false);
  for (std::size_t k = 0; k < n; ++k) live[k] = block[k] != no_block && current.contains(block[k]);
  return live;
}

}  // namespace

CurrentPaths current_paths(const Network& network) {
  const Vertices vertices = circuit(network);
  std::set<std::uint32_t> terminals;
  for (const auto& [name, nodes] : network.electrodes) terminals.insert(vertices[nodes.front()]);
  const std::vector<bool> live = live_edges(edge_ends(network, vertices), vertices.n, terminals);
  const auto first_resistor = live.begin() + static_cast<std::ptrdiff_t>(network.n_junctions());
  CurrentPaths paths{.junctions = {live.begin(), first_resistor},
                     .resistors = {first_resistor, live.end()},
                     .nodes = std::vector<bool>(network.n_nodes, false)};
  for (std::size_t k = 0; k < network.n_junctions(); ++k)
    if (paths.junctions[k])
      paths.nodes[network.junctions[k].positive.index] = paths.nodes[network.junctions[k].negative.index] = true;
  for (std::size_t k = 0; k < network.resistors.size(); ++k)
    if (paths.resistors[k])
      paths.nodes[network.resistors[k].a.index] = paths.nodes[network.resistors[k].b.index] = true;
  return paths;
}

std::vector<bool> on_current_path(const Network& network) {
  return current_paths(network).junctions;
}

std::vector<bool> between_source_and_drain(const Network& network, const Vertices& vertices) {
  const std::vector<Ends> edges = edge_ends(network, vertices);
  if (!is_spanning(network)) return std::vector<bool>(edges.size(), false);
  return live_edges(
      edges, vertices.n,
      {vertices[network.electrodes.at("source").front()], vertices[network.electrodes.at("drain").front()]});
}

Cuts cuts(const Network& network) {
  Cuts found{.junctions = std::vector<bool>(network.n_junctions(), false), .n_bodies = 0};
  const Vertices vertices = contacts(network);
  const std::vector<bool> live = between_source_and_drain(network, vertices);
  const std::vector<Ends> edges = junction_ends(network, vertices);
  const std::vector<std::uint32_t> block = blocks(edges, vertices.n);

  std::vector<std::size_t> size(edges.size(), 0);             // [block], junctions
  std::vector<std::uint32_t> block_of(vertices.n, no_block);  // of a vertex: the first seen
  std::vector<bool> is_cut(vertices.n, false);
  for (std::size_t k = 0; k < edges.size(); ++k) {
    if (!live[k]) continue;
    ++size[block[k]];
    for (const std::uint32_t v : {edges[k].first, edges[k].second}) {
      if (block_of[v] == no_block) block_of[v] = block[k];
      is_cut[v] = is_cut[v] || block_of[v] != block[k];
    }
  }
  for (std::size_t k = 0; k < edges.size(); ++k) found.junctions[k] = live[k] && size[block[k]] == 1;
  found.n_bodies = static_cast<std::size_t>(std::count(is_cut.begin(), is_cut.end(), true));
  return found;
}

}  // namespace somn::netgen
