#include <somn/view/layout.hpp>
#include <somn/view/scene.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace somn::view {
namespace {

using netgen::Network;
using netgen::Point;

struct Frame {
  Point centre;     // [m]
  double half = 1;  // [m] > 0
  float x(double value) const { return static_cast<float>((value - centre.x) / half); }
  float y(double value) const { return static_cast<float>((value - centre.y) / half); }
};

Frame frame_of(const Network& network, const std::vector<Point>& positions) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double left = infinity, right = -infinity, bottom = infinity, top = -infinity;
  const auto add = [&](Point p, double r) {
    left = std::min(left, p.x - r), right = std::max(right, p.x + r);
    bottom = std::min(bottom, p.y - r), top = std::max(top, p.y + r);
  };
  for (const netgen::Body& b : network.bodies) add(b.a, b.radius), add(b.b, b.radius);
  if (network.bodies.empty())
    for (const Point& p : positions) add(p, 0);
  if (!(left <= right)) return {};
  const double half = std::max(right - left, top - bottom) / 2;
  return {{(left + right) / 2, (bottom + top) / 2}, half > 0 ? half : 1};
}

struct Places {
  std::vector<float> nodes, junctions, lines;  // x, y; x, y; x, y, x, y
};

bool is_outside(const Point& p, const Point& a, const Point& b) {
  const double margin = 1e-6 * (std::abs(a.x - b.x) + std::abs(a.y - b.y));
  return p.x < std::min(a.x, b.x) - margin || p.x > std::max(a.x, b.x) + margin || p.y < std::min(a.y, b.y) - margin ||
         p.y > std::max(a.y, b.y) + margin;
}

// A junction stands at its own place, else midway between its nodes; one over a periodic side has a dot and no line.
Places places_of(const Network& network, const std::vector<Point>& positions, const Frame& frame) {
  Places places;
  for (const Point& p : positions) places.nodes.insert(places.nodes.end(), {frame.x(p.x), frame.y(p.y)});
  const auto x = network.junction_values.find("x_m"), y = network.junction_values.find("y_m");
  const bool is_placed =
      x != network.junction_values.end() && y != network.junction_values.end() && network.heights.empty();
  for (std::size_t k = 0; k < network.n_junctions(); ++k) {
    const Point a = positions[network.junctions[k].positive.index], b = positions[network.junctions[k].negative.index];
    const Point middle = is_placed ? Point{x->second[k], y->second[k]} : Point{(a.x + b.x) / 2, (a.y + b.y) / 2};
    const bool is_over_side = is_outside(middle, a, b);
    const Point from = is_over_side ? middle : a, to = is_over_side ? middle : b;
    places.junctions.insert(places.junctions.end(), {frame.x(middle.x), frame.y(middle.y)});
    places.lines.insert(places.lines.end(), {frame.x(from.x), frame.y(from.y), frame.x(to.x), frame.y(to.y)});
  }
  return places;
}

void add_bodies(const Network& network, const Frame& frame, Payload& payload) {
  std::vector<float> ends, radii;
  std::vector<std::uint32_t> nodes;
  for (const netgen::Body& b : network.bodies) {
    ends.insert(ends.end(), {frame.x(b.a.x), frame.y(b.a.y), frame.x(b.b.x), frame.y(b.b.y)});
    radii.push_back(static_cast<float>(b.radius / frame.half));
    nodes.push_back(b.node.index);
  }
  payload.add("body_ends", ends);
  payload.add("body_radius", radii);
  payload.add("body_node", nodes, 1);
}

Json electrodes_of(const Network& network) {
  Json list = Json::array();
  for (const auto& [name, nodes] : network.electrodes) {
    Json ids = Json::array();
    for (const NodeId node : nodes) ids.push_back(node.index);
    list.push_back({{"name", name}, {"nodes", ids}});
  }
  return list;
}

void add_values(const Network& network, Json& facts, Payload& payload) {
  Json names = Json::array();
  for (const auto& [name, values] : network.junction_values) {
    if (name == "x_m" || name == "y_m") continue;
    payload.add("value:" + name, std::vector<float>(values.begin(), values.end()));
    names.push_back(name);
  }
  facts["values"] = names;
  std::vector<std::string> laws;
  std::vector<std::uint8_t> law_of;
  for (const std::string& law : network.junction_law) {
    auto at = std::find(laws.begin(), laws.end(), law);
    if (at == laws.end()) at = laws.insert(laws.end(), law);
    law_of.push_back(static_cast<std::uint8_t>(at - laws.begin()));
  }
  facts["laws"] = laws;
  if (!law_of.empty()) payload.add("junction_law", law_of);
}

}  // namespace

void add_network(const Network& network, Json& facts, Payload& payload) {
  const std::vector<Point> positions = drawing_positions(network);
  const Frame frame = frame_of(network, positions);
  const bool is_film = !network.bodies.empty(), is_placed = is_film || !network.positions.empty();
  Json json{{"ensemble", network.ensemble},
            {"seed", std::to_string(network.seed)},
            {"n_nodes", network.n_nodes},
            {"n_junctions", network.n_junctions()},
            {"n_resistors", network.resistors.size()},
            {"is_film", is_film},
            {"half_m", is_placed && network.heights.empty() ? Json(frame.half) : Json()},
            {"centre_m", {frame.centre.x, frame.centre.y}},
            {"electrodes", electrodes_of(network)}};
  json["parameters"] = Json::array();
  for (const auto& [key, value] : network.parameters) json["parameters"].push_back({key, value});
  if (!is_placed) facts["notes"].push_back("The file holds no positions: nodes stand where a force-directed layout puts them.");

  const Places places = places_of(network, positions, frame);
  payload.add("node_xy", places.nodes);
  payload.add("junction_xy", places.junctions);
  if (is_film) add_bodies(network, frame, payload);
  if (!is_film) payload.add("line_ends", places.lines);
  std::vector<std::uint32_t> positive, negative;
  for (const netgen::Junction& j : network.junctions)
    positive.push_back(j.positive.index), negative.push_back(j.negative.index);
  payload.add("positive", positive);
  payload.add("negative", negative);
  std::vector<std::uint32_t> distance;
  for (const std::size_t d : junction_distance(network)) distance.push_back(static_cast<std::uint32_t>(d));
  payload.add("distance", distance);
  add_values(network, json, payload);
  facts["network"] = json;
}

}  // namespace somn::view
