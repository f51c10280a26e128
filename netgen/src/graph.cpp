#include "graph.hpp"

#include "groups.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>

namespace somn::netgen {
namespace {

Vertices numbered(Groups& groups, std::size_t n_nodes) {  // a group is named by its smallest member, which comes first
  Vertices vertices{.of_node = std::vector<std::uint32_t>(n_nodes), .n = 0};
  for (std::uint32_t node = 0; node < n_nodes; ++node) {
    const std::uint32_t first = groups.find(node);
    vertices.of_node[node] = first == node ? static_cast<std::uint32_t>(vertices.n++) : vertices.of_node[first];
  }
  return vertices;
}

Vertices merged(const Network& network, bool resistors, bool electrodes) {
  Groups groups(network.n_nodes);
  if (resistors)
    for (const Resistor& r : network.resistors) groups.join(r.a.index, r.b.index);
  if (electrodes)
    for (const auto& [name, nodes] : network.electrodes)
      for (const NodeId node : nodes) groups.join(node.index, nodes.front().index);
  return numbered(groups, network.n_nodes);
}

}  // namespace

Vertices bodies(const Network& network) {
  return merged(network, true, false);
}

Vertices circuit(const Network& network) {
  return merged(network, false, true);
}

Vertices contacts(const Network& network) {
  return merged(network, true, true);
}

std::vector<Ends> junction_ends(const Network& network, const Vertices& vertex) {
  std::vector<Ends> ends;
  ends.reserve(network.n_junctions() + network.resistors.size());
  for (const Junction& j : network.junctions) ends.push_back(std::minmax(vertex[j.positive], vertex[j.negative]));
  return ends;
}

std::vector<Ends> edge_ends(const Network& network, const Vertices& vertex) {
  std::vector<Ends> ends = junction_ends(network, vertex);
  for (const Resistor& r : network.resistors) ends.push_back(std::minmax(vertex[r.a], vertex[r.b]));
  return ends;
}

std::vector<Ends> simple_edges(std::vector<Ends> edges) {
  std::erase_if(edges, [](const Ends& e) { return e.first == e.second; });
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

// Of v the smaller neighbours come first, in order, from edges (u, v), then the larger ones from (v, w).
Adjacency::Adjacency(const std::vector<Ends>& edges, std::size_t n_vertices) : start_(n_vertices + 1, 0) {
  for (const auto& [u, v] : edges) ++start_[u + 1], ++start_[v + 1];
  for (std::size_t v = 0; v < n_vertices; ++v) start_[v + 1] += start_[v];
  target_.resize(start_.back());
  std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
  for (const auto& [u, v] : edges) target_[next[v]++] = u;
  for (const auto& [u, v] : edges) target_[next[u]++] = v;
}

// Boost's algorithm wants simple graphs, so parallel edges share one.
std::vector<std::uint32_t> blocks(const std::vector<Ends>& edges, std::size_t n_vertices) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                      boost::property<boost::edge_index_t, std::size_t>>;
  const std::vector<Ends> simple = simple_edges(edges);
  Graph graph(n_vertices);
  for (std::size_t k = 0; k < simple.size(); ++k) boost::add_edge(simple[k].first, simple[k].second, k, graph);
  std::vector<std::uint32_t> block(simple.size(), no_block);
  boost::biconnected_components(graph,
                                boost::make_iterator_property_map(block.begin(), boost::get(boost::edge_index, graph)));
  std::vector<std::uint32_t> of_edge(edges.size(), no_block);
  for (std::size_t k = 0; k < edges.size(); ++k)
    if (edges[k].first != edges[k].second)
      of_edge[k] =
          block[static_cast<std::size_t>(std::lower_bound(simple.begin(), simple.end(), edges[k]) - simple.begin())];
  return of_edge;
}

}  // namespace somn::netgen
