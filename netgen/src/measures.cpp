#include "distances.hpp"
#include "graph.hpp"

#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace somn::netgen {
namespace {

void measure_degrees(const std::vector<Ends>& junctions, std::size_t n_bodies, Measures& m) {
  std::vector<std::size_t> degree(n_bodies, 0);
  for (const auto& [u, v] : junctions)
    if (u != v) ++degree[u], ++degree[v];
  if (degree.empty()) return;
  const double n = static_cast<double>(n_bodies);
  m.mean_degree = static_cast<double>(std::accumulate(degree.begin(), degree.end(), std::size_t{0})) / n;
  const auto [low, high] = std::minmax_element(degree.begin(), degree.end());
  m.min_degree = *low, m.max_degree = *high;
  m.degree_histogram.assign(m.max_degree + 1, 0);
  for (const std::size_t k : degree) {
    ++m.degree_histogram[k];
    const double deviation = static_cast<double>(k) - m.mean_degree;
    m.degree_variance += deviation * deviation / n;
  }
}

// r = (<jk> - <k>^2) / (<k^2> - <k>^2) over both directions of every edge, j and k the degrees at its ends.
std::optional<double> assortativity(const std::vector<Ends>& edges, const Adjacency& graph) {
  double n = 0, sum = 0;
  const auto degree = [&](std::uint32_t v) { return static_cast<double>(graph.degree(v)); };
  for (const auto& [u, v] : edges) sum += degree(u) + degree(v), n += 2;
  const double mean = sum / n;
  double covariance = 0, variance = 0;
  for (const auto& [u, v] : edges) {
    const double j = degree(u) - mean, k = degree(v) - mean;
    covariance += 2 * j * k;
    variance += j * j + k * k;
  }
  if (!(variance > 1e-12 * n)) return {};
  return covariance / variance;
}

// Triangles at every vertex. Each is found once, from its vertex of the lowest rank, by marking that one's neighbours
// of higher rank, ranks ascending in degree: O(edges^1.5), M. Latapy, Theor. Comput. Sci. 407, 458 (2008).
std::vector<std::size_t> triangles(const Adjacency& graph) {
  const auto before = [&](std::uint32_t u, std::uint32_t v) {
    return std::pair(graph.degree(u), u) < std::pair(graph.degree(v), v);
  };
  std::vector<std::size_t> found(graph.n_vertices(), 0);
  std::vector<std::uint32_t> mark(graph.n_vertices(), unreached);
  for (std::uint32_t u = 0; u < graph.n_vertices(); ++u) {
    for (const std::uint32_t v : graph.neighbours(u))
      if (before(u, v)) mark[v] = u;
    for (const std::uint32_t v : graph.neighbours(u)) {
      if (!before(u, v)) continue;
      for (const std::uint32_t w : graph.neighbours(v))
        if (mark[w] == u && before(v, w)) ++found[u], ++found[v], ++found[w];
    }
  }
  return found;
}

double pairs_of(std::size_t k) {
  return 0.5 * static_cast<double>(k) * (static_cast<double>(k) - 1);
}

// sigma of the component with mean clustering C (its formula: measures.hpp).
std::optional<double> small_world(double clustering, double mean_path, std::size_t n_vertices, double mean_degree) {
  if (n_vertices < 3 || !(mean_degree > 1)) return {};
  const double n = static_cast<double>(n_vertices);
  const double random_clustering = mean_degree / (n - 1);
  const double random_path = (std::log(n) - std::numbers::egamma) / std::log(mean_degree) + 0.5;
  return (clustering / random_clustering) / (mean_path / random_path);
}

void measure_clustering(const Adjacency& graph, const std::vector<std::uint32_t>& component, Measures& m) {
  if (graph.n_vertices() == 0) return;
  const std::vector<std::size_t> found = triangles(graph);
  const auto local = [&](std::size_t v) {
    const std::size_t k = graph.degree(v);
    return k < 2 ? 0 : static_cast<double>(found[v]) / pairs_of(k);
  };
  double total = 0, closed = 0, open = 0;
  for (std::size_t v = 0; v < graph.n_vertices(); ++v) {
    total += local(v);
    closed += static_cast<double>(found[v]);
    open += pairs_of(graph.degree(v));
  }
  m.clustering = total / static_cast<double>(graph.n_vertices());
  if (open > 0) m.transitivity = closed / open;

  double of_component = 0, degree = 0;
  for (const std::uint32_t v : component) of_component += local(v), degree += static_cast<double>(graph.degree(v));
  const double n = static_cast<double>(component.size());
  m.small_world = small_world(of_component / n, m.mean_path, component.size(), degree / n);
}

void measure_topology(const Network& network, Measures& m) {
  const Vertices body = bodies(network);
  m.bodies = body.n;
  const std::vector<Ends> junctions = junction_ends(network, body), edges = simple_edges(junctions);
  measure_degrees(junctions, body.n, m);
  const Adjacency graph(edges, body.n);
  const std::vector<std::uint32_t> component = main_component(graph, m);
  std::vector<bool> is_main(body.n, false);
  for (const std::uint32_t v : component) is_main[v] = true;
  m.main_component = static_cast<std::size_t>(
      std::count_if(body.of_node.begin(), body.of_node.end(), [&](auto v) { return is_main[v]; }));
  measure_paths(graph, component, m);
  measure_clustering(graph, component, m);
  m.assortativity = assortativity(edges, graph);
  const Communities found = communities(network);
  m.communities = found.n;
  m.modularity = found.modularity;
}

std::size_t count(const std::vector<bool>& claims) {
  return static_cast<std::size_t>(std::count(claims.begin(), claims.end(), true));
}

// Is a node joined to an electrode? [node]
std::vector<bool> joined_to_electrodes(const Network& network) {
  const Vertices vertices = circuit(network);
  const Adjacency graph(simple_edges(edge_ends(network, vertices)), vertices.n);
  std::vector<bool> joined(vertices.n, false), of_node;
  Reach reach;
  for (const auto& [name, nodes] : network.electrodes) {
    if (joined[vertices[nodes.front()]]) continue;
    reach_from(graph, vertices[nodes.front()], reach);
    for (const std::uint32_t v : reach.order) joined[v] = true;
  }
  for (const std::uint32_t v : vertices.of_node) of_node.push_back(joined[v]);
  return of_node;
}

void measure_backbone(const Network& network, Measures& m) {
  const CurrentPaths paths = current_paths(network);
  if (count(paths.nodes) == 0) return;
  m.backbone_junctions = count(paths.junctions);
  m.backbone_nodes = count(paths.nodes);
  m.dead_end_junctions = m.junctions - *m.backbone_junctions;
  std::vector<bool> is_terminal(network.n_nodes, false);
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId node : nodes) is_terminal[node.index] = true;
  const std::vector<bool> joined = joined_to_electrodes(network);
  std::size_t junctions = 0, nodes = 0;
  for (std::size_t k = 0; k < m.junctions; ++k)
    if (!paths.junctions[k] && joined[network.junctions[k].positive.index]) ++junctions;
  for (std::size_t k = 0; k < m.nodes; ++k)
    if (!paths.nodes[k] && joined[k] && !is_terminal[k]) ++nodes;
  m.dangling_junctions = junctions;
  m.dangling_nodes = nodes;
}

