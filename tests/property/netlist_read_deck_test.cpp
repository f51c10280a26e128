// Reading back: the same bytes when written again, and the same circuit.
#include "netlist_circuits.hpp"

#include <somn/netlist/read_deck.hpp>

#include <catch2/catch.hpp>
#include <ctime>

using namespace somn;
using netlist::Deck;

namespace {

void check_drive(const circuit::Drive& read, const circuit::Drive& written) {
  CHECK(read.is_current == written.is_current);
  CHECK(read.series_resistance == written.series_resistance);
  if (written.kind == circuit::DriveKind::steps || written.kind == circuit::DriveKind::pulse) return;  // with edges
  for (const double t : {0.0, 1e-7, 3e-4, 0.2})
    CHECK(circuit::voltage(read, t) == Approx(circuit::voltage(written, t)).margin(1e-12));
}

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
  std::size_t n_currents = 0, n_driven = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    const circuit::Circuit c = test::draw_circuit(seed);
    const std::string once = netlist::write_deck(c, test::draw_transient(seed, c));
    const Deck deck = netlist::read_deck(once, "deck.cir");
    REQUIRE(netlist::write(deck) == once);
    CHECK(elements(deck.circuit) == elements(c));
    CHECK(deck.circuit.source == c.source);
    check_drive(deck.circuit.drive, c.drive);
    n_currents += c.drive.is_current;
    REQUIRE(deck.circuit.terminals.size() == c.terminals.size());
    for (std::size_t k = 2; k < c.terminals.size(); ++k) {
      REQUIRE(deck.circuit.terminals[k].drive.has_value() == c.terminals[k].drive.has_value());
      if (c.terminals[k].drive) check_drive(*deck.circuit.terminals[k].drive, *c.terminals[k].drive), ++n_driven;
    }
  }
  CHECK(n_currents > 50);
  CHECK(n_driven > 50);
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

TEST_CASE("a deck of 50 000 junctions is written and read in a fraction of a second") {
  Generator random = generator(1, "large");
  netgen::Network n;
  n.n_nodes = 16000;
  n.electrodes = {{"source", {{0}}}, {"drain", {{1}}}};
  n.junctions = {{{0}, {1}}};
  while (n.n_junctions() < 50000) {
    const auto u = static_cast<std::uint32_t>(test::whole(random, 0, n.n_nodes - 1));
    const auto v = static_cast<std::uint32_t>(test::whole(random, 0, n.n_nodes - 1));
    if (u != v) n.junctions.push_back({{u}, {v}});
  }
  const netlist::Material material{.law = "vts", .spread = {{"v_set", 0.2}, {"r_off", 0.5}, {"tau", 0.1}}};
  netlist::draw_junctions(n, material, 1, "t");
  const circuit::Circuit c = netlist::build_circuit(n, material, {.amplitude = 9}, "t");
  auto seconds = [start = std::clock()]() mutable {
    const std::clock_t before = std::exchange(start, std::clock());
    return static_cast<double>(start - before) / CLOCKS_PER_SEC;
  };
  const std::string text = netlist::write_deck(c, {.t_stop = 1e-6, .t_sample = 1e-9, .dt_max = 1e-9});
  const double write = seconds();
  const Deck deck = netlist::read_deck(text, "deck.cir");
  const double read = seconds();
  INFO(fmt::format("{} MB: written in {:.3f} CPU s, read in {:.3f}", text.size() / 1000000, write, read));
  CHECK(write < 0.5);
  CHECK(read < 0.5);
  CHECK((netlist::write(deck) == text));
  CHECK(deck.circuit.models.size() == 256);
}
