// Islands and dead ends of networks small enough to see.
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>
#include <somn/netlist/trim.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using netlist::Islands;

namespace {

// 0 source, 1 drain; 0-2-1 the path; 2-3-4 a dead end, 3-4 twice; 5-6-7 and 8-9 islands, 10 alone; 4-11 a wire
netgen::Network sample() {
  netgen::Network n;
  n.n_nodes = 12;
  n.junctions = {{{0}, {2}}, {{2}, {1}}, {{2}, {3}}, {{3}, {4}}, {{4}, {3}}, {{5}, {6}}, {{6}, {7}}, {{8}, {9}}};
  n.resistors = {{{4}, {11}, 100}};
  n.electrodes = {{"source", {{0}}}, {"drain", {{1}}}};
  return n;
}

circuit::Circuit build(const netgen::Network& n) {
  return netlist::build_circuit(n, {}, {.amplitude = 1}, "t");
}

std::vector<std::uint32_t> connected(const circuit::Circuit& c) {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t n = 0; n < c.n_nodes; ++n)
    if (c.is_connected[n]) nodes.push_back(n);
  return nodes;
}

}  // namespace

TEST_CASE("islands are counted, and taken in with one leak each, or with one for every node") {
  circuit::Circuit dropped = build(sample()), kept = build(sample()), shunted = build(sample());
  CHECK(netlist::treat_islands(dropped, Islands::drop) == 2);
  CHECK(connected(dropped) == std::vector<std::uint32_t>{0, 1, 2, 3, 4, 11});
  CHECK(dropped.resistors.size() == 1);

  CHECK(netlist::treat_islands(kept, Islands::keep) == 2);
  CHECK(connected(kept) == std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11});
  REQUIRE(kept.resistors.size() == 3);
  CHECK(kept.resistors[1].a == NodeId{5});
  CHECK(kept.resistors[2].a == NodeId{8});
  for (std::size_t k = 1; k < 3; ++k) {
    CHECK(kept.resistors[k].b == kept.drain);
    CHECK(kept.resistors[k].resistance == netlist::leak);
  }
  CHECK(netlist::treat_islands(shunted, Islands::shunt) == 2);
  CHECK(shunted.resistors.size() == 1 + 10);
}

TEST_CASE("dead ends go: junctions, wires and nodes; loops of a dead end with it") {
  circuit::Circuit c = build(sample());
  const netlist::DeadEnds d = netlist::drop_dead_ends(c);
  CHECK(d.junctions == 3);
  CHECK(d.resistors == 1);
  CHECK(d.nodes == 3);
  CHECK(connected(c) == std::vector<std::uint32_t>{0, 1, 2});
  CHECK(netlist::is_in_deck(c, c.junctions[1]));
  CHECK_FALSE(netlist::is_in_deck(c, c.junctions[2]));
}

TEST_CASE("what leads to a third terminal is no dead end, what lies beyond it is") {
  netgen::Network n = sample();
  n.electrodes["gate"] = {{4}};
  circuit::Circuit c = build(n);
  const netlist::DeadEnds d = netlist::drop_dead_ends(c);
  CHECK(d.junctions == 0);
  CHECK(d.resistors == 1);
  CHECK(connected(c) == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
}

TEST_CASE("an island with a terminal of its own belongs to a subcircuit") {
  netgen::Network n = sample();
  n.electrodes["gate"] = {{6}};
  circuit::Circuit c = build(n);
  CHECK_FALSE(c.is_connected[6]);
  netlist::reach_from_terminals(c);
  CHECK(connected(c) == std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 11});
}
