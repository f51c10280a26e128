// What holds for every ensemble, every kind of electrode and a hundred seeds each.
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <grow.hpp>
#include <numeric>
#include <set>

using namespace somn;
using namespace somn::netgen;
using somn::test::Options;

namespace {

struct Case {
  std::string ensemble;
  Options options;
};

const std::vector<Case> cases{
    {"wires", {{"box", "35 um"}}},
    {"wires", {{"box", "35 um"}, {"electrodes", "pads"}, {"lengths", "lognormal"}, {"length_sd", "4 um"}}},
    {"wires", {{"box", "40 um"}, {"electrodes", "points"}, {"periodic", "true"}, {"angles", "normal"}}},
    {"wires", {{"box", "35 um"}, {"electrodes", "bus"}, {"angle_spread", "60 deg"}, {"angle", "30 deg"}}},
    {"wires", {{"box", "35 um"}, {"representation", "resistive"}, {"diameter_sd", "10 nm"}}},
    {"wires", {{"box", "35 um"}, {"representation", "resistive"}, {"prune", "true"}, {"periodic", "true"}}},
    {"wires",
     {{"box", "35 um"},
      {"representation", "resistive"},
      {"electrodes", "pads"},
      {"pads", "source: 0, 0, 5 um, 35 um; drain: 30 um, 0, 35 um, 20 um; gate: 30 um, 25 um, 35 um, 35 um"}}},
    {"discs", {{"box", "300 nm"}}},
    {"discs", {{"box", "250 nm"}, {"diameter_sd", "4 nm"}, {"coverage", "0.5"}, {"electrodes", "pads"}}},
    {"discs", {{"box", "250 nm"}, {"electrodes", "points"}, {"periodic", "true"}, {"coverage", "0.4"}}},
    {"discs", {{"box", "250 nm"}, {"electrodes", "bus"}, {"parallel", "true"}}},
    {"lattice", {{"size", "12"}, {"bond_p", "0.8"}}},
    {"lattice", {{"size", "12"}, {"site_p", "0.85"}, {"diagonals", "both"}, {"electrodes", "bus"}}},
    {"lattice", {{"size", "12"}, {"kind", "triangular"}, {"site_p", "0.8"}, {"periodic", "true"}}},
    {"lattice", {{"size", "12"}, {"kind", "honeycomb"}, {"bond_p", "0.9"}, {"periodic", "true"}}},
    {"lattice", {{"size", "6"}, {"kind", "cubic"}, {"bond_p", "0.6"}, {"periodic", "true"}}},
    {"lattice", {{"size", "8"}, {"electrodes", "points"}, {"points", "source: 0; drain: 63; gate: 7; gate: 56"}}},
    {"random", {{"nodes", "30"}, {"p", "0.2"}}},
    {"random", {{"nodes", "30"}, {"junctions", "100"}}},
    {"small-world", {{"nodes", "50"}, {"degree", "6"}, {"rewire", "0.3"}}},
    {"scale-free", {{"nodes", "60"}, {"links", "3"}}},
};

std::string describe(const Case& c) {
  std::string text = c.ensemble;
  for (const auto& [name, value] : c.options) text += " " + name + "=" + value;
  return text;
}

// n networks of each case, from as many seeds as that takes.
template <class Check>
void for_each_network(std::uint64_t n, Check check) {
  for (const Case& c : cases) {
    std::uint64_t grown = 0, seed = 0;
    while (grown < n && seed < 5 * n) {
      INFO(describe(c) << " seed " << ++seed);
      if (const auto network = test::grow_if(c.ensemble, seed, c.options)) check(*network, c), ++grown;
    }
    INFO(describe(c));
    CHECK(grown == n);
  }
}

bool allows_parallel(const Case& c) {
  return std::find(c.options.begin(), c.options.end(), std::pair<std::string, std::string>{"parallel", "true"}) !=
         c.options.end();
}

}  // namespace

TEST_CASE(
    "no self-loops, no duplicates unless asked, ascending, valid electrodes, degrees sum to twice the junctions") {
  for_each_network(100, [](const Network& n, const Case& c) {
    validate(n, "test");  // ends exist and differ, electrodes are disjoint, values are complete, resistances positive
    CHECK(is_spanning(n));
    CHECK(n.electrodes.contains("source"));
    CHECK(n.electrodes.contains("drain"));
    std::pair<NodeId, NodeId> previous{};
    std::vector<std::size_t> degree(n.n_nodes, 0);
    for (std::size_t k = 0; k < n.n_junctions(); ++k) {
      const std::pair<NodeId, NodeId> ends = std::minmax(n.junctions[k].positive, n.junctions[k].negative);
      if (k > 0) CHECK((allows_parallel(c) ? previous <= ends : previous < ends));
      previous = ends;
      ++degree[ends.first.index], ++degree[ends.second.index];
    }
    CHECK(std::accumulate(degree.begin(), degree.end(), std::size_t{0}) == 2 * n.n_junctions());
    if (n.electrodes.size() == 2) CHECK(measure(n).components == 1);
    const bool is_graph = c.ensemble == "random" || c.ensemble == "small-world" || c.ensemble == "scale-free";
    CHECK(n.positions.size() == (is_graph ? 0 : n.n_nodes));
    CHECK(n.junction_values.contains("x_m") == !is_graph);
  });
}

TEST_CASE("the same seed gives the same network, another seed another one") {
  for_each_network(10, [](const Network& n, const Case& c) {
    CHECK(hash(*test::grow_if(c.ensemble, n.seed, n.parameters)) == hash(n));  // from what the network says of itself
    if (const auto other = test::grow_if(c.ensemble, n.seed + 1000, c.options))
      if (c.ensemble != "lattice" || c.options.size() > 3) CHECK(hash(*other) != hash(n));
  });
}