void measure_transport(const Network& network, Measures& m) {
  if (!m.is_spanning) return;
  m.shortest_path = shortest_path(network);
  const Cuts found = cuts(network);
  m.cut_junctions = count(found.junctions);
  m.cut_bodies = found.n_bodies;
  m.minimum_cut = minimum_cut(network);
  m.effective_conductance = effective_conductance(network);
}

}  // namespace

std::optional<std::size_t> shortest_path(const Network& network) {
  if (!is_spanning(network)) return {};
  const Vertices contact = contacts(network);
  Reach reach;
  reach_from(Adjacency(simple_edges(junction_ends(network, contact)), contact.n),
             contact[network.electrodes.at("source").front()], reach);
  return reach.distance[contact[network.electrodes.at("drain").front()]];
}

Measures measure(const Network& network) {
  Measures m;
  m.nodes = network.n_nodes;
  m.junctions = network.n_junctions();
  m.resistors = network.resistors.size();
  m.is_spanning = is_spanning(network);
  measure_topology(network, m);
  measure_backbone(network, m);
  measure_transport(network, m);
  const RelativeDensity density = density_against_threshold(network);
  m.relative_density = density.value;
  m.density_rule = density.rule;
  m.hash = hash(network);
  return m;
}

}  // namespace somn::netgen
