// The part of a film that is kept.
//
//   kept_junctions     all (keep_all), or those of the component of the left contact, or (prune) those on current paths
//   kept_nodes         their ends, renumbered without holes; all with keep_all
//   select_junctions   with their values
//   select_bodies      node by node
//   place_nodes        the mean of a node's bodies; contacts in the middle of their side
#include "selection.hpp"

#include "groups.hpp"

#include <somn/netgen/measures.hpp>

#include <cmath>

namespace somn::netgen {
namespace {

std::vector<bool> kept_junctions(const Network& network, const Settings& settings) {
  if (settings.flag("prune")) return on_current_path(network);
  if (settings.flag("keep_all")) return std::vector<bool>(network.n_junctions(), true);
  Groups components(network.n_nodes);
  for (const Junction& j : network.junctions) components.join(j.positive.index, j.negative.index);
  std::vector<bool> kept(network.n_junctions());
  for (std::size_t k = 0; k < kept.size(); ++k) kept[k] = components.find(network.junctions[k].positive.index) == left;
  return kept;
}

// The new number of each node, or none.
std::vector<std::uint32_t> kept_nodes(const Network& network, const std::vector<bool>& kept, bool keep_all) {
  std::vector<std::uint32_t> number(network.n_nodes, keep_all ? 0 : none);
  for (std::size_t k = 0; k < kept.size(); ++k)
    if (kept[k]) number[network.junctions[k].positive.index] = number[network.junctions[k].negative.index] = 0;
  std::uint32_t next = 0;
  for (std::uint32_t& n : number)
    if (n != none) n = next++;
  return number;
}

void select_junctions(Network& network, const Film& film, const std::vector<Joined>& joined,
                      const std::vector<bool>& kept, const std::vector<std::uint32_t>& number) {
  network.junctions.clear();
  auto& x = network.junction_values["x_m"];
  auto& y = network.junction_values["y_m"];
  for (std::size_t k = 0; k < joined.size(); ++k) {
    if (!kept[k]) continue;
    const auto& [junction, gap] = joined[k];
    network.junctions.push_back({{number[junction.positive.index]}, {number[junction.negative.index]}});
    x.push_back(film.gaps[gap].at.x);
    y.push_back(film.gaps[gap].at.y);
    if (film.has_width) network.junction_values["gap_m"].push_back(film.gaps[gap].width);
  }
}

// The bodies of the kept nodes, node by node, each node's as deposited.
void select_bodies(Network& network, const Film& film, const std::vector<std::uint32_t>& number) {
  std::vector<std::size_t> next(network.n_nodes + 1, 0);
  for (const Body& body : film.bodies)
    if (number[body.node.index] != none) ++next[number[body.node.index] + 1];
  for (std::size_t n = 0; n < network.n_nodes; ++n) next[n + 1] += next[n];
  network.bodies.resize(next.back());
  for (const Body& body : film.bodies)
    if (const std::uint32_t node = number[body.node.index]; node != none)
      network.bodies[next[node]++] = {{node}, body.a, body.b, body.radius};
}

// With `periodic`, a body counts at its image nearest to the node's first one.
void place_nodes(Network& network, double box, bool periodic) {
  std::vector<std::size_t> count(network.n_nodes, 0);
  std::vector<double> first_y(network.n_nodes, 0);
  network.positions.assign(network.n_nodes, {});
  for (const Body& body : network.bodies) {
    const std::size_t n = body.node.index;
    double y = 0.5 * (body.a.y + body.b.y);
    if (count[n]++ == 0) first_y[n] = y;
    if (periodic) y -= box * std::round((y - first_y[n]) / box);
    network.positions[n].x += 0.5 * (body.a.x + body.b.x);
    network.positions[n].y += y;
  }
  for (std::size_t n = 0; n < network.n_nodes; ++n) {
    Point& p = network.positions[n];
    p = {p.x / static_cast<double>(count[n]), p.y / static_cast<double>(count[n])};
    if (periodic) p.y -= box * std::floor(p.y / box);
  }
  network.positions[left] = {0, 0.5 * box};
  network.positions[right] = {box, 0.5 * box};
}

}  // namespace

void select(Network& network, const Film& film, const std::vector<Joined>& joined, std::vector<std::uint32_t> node_of,
            const Settings& settings) {
  const std::vector<bool> kept = kept_junctions(network, settings);
  const std::vector<std::uint32_t> number = kept_nodes(network, kept, settings.flag("keep_all"));
  network.n_nodes =
      static_cast<std::size_t>(std::count_if(number.begin(), number.end(), [](std::uint32_t n) { return n != none; }));
  select_junctions(network, film, joined, kept, number);
  for (std::uint32_t& node : node_of) node = number[node];
  select_bodies(network, film, node_of);
  place_nodes(network, film.box, settings.flag("periodic"));
}

}  // namespace somn::netgen
