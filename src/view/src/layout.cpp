#include <somn/view/layout.hpp>

#include <somn/core/random.hpp>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/fruchterman_reingold.hpp>
#include <boost/graph/topology.hpp>
#include <cmath>
#include <deque>

namespace somn::view {
namespace {

using netgen::Network;
using netgen::Point;

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
  std::vector<Point> positions = force_directed(network);
  level(positions, network);
  return positions;
}

}  // namespace somn::view
