// Which junctions carry current (R. Tarjan, SIAM J. Comput. 1, 146 (1972), doi:10.1137/0201010).
//
//   contract each electrode to one node; junctions inside an electrode carry nothing
//   join source and drain by one more edge
//   find the biconnected components: two edges are in one component where a simple cycle holds both
//   a junction is live where it shares the component of the added edge: its cycle without that edge is the path
//
// Boost's algorithm wants simple graphs, so parallel junctions share one edge.
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>

namespace somn::netgen {
namespace {

using Ends = std::pair<std::uint32_t, std::uint32_t>;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                    boost::property<boost::edge_index_t, std::size_t>>;

// Node -> node, with every node of an electrode replaced by the electrode's first.
std::vector<std::uint32_t> contracted(const Network& network) {
  std::vector<std::uint32_t> node(network.n_nodes);
  for (std::uint32_t n = 0; n < network.n_nodes; ++n) node[n] = n;
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId n : nodes) node[n.index] = nodes.front().index;
  return node;
}

std::vector<Ends> simple_edges(std::vector<Ends> edges) {
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

std::vector<std::size_t> biconnected(const std::vector<Ends>& edges, std::size_t n_nodes) {
  Graph graph(n_nodes);
  for (std::size_t k = 0; k < edges.size(); ++k) boost::add_edge(edges[k].first, edges[k].second, k, graph);
  std::vector<std::size_t> component(edges.size());
  boost::biconnected_components(
      graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::edge_index, graph)));
  return component;
}

}  // namespace

std::vector<bool> on_current_path(const Network& network) {
  std::vector<bool> live(network.n_junctions(), false);
  if (!is_spanning(network)) return live;
  const std::vector<std::uint32_t> node = contracted(network);
  const auto ends = [&](const Junction& j) {
    return Ends(std::minmax(node[j.positive.index], node[j.negative.index]));
  };
  const Ends added(std::minmax(node[network.electrodes.at("source").front().index],
                               node[network.electrodes.at("drain").front().index]));
  std::vector<Ends> all{added};
  for (const Junction& j : network.junctions)
    if (const Ends e = ends(j); e.first != e.second) all.push_back(e);
  const std::vector<Ends> edges = simple_edges(std::move(all));
  const std::vector<std::size_t> component = biconnected(edges, network.n_nodes);
  const auto component_of = [&](const Ends& e) {
    return component[static_cast<std::size_t>(std::lower_bound(edges.begin(), edges.end(), e) - edges.begin())];
  };
  const std::size_t current = component_of(added);
  for (std::size_t k = 0; k < live.size(); ++k)
    if (const Ends e = ends(network.junctions[k]); e.first != e.second) live[k] = component_of(e) == current;
  return live;
}

}  // namespace somn::netgen
