#include <somn/core/random.hpp>
#include <somn/core/units.hpp>
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/clustering_coefficient.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>

namespace somn::netgen {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

constexpr std::size_t most_starts = 2000;

// Each pair of joined nodes once: distances and clustering do not see parallel junctions.
Graph simple_graph(const Network& network) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  ends.reserve(network.n_junctions());
  for (const Junction& j : network.junctions) ends.push_back(std::minmax(j.positive.index, j.negative.index));
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return Graph(ends.begin(), ends.end(), network.n_nodes);
}

// Junctions from the start to every node that can be reached; 0 for the start and for all others.
std::vector<std::size_t> distances(const Graph& graph, std::size_t start) {
  std::vector<std::size_t> distance(boost::num_vertices(graph), 0);
  boost::breadth_first_search(
      graph, start,
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(distance.data(), boost::on_tree_edge()))));
  return distance;
}

void measure_degrees(const Network& network, Measures& m) {
  std::vector<std::size_t> degree(network.n_nodes, 0);
  for (const Junction& j : network.junctions) ++degree[j.positive.index], ++degree[j.negative.index];
  if (degree.empty()) return;
  m.mean_degree = 2 * static_cast<double>(network.n_junctions()) / static_cast<double>(network.n_nodes);
  const auto [low, high] = std::minmax_element(degree.begin(), degree.end());
  m.min_degree = *low, m.max_degree = *high;
  m.degree_histogram.assign(m.max_degree + 1, 0);
  for (const std::size_t k : degree) ++m.degree_histogram[k];
}

// The nodes of the largest component, of the first where several are as large.
std::vector<std::size_t> main_component(const Graph& graph, Measures& m) {
  std::vector<std::size_t> component(boost::num_vertices(graph));
  if (component.empty()) return {};
  m.components = boost::connected_components(graph, component.data());
  std::vector<std::size_t> size(m.components, 0);
  for (const std::size_t c : component) ++size[c];
  const std::size_t largest = static_cast<std::size_t>(std::max_element(size.begin(), size.end()) - size.begin());
  std::vector<std::size_t> nodes;
  for (std::size_t n = 0; n < component.size(); ++n)
    if (component[n] == largest) nodes.push_back(n);
  m.main_component = nodes.size();
  return nodes;
}

std::vector<std::size_t> chosen_starts(std::vector<std::size_t> nodes) {
  if (nodes.size() <= most_starts) return nodes;
  Generator random = generator(1, "path starts");
  for (std::size_t k = 0; k < most_starts; ++k) {  // the first steps of a shuffle
    boost::random::uniform_int_distribution<std::size_t> other(k, nodes.size() - 1);
    std::swap(nodes[k], nodes[other(random)]);
  }
  nodes.resize(most_starts);
  return nodes;
}

void measure_distances(const Graph& graph, const std::vector<std::size_t>& nodes, Measures& m) {
  if (nodes.size() < 2) return;
  const std::vector<std::size_t> starts = chosen_starts(nodes);
  double total = 0;
  for (const std::size_t start : starts)
    for (const std::size_t d : distances(graph, start)) {
      total += static_cast<double>(d);
      m.diameter = std::max(m.diameter, d);
    }
  m.path_starts = starts.size();
  m.mean_path = total / (static_cast<double>(starts.size()) * static_cast<double>(nodes.size() - 1));
}

// From every node of the source at once: one start of its own, joined to them all, is one junction further away.
std::size_t shortest_path(Graph graph, const Network& network) {
  const auto start = boost::add_vertex(graph);
  for (const NodeId n : network.electrodes.at("source")) boost::add_edge(start, n.index, graph);
  const std::vector<std::size_t> distance = distances(graph, start);
  std::size_t shortest = network.n_nodes;
  for (const NodeId n : network.electrodes.at("drain"))
    if (distance[n.index] > 0) shortest = std::min(shortest, distance[n.index] - 1);
  return shortest;
}

double clustering(const Graph& graph) {
  const std::size_t n = boost::num_vertices(graph);
  if (n == 0) return 0;
  double total = 0;
  for (std::size_t v = 0; v < n; ++v) total += boost::clustering_coefficient<double>(graph, v);
  return total / static_cast<double>(n);
}

std::optional<double> parameter(const Network& network, std::string_view name) {
  for (const auto& [key, value] : network.parameters)
    if (key == name) return parse_number(value, network.ensemble + ": " + key);
  return {};
}

}  // namespace

std::optional<double> relative_density(const Network& network) {
  if (network.ensemble == "wires") {
    const auto density = parameter(network, "density"), length = parameter(network, "length");
    if (density && length) return *density * *length * *length / stick_threshold;
  }
  if (network.ensemble == "discs")
    if (const auto coverage = parameter(network, "coverage")) return *coverage / disc_threshold;
  return {};
}

Measures measure(const Network& network) {
  Measures m;
  m.nodes = network.n_nodes;
  m.junctions = network.n_junctions();
  m.is_spanning = is_spanning(network);
  measure_degrees(network, m);
  const Graph graph = simple_graph(network);
  measure_distances(graph, main_component(graph, m), m);
  m.clustering = clustering(graph);
  if (m.is_spanning) {
    m.shortest_path = shortest_path(graph, network);
    const std::vector<bool> live = on_current_path(network);
    m.dead_end_junctions = static_cast<std::size_t>(std::count(live.begin(), live.end(), false));
  }
  m.relative_density = relative_density(network);
  m.hash = hash(network);
  return m;
}

}  // namespace somn::netgen
