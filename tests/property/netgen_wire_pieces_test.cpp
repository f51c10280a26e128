// Resistive wires: the same film as with ideal ones, seen closer.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <grow.hpp>
#include <map>
#include <numbers>
#include <set>

using namespace somn;
using namespace somn::netgen;
using somn::test::Options;

namespace {

// Node -> node, with everything that resistors join made one.
std::vector<std::uint32_t> contracted(const Network& n) {
  std::vector<std::uint32_t> node(n.n_nodes);
  for (std::uint32_t k = 0; k < node.size(); ++k) node[k] = k;
  for (bool changed = true; changed;) {
    changed = false;
    for (const Resistor& r : n.resistors) {
      const std::uint32_t least = std::min(node[r.a.index], node[r.b.index]);
      changed |= node[r.a.index] != least || node[r.b.index] != least;
      node[r.a.index] = node[r.b.index] = least;
    }
  }
  return node;
}

using Places = std::map<std::pair<double, double>, std::pair<bool, std::pair<std::uint32_t, std::uint32_t>>>;

template <class Group>
Places junctions_by_place(const Network& n, Group group) {
  Places places;
  for (std::size_t k = 0; k < n.n_junctions(); ++k) {
    const std::uint32_t p = group(n.junctions[k].positive), q = group(n.junctions[k].negative);
    if (p == q) continue;
    places[{n.junction_values.at("x_m")[k], n.junction_values.at("y_m")[k]}] = {p < q, std::minmax(p, q)};
  }
  return places;
}

const std::vector<Options> films{
    {{"box", "30 um"}},
    {{"box", "30 um"}, {"periodic", "true"}},
    {{"box", "30 um"}, {"electrodes", "bus"}},
    {{"box", "30 um"}, {"electrodes", "pads"}, {"pads", "source: 0, 0, 6 um, 30 um; drain: 24 um, 0, 30 um, 30 um"}},
    {{"box", "30 um"}, {"electrodes", "points"}, {"periodic", "true"}},
};

template <class Check>
void for_each_film(Check check) {
  for (std::size_t k = 0; k < films.size(); ++k) {
    int grown = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      Options ideal = films[k];
      ideal.emplace_back("keep_all", "true");
      ideal.emplace_back("parallel", "true");
      Options resistive = ideal;
      resistive.emplace_back("representation", "resistive");
      INFO("film " << k << " seed " << seed);
      const auto n = test::grow_if("wires", seed, ideal);
      if (n) check(*n, *test::grow_if("wires", seed, resistive)), ++grown;
    }
    CHECK(grown >= 10);
  }
}

}  // namespace

TEST_CASE("without their resistance the wires are ideal again, junction for junction, with the same polarity") {
  for_each_film([](const Network& ideal, const Network& resistive) {
    const std::vector<std::uint32_t> node = contracted(resistive);
    const Places expected = junctions_by_place(ideal, [](NodeId k) { return k.index; });
    const Places found = junctions_by_place(resistive, [&](NodeId k) { return node[k.index]; });
    REQUIRE(found.size() == expected.size());
    std::map<std::uint32_t, std::uint32_t> ideal_of;  // one body each
    for (auto p = expected.begin(), q = found.begin(); p != expected.end(); ++p, ++q) {
      CHECK(p->first.first == Approx(q->first.first));
      const auto [low, high] = p->second.second;
      const auto [least, greatest] = q->second.second;
      CHECK(p->second.first == q->second.first);  // polarity
      CHECK(ideal_of.try_emplace(least, low).first->second == low);
      CHECK(ideal_of.try_emplace(greatest, high).first->second == high);
    }
  });
}

TEST_CASE("a piece of wire has 4 rho l / (pi d^2), between nodes that lie on it") {
  const double rho = 22.6e-9, d = 50e-9;
  const std::pair<std::string, std::string> bus{"electrodes", "bus"};
  for_each_film([&](const Network&, const Network& n) {
    const std::size_t n_contacts = n.positions.size() > 0 && n.bodies.front().node.index < 2 ? 2 : 0;
    for (const Resistor& r : n.resistors) {
      CHECK(r.resistance > 0);
      if (r.a.index < n_contacts || r.b.index < n_contacts) continue;  // a contact is not a place
      const Point p = n.positions[r.a.index], q = n.positions[r.b.index];
      double dx = p.x - q.x, dy = p.y - q.y;
      dx -= 30e-6 * std::round(dx / 30e-6), dy -= 30e-6 * std::round(dy / 30e-6);
      const double expected = 4 * rho * std::hypot(dx, dy) / (std::numbers::pi * d * d);
      if (std::hypot(dx, dy) < 1e-9 || std::hypot(dx, dy) > 14e-6) continue;
      CHECK(r.resistance <= expected * (1 + 1e-6));
      const bool has_parts = std::count(n.parameters.begin(), n.parameters.end(), bus) > 0;  // nodes beyond the border
      if (!has_parts) CHECK(r.resistance == Approx(expected).epsilon(1e-6));
    }
  });
}

TEST_CASE("both nodes of a junction lie where the wires cross") {
  for_each_film([&](const Network&, const Network& n) {
    std::vector<bool> is_contact(n.n_nodes, false);
    for (const auto& [name, nodes] : n.electrodes)
      for (const NodeId node : nodes) is_contact[node.index] = true;
    const std::pair<std::string, std::string> bus{"electrodes", "bus"};
    if (std::count(n.parameters.begin(), n.parameters.end(), bus) > 0) return;  // its parts beyond the border are long
    for (std::size_t k = 0; k < n.n_junctions(); ++k)
      for (const NodeId node : {n.junctions[k].positive, n.junctions[k].negative}) {
        if (is_contact[node.index]) continue;
        double dx = n.positions[node.index].x - n.junction_values.at("x_m")[k];
        double dy = n.positions[node.index].y - n.junction_values.at("y_m")[k];
        dx -= 30e-6 * std::round(dx / 30e-6), dy -= 30e-6 * std::round(dy / 30e-6);
        CHECK(std::hypot(dx, dy) < 1e-12);
      }
  });
}

TEST_CASE("the pieces of all wires are no longer than the wires") {
  const Network n = test::grow("wires", {{"seed", "4"}, {"box", "20 um"}, {"representation", "resistive"}});
  const Network ideal = test::grow("wires", {{"seed", "4"}, {"box", "20 um"}});
  double in_pieces = 0, whole = 0;  // the wires' length between their first and last stop is at most their length
  for (const Resistor& r : n.resistors) in_pieces += r.resistance * std::numbers::pi * 2.5e-15 * 0.25 / 22.6e-9;
  for (const Body& b : ideal.bodies) whole += std::hypot(b.a.x - b.b.x, b.a.y - b.b.y);
  CHECK(in_pieces < whole);
  CHECK(in_pieces > 0.5 * whole);
}

TEST_CASE("pruned resistive networks have no dead ends: every node but the electrodes has two edges or more") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto n = test::grow_if("wires", seed, {{"box", "30 um"}, {"representation", "resistive"}, {"prune", "true"}});
    if (!n) continue;
    std::vector<int> degree(n->n_nodes, 0);
    for (const Junction& j : n->junctions) ++degree[j.positive.index], ++degree[j.negative.index];
    for (const Resistor& r : n->resistors) ++degree[r.a.index], ++degree[r.b.index];
    for (std::size_t k = 2; k < degree.size(); ++k) CHECK(degree[k] >= 2);
  }
}
