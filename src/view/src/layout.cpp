#include <somn/core/random.hpp>
#include <somn/view/layout.hpp>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/fruchterman_reingold.hpp>
#include <boost/graph/topology.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cmath>
#include <deque>
#include <limits>

namespace somn::view {
namespace {

using netgen::Network;
using netgen::Point;

constexpr std::size_t most_forces = 2000;  // nodes: 2 s; the forces take a time that grows with their square

std::vector<NodeId> source_nodes(const Network& network) {
  if (const auto source = network.electrodes.find("source"); source != network.electrodes.end()) return source->second;
  if (!network.electrodes.empty()) return network.electrodes.begin()->second;
  return network.n_nodes > 0 ? std::vector<NodeId>{NodeId{0}} : std::vector<NodeId>{};
}

std::vector<NodeId> drain_nodes(const Network& network) {
  const auto drain = network.electrodes.find("drain");
  return drain == network.electrodes.end() ? std::vector<NodeId>{} : drain->second;
}

std::vector<Point> force_directed(const Network& network) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
  using Topology = boost::rectangle_topology<Generator>;
  Graph graph(network.n_nodes);
  for (const netgen::Junction& junction : network.junctions)
    boost::add_edge(junction.positive.index, junction.negative.index, graph);
  for (const netgen::Resistor& r : network.resistors) boost::add_edge(r.a.index, r.b.index, graph);
  Generator generator = somn::generator(1, "layout");
  const Topology topology(generator, 0, 0, 1, 1);
  std::vector<Topology::point_type> points(network.n_nodes);
  for (auto& point : points) point = topology.random_point();
  boost::fruchterman_reingold_force_directed_layout(
      graph, boost::make_iterator_property_map(points.begin(), boost::get(boost::vertex_index, graph)), topology,
      boost::cooling(boost::linear_cooling<double>(150, 0.1)));
  std::vector<Point> positions;
  for (const auto& point : points) positions.push_back({point[0], point[1]});
  return positions;
}

// Number of edges, junctions or pieces of wire, from `start` to each node; -1 where there is no path.
std::vector<int> hops_from(std::uint32_t start, const std::vector<std::vector<std::uint32_t>>& neighbours) {
  std::vector<int> hops(neighbours.size(), -1);
  std::deque<std::uint32_t> queue{start};
  hops[start] = 0;
  while (!queue.empty()) {
    const std::uint32_t node = queue.front();
    queue.pop_front();
    for (const std::uint32_t other : neighbours[node])
      if (hops[other] < 0) hops[other] = hops[node] + 1, queue.push_back(other);
  }
  return hops;
}

std::vector<std::vector<std::uint32_t>> neighbours_of(const Network& network) {
  std::vector<std::vector<std::uint32_t>> neighbours(network.n_nodes);
  const auto join = [&](NodeId a, NodeId b) {
    neighbours[a.index].push_back(b.index);
    neighbours[b.index].push_back(a.index);
  };
  for (const netgen::Junction& j : network.junctions) join(j.positive, j.negative);
  for (const netgen::Resistor& r : network.resistors) join(r.a, r.b);
  return neighbours;
}

// Squared distances between every node and a few pivots, each the node farthest from those before it, in the largest part;
// rows and columns centred. What no path reaches is put just beyond the farthest.
Eigen::MatrixXd centred_squares(const Network& network) {
  constexpr int n_pivots = 50;
  const auto n = static_cast<Eigen::Index>(network.n_nodes);
  const std::vector<std::vector<std::uint32_t>> neighbours = neighbours_of(network);
  std::uint32_t pivot = 0;
  for (std::uint32_t node = 0; node < neighbours.size(); ++node)
    if (neighbours[node].size() > neighbours[pivot].size()) pivot = node;
  std::vector<int> nearest(network.n_nodes, std::numeric_limits<int>::max());
  Eigen::MatrixXd squares(n, n_pivots);
  for (Eigen::Index k = 0; k < n_pivots; ++k) {
    const std::vector<int> hops = hops_from(pivot, neighbours);
    const int farthest = *std::max_element(hops.begin(), hops.end());
    for (Eigen::Index node = 0; node < n; ++node) {
      const int h = hops[static_cast<std::size_t>(node)];
      const double d = h < 0 ? farthest + 2 : h;
      squares(node, k) = d * d;
      nearest[static_cast<std::size_t>(node)] = std::min(nearest[static_cast<std::size_t>(node)], h < 0 ? -1 : h);
    }
    pivot = static_cast<std::uint32_t>(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
  }
  squares.rowwise() -= squares.colwise().mean().eval();
  squares.colwise() -= squares.rowwise().mean().eval();
  return -0.5 * squares;
}

// Pivot MDS (U. Brandes & C. Pich, Graph Drawing 2006, 42 (2007)): C, n x k, the doubly centred squares of the distances to
// k pivots; the picture is C times the two first eigenvectors of C'C. Nodes that look the same to all pivots are spread
// by a part of a step. O(k (nodes + junctions)).
std::vector<Point> by_pivots(const Network& network) {
  const Eigen::MatrixXd c = centred_squares(network);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(c.transpose() * c);  // ascending
  const Eigen::VectorXd x = c * solver.eigenvectors().col(c.cols() - 1),
                        y = c * solver.eigenvectors().col(c.cols() - 2);
  double length = 0;  // of a junction in this picture
  for (const netgen::Junction& j : network.junctions)
    length += std::hypot(x(j.positive.index) - x(j.negative.index), y(j.positive.index) - y(j.negative.index)) /
              static_cast<double>(network.n_junctions());
  Generator generator = somn::generator(1, "layout");
  boost::random::uniform_real_distribution<double> part(-0.4 * length, 0.4 * length);
  std::vector<Point> positions;
  for (Eigen::Index k = 0; k < x.size(); ++k) {
    const double dx = part(generator), dy = part(generator);
    positions.push_back({x(k) + dx, y(k) + dy});
  }
  return positions;
}

Point mean_position(const std::vector<NodeId>& nodes, const std::vector<Point>& positions) {
  Point mean;
  for (const NodeId node : nodes) {
    mean.x += positions[node.index].x / static_cast<double>(nodes.size());
    mean.y += positions[node.index].y / static_cast<double>(nodes.size());
  }
  return mean;
}

// Turns the picture so that the line from the source to the drain points to the right.
void level(std::vector<Point>& positions, const Network& network) {
  const std::vector<NodeId> source = source_nodes(network), drain = drain_nodes(network);
  if (source.empty() || drain.empty()) return;
  const Point from = mean_position(source, positions), to = mean_position(drain, positions);
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  if (length == 0) return;
  const double c = (to.x - from.x) / length, s = (to.y - from.y) / length;
  for (Point& p : positions) p = {c * p.x + s * p.y, c * p.y - s * p.x};
}

// Cabinet projection: what lies deeper is drawn further up and to the right.
std::vector<Point> projected(const Network& network) {
  std::vector<Point> positions = network.positions;
  for (std::size_t k = 0; k < positions.size(); ++k)
    positions[k] = {positions[k].x + 0.42 * network.heights[k], positions[k].y + 0.27 * network.heights[k]};
  return positions;
}

}  // namespace

std::vector<std::size_t> distance_from_source(const Network& network) {
  struct Edge {
    std::uint32_t to;
    std::size_t length;  // [junctions] a piece of wire has none
  };
  std::vector<std::vector<Edge>> edges(network.n_nodes);
  const auto join = [&](NodeId a, NodeId b, std::size_t length) {
    edges[a.index].push_back({b.index, length});
    edges[b.index].push_back({a.index, length});
  };
  for (const netgen::Junction& junction : network.junctions) join(junction.positive, junction.negative, 1);
  for (const netgen::Resistor& r : network.resistors) join(r.a, r.b, 0);
  std::vector<std::size_t> distance(network.n_nodes, network.n_nodes);
  std::deque<std::uint32_t> queue;
  for (const NodeId node : source_nodes(network)) {
    distance[node.index] = 0;
    queue.push_back(node.index);
  }
  while (!queue.empty()) {
    const std::uint32_t node = queue.front();
    queue.pop_front();
    for (const Edge& e : edges[node]) {
      if (distance[e.to] <= distance[node] + e.length) continue;
      distance[e.to] = distance[node] + e.length;
      if (e.length == 0)
        queue.push_front(e.to);
      else
        queue.push_back(e.to);
    }
  }
  return distance;
}

std::vector<std::size_t> junction_distance(const Network& network) {
  const std::vector<std::size_t> node = distance_from_source(network);
  std::vector<std::size_t> distance;
  for (const netgen::Junction& junction : network.junctions)
    distance.push_back(std::min(node[junction.positive.index], node[junction.negative.index]));
  return distance;
}

std::vector<Point> drawing_positions(const Network& network) {
  if (!network.heights.empty()) return projected(network);
  if (!network.positions.empty() || network.n_nodes == 0) return network.positions;
  std::vector<Point> positions = network.n_nodes > most_forces ? by_pivots(network) : force_directed(network);
  level(positions, network);
  return positions;
}

}  // namespace somn::view
