// Reading back: the same bytes when written again, and the same circuit.
#include "netlist_circuits.hpp"

#include <somn/netlist/read_deck.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using netlist::Deck;

namespace {

// Elements by the models' values, which may be numbered differently: a text per element.
std::vector<std::string> elements(const circuit::Circuit& c) {
  std::vector<std::string> lines;
  for (const circuit::Junction& j : c.junctions)
    if (netlist::is_in_deck(c, j)) {
      std::string line = fmt::format("{} {} {} {}", j.id.index, j.positive == c.drain ? -1 : int(j.positive.index),
                                     j.negative == c.drain ? -1 : int(j.negative.index), c.models[j.model].law);
      for (const double v : c.models[j.model].values) line += fmt::format(" {}", to_text(v));
      lines.push_back(line);
    }
  return lines;
}

}  // namespace

TEST_CASE("decks of 300 random circuits: write, read, write") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    const circuit::Circuit c = test::draw_circuit(seed);
    const std::string once = netlist::write_deck(c, test::draw_transient(seed, c));
    const Deck deck = netlist::read_deck(once, "deck.cir");
    REQUIRE(netlist::write(deck) == once);
    CHECK(elements(deck.circuit) == elements(c));
    CHECK(deck.circuit.source == c.source);
    for (const double t : {0.0, 1e-7, 3e-4, 0.2})
      if (c.drive.kind != circuit::DriveKind::steps && c.drive.kind != circuit::DriveKind::pulse)
        CHECK(circuit::voltage(deck.circuit.drive, t) == Approx(circuit::voltage(c.drive, t)).margin(1e-12));
  }
}

TEST_CASE("subcircuits of 300 random circuits: write, read, write") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    circuit::Circuit c = test::draw_circuit(seed);
    netlist::reach_from_terminals(c);
    const std::string once = netlist::write_subcircuit(c, "film", {"remark"});
    const Deck deck = netlist::read_deck(once, "film.lib");
    REQUIRE(netlist::write(deck) == once);
    CHECK(deck.subcircuit == "film");
    CHECK(deck.circuit.terminals.size() == c.terminals.size());
    CHECK(elements(deck.circuit).size() == elements(c).size());
  }
}

TEST_CASE("the network of a deck builds the same circuit") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    INFO("seed " << seed);
    const circuit::Circuit c = test::draw_circuit(seed);
    const netgen::Network network = netlist::network_of(c);
    netgen::validate(network, "t");
    netlist::Material material;
    material.junction_capacitance = c.junction_capacitance, material.ground_capacitance = c.ground_capacitance;
    const circuit::Circuit again = netlist::build_circuit(network, material, c.drive, "t");
    REQUIRE(network.n_junctions() == elements(c).size());
    std::size_t k = 0;
    for (const circuit::Junction& j : c.junctions) {
      if (!netlist::is_in_deck(c, j)) continue;
      const circuit::Model &before = c.models[j.model], &after = again.models[again.junctions[k++].model];
      CHECK(before.law == after.law);
      CHECK(before.values == after.values);
    }
    CHECK(again.terminals.size() <= c.terminals.size());
  }
}
