// The fewest junctions between source and drain: the largest flow with capacity 1 for every junction (Y. Boykov,
// V. Kolmogorov, IEEE Trans. Pattern Anal. 26, 1124 (2004)) on the graph of contacts, in which parallel junctions are
// one edge of their number. Only what lies between source and drain takes part.
#include "graph.hpp"

#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <numeric>

namespace somn::netgen {
namespace {

struct Flow {
  long capacity = 0, residual = 0;
  std::size_t reverse = 0;  // index of the opposite arc
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Flow>;
using Arc = boost::graph_traits<Graph>::edge_descriptor;

struct Reverse {  // arc -> opposite arc
  const Graph* graph;
  const std::vector<Arc>* arcs;
};
Arc get(const Reverse& map, const Arc& arc) {
  return (*map.arcs)[(*map.graph)[arc].reverse];
}

}  // namespace
}  // namespace somn::netgen

template <>
struct boost::property_traits<somn::netgen::Reverse> {
  using key_type = somn::netgen::Arc;
  using value_type = somn::netgen::Arc;
  using reference = somn::netgen::Arc;
  using category = boost::readable_property_map_tag;
};

namespace somn::netgen {

std::optional<std::size_t> minimum_cut(const Network& network) {
  const Vertices vertices = contacts(network);
  const std::vector<bool> live = between_source_and_drain(network, vertices);
  const std::vector<Ends> all = junction_ends(network, vertices);
  std::vector<Ends> edges;
  for (std::size_t k = 0; k < all.size(); ++k)
    if (live[k]) edges.push_back(all[k]), edges.emplace_back(all[k].second, all[k].first);
  if (edges.empty()) return {};
  std::sort(edges.begin(), edges.end());
  std::vector<Flow> flow;
  std::vector<Ends> arcs;
  for (const Ends& e : edges) {
    if (arcs.empty() || arcs.back() != e) arcs.push_back(e), flow.push_back({});
    ++flow.back().capacity;
  }
  for (std::size_t k = 0; k < arcs.size(); ++k)
    flow[k].reverse = static_cast<std::size_t>(
        std::lower_bound(arcs.begin(), arcs.end(), Ends(arcs[k].second, arcs[k].first)) - arcs.begin());

  Graph graph(boost::edges_are_sorted, arcs.begin(), arcs.end(), flow.begin(), vertices.n);
  std::vector<Arc> arc_list;
  for (auto [it, end] = boost::edges(graph); it != end; ++it) arc_list.push_back(*it);
  std::vector<Arc> predecessor(vertices.n);
  std::vector<boost::default_color_type> colour(vertices.n);
  std::vector<long> distance(vertices.n);
  const auto vertex_index = boost::get(boost::vertex_index, graph);
  const auto per_vertex = [&](auto& values) { return boost::make_iterator_property_map(values.begin(), vertex_index); };
  return static_cast<std::size_t>(boost::boykov_kolmogorov_max_flow(
      graph, boost::get(&Flow::capacity, graph), boost::get(&Flow::residual, graph), Reverse{&graph, &arc_list},
      per_vertex(predecessor), per_vertex(colour), per_vertex(distance), vertex_index,
      vertices[network.electrodes.at("source").front()], vertices[network.electrodes.at("drain").front()]));
}

}  // namespace somn::netgen
