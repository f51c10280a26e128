// The part of a film that is kept.
//
//   kept_edges         all (keep_all), or those of the electrodes' components, or (prune) those on current paths
//   kept_nodes         their ends and the electrodes, renumbered without holes; all with keep_all
//   select_junctions   with their values
//   select_bodies      node by node
//   place_nodes        where the film says, else the mean of a node's bodies; contacts in the middle of their side
//
// Resistors are edges like junctions: they stand behind them in the list of edges.
#include "selection.hpp"

#include "groups.hpp"

#include <somn/netgen/measures.hpp>

#include <cmath>

namespace somn::netgen {
namespace {

using Numbers = std::vector<std::uint32_t>;  // per old node: its new number, or none

std::vector<Junction> edges_of(const Network& network) {
  std::vector<Junction> edges = network.junctions;
  for (const Resistor& r : network.resistors) edges.push_back({r.a, r.b});
  return edges;
}

std::vector<bool> kept_edges(const Network& network, const std::vector<Junction>& edges, const Settings& settings) {
  if (settings.flag("prune")) {
    CurrentPaths paths = current_paths(network);
    paths.junctions.insert(paths.junctions.end(), paths.resistors.begin(), paths.resistors.end());
    return paths.junctions;
  }
  std::vector<bool> kept(edges.size(), true);
  if (settings.flag("keep_all")) return kept;
  Groups components(network.n_nodes);
  for (const Junction& e : edges) components.join(e.positive.index, e.negative.index);
  std::vector<bool> is_joined(network.n_nodes, false);
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId node : nodes) is_joined[components.find(node.index)] = true;
  for (std::size_t k = 0; k < kept.size(); ++k) kept[k] = is_joined[components.find(edges[k].positive.index)];
  return kept;
}

Numbers kept_nodes(const Network& network, const std::vector<Junction>& edges, const std::vector<bool>& kept,
                   bool keep_all) {
  Numbers number(network.n_nodes, keep_all ? 0 : none);
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId node : nodes) number[node.index] = 0;
  for (std::size_t k = 0; k < kept.size(); ++k)
    if (kept[k]) number[edges[k].positive.index] = number[edges[k].negative.index] = 0;
  std::uint32_t next = 0;
  for (std::uint32_t& n : number)
    if (n != none) n = next++;
  return number;
}

void select_junctions(Network& network, const Film& film, const std::vector<Joined>& joined,
                      const std::vector<bool>& kept, const Numbers& number) {
  network.junctions.clear();
  std::vector<double> x, y, width;
  for (std::size_t k = 0; k < joined.size(); ++k) {
    if (!kept[k]) continue;
    const auto& [junction, gap] = joined[k];
    network.junctions.push_back({{number[junction.positive.index]}, {number[junction.negative.index]}});
    x.push_back(film.gaps[gap].at.x);
    y.push_back(film.gaps[gap].at.y);
    width.push_back(film.gaps[gap].width);
  }
  if (film.has_geometry()) network.junction_values = {{"x_m", std::move(x)}, {"y_m", std::move(y)}};
  if (film.has_width) network.junction_values["gap_m"] = std::move(width);
}

void select_resistors(Network& network, const std::vector<bool>& kept, std::size_t first, const Numbers& number) {
  std::vector<Resistor> resistors;
  for (std::size_t k = 0; k < network.resistors.size(); ++k)
    if (const Resistor& r = network.resistors[k]; kept[first + k])
      resistors.push_back({{number[r.a.index]}, {number[r.b.index]}, r.resistance});
  network.resistors = std::move(resistors);
}

// The bodies of the kept nodes, node by node, each node's as deposited.
void select_bodies(Network& network, const Film& film, const Numbers& number) {
  std::vector<std::size_t> next(network.n_nodes + 1, 0);
  for (const Body& body : film.bodies)
    if (number[body.node.index] != none) ++next[number[body.node.index] + 1];
  for (std::size_t n = 0; n < network.n_nodes; ++n) next[n + 1] += next[n];
  network.bodies.resize(next.back());
  for (const Body& body : film.bodies)
    if (const std::uint32_t node = number[body.node.index]; node != none)
      network.bodies[next[node]++] = {{node}, body.a, body.b, body.radius};
}

double nearest_image(double v, double reference, double period, bool periodic) {
  return periodic ? v - period * std::round((v - reference) / period) : v;
}

// Where sides are periodic, a body counts at its image nearest to the node's first one.
void place_nodes(Network& network, const Film& film) {
  std::vector<std::size_t> count(network.n_nodes, 0);
  std::vector<Point> first(network.n_nodes);
  network.positions.assign(network.n_nodes, {});
  for (const Body& body : network.bodies) {
    const std::size_t n = body.node.index;
    const Point middle{0.5 * (body.a.x + body.b.x), 0.5 * (body.a.y + body.b.y)};
    if (count[n]++ == 0) first[n] = middle;
    network.positions[n].x += nearest_image(middle.x, first[n].x, film.box.x, film.periodic.x);
    network.positions[n].y += nearest_image(middle.y, first[n].y, film.box.y, film.periodic.y);
  }
  for (std::size_t n = 0; n < network.n_nodes; ++n) {
    Point& p = network.positions[n];
    const double weight = count[n] > 0 ? 1 / static_cast<double>(count[n]) : 0;
    p = film.folded({weight * p.x, weight * p.y});
  }
}

void place_as_told(Network& network, const Film& film, const Numbers& number) {
  for (std::size_t g = 0; g < number.size(); ++g) {
    if (number[g] == none) continue;
    if (!film.places.empty()) network.positions[number[g]] = film.places[g];
    if (!film.heights.empty()) network.heights[number[g]] = film.heights[g];
  }
}

void place_contacts(Network& network, const AttachedFilm& f) {
  if (f.contacts.joining == Contacts::Joining::themselves) return;
  for (const Contact& c : f.contacts.list) {
    const std::uint32_t node = network.electrodes.at(c.name).front().index;
    network.positions[node] = c.middle;
    if (!network.heights.empty())
      network.heights[node] = 0.5 * *std::max_element(f.film.heights.begin(), f.film.heights.end());
  }
}

}  // namespace

void select(Network& network, const AttachedFilm& f, const std::vector<Joined>& joined, Numbers node_of,
            const Settings& settings) {
  const std::vector<Junction> edges = edges_of(network);
  const std::vector<bool> kept = kept_edges(network, edges, settings);
  const Numbers number = kept_nodes(network, edges, kept, settings.flag("keep_all"));
  network.n_nodes =
      static_cast<std::size_t>(std::count_if(number.begin(), number.end(), [](std::uint32_t n) { return n != none; }));
  select_junctions(network, f.film, joined, kept, number);
  select_resistors(network, kept, joined.size(), number);
  for (auto& [name, nodes] : network.electrodes)
    for (NodeId& node : nodes) node = {number[node.index]};
  if (!f.film.has_geometry()) return;
  for (std::uint32_t& node : node_of) node = number[node];
  select_bodies(network, f.film, node_of);
  place_nodes(network, f.film);
  if (!f.film.heights.empty()) network.heights.assign(network.n_nodes, 0);
  place_as_told(network, f.film, node_of);
  place_contacts(network, f);
  if (!f.film.shows_bodies) network.bodies.clear();
}

}  // namespace somn::netgen
