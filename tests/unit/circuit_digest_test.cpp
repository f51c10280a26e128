// Two circuits with one digest behave alike: every member that equations or drives know is changed once.
#include <somn/circuit/digest.hpp>

#include <catch2/catch.hpp>
#include <functional>

using namespace somn;
using circuit::Circuit;

namespace {

Circuit base() {
  Circuit c{.n_nodes = 3, .is_connected = {true, true, true}, .source = {0}, .drain = {2}};
  c.terminals = {{.name = "source", .node = {0}},
                 {.name = "drain", .node = {2}},
                 {.name = "gate", .node = {1}, .drive = circuit::Drive{}}};
  c.models = {{.law = "vts", .values = {1, 2}}};
  c.junctions = {{.id = {0}, .positive = {0}, .negative = {1}}};
  c.resistors = {{.a = {1}, .b = {2}, .resistance = 5}};
  return c;
}

const std::vector<std::function<void(circuit::Drive&)>> drives{[](auto& d) { d.kind = circuit::DriveKind::sine; },
                                                               [](auto& d) { d.is_current = true; },
                                                               [](auto& d) { d.offset = 1; },
                                                               [](auto& d) { d.amplitude = 1; },
                                                               [](auto& d) { d.frequency = 1; },
                                                               [](auto& d) { d.seed = 2; },
                                                               [](auto& d) { d.base = 1; },
                                                               [](auto& d) { d.width = 1; },
                                                               [](auto& d) { d.period = 1; },
                                                               [](auto& d) { d.rise = 1; },
                                                               [](auto& d) { d.fall = 1; },
                                                               [](auto& d) { d.delay = 1; },
                                                               [](auto& d) {
                                                                 d.times = {0, 1};
                                                               },
                                                               [](auto& d) { d.levels = {1}; },
                                                               [](auto& d) { d.series_resistance = 1; }};

const std::vector<std::function<void(Circuit&)>> circuits{[](auto& c) { c.n_nodes = 4; },
                                                          [](auto& c) { c.is_connected[1] = false; },
                                                          [](auto& c) { c.source = {1}; },
                                                          [](auto& c) { c.drain = {1}; },
                                                          [](auto& c) { c.terminals[2].name = "g"; },
                                                          [](auto& c) { c.terminals[2].node = {0}; },
                                                          [](auto& c) { c.terminals[2].drive.reset(); },
                                                          [](auto& c) { c.models[0].law = "drift"; },
                                                          [](auto& c) {
                                                            c.models[0].values = {1, 3};
                                                          },
                                                          [](auto& c) { c.junctions[0].positive = {2}; },
                                                          [](auto& c) { c.junctions[0].negative = {2}; },
                                                          [](auto& c) { c.junctions[0].model = 1; },
                                                          [](auto& c) { c.resistors[0].a = {0}; },
                                                          [](auto& c) { c.resistors[0].b = {0}; },
                                                          [](auto& c) { c.resistors[0].resistance = 6; },
                                                          [](auto& c) { c.junction_capacitance = 1; },
                                                          [](auto& c) { c.ground_capacitance = 1; }};

}  // namespace

TEST_CASE("the digest of a circuit tells every difference that its equations know") {
  const std::string before = digest(base());
  CHECK(before.size() == 16);
  for (std::size_t k = 0; k < circuits.size(); ++k) {
    CAPTURE(k);
    Circuit c = base();
    circuits[k](c);
    CHECK(digest(c) != before);
  }
  for (std::size_t k = 0; k < drives.size(); ++k) {
    CAPTURE(k);
    Circuit c = base(), gate = base();
    drives[k](c.drive), drives[k](*gate.terminals[2].drive);
    CHECK(digest(c) != before);
    CHECK(digest(gate) != before);
    CHECK(digest(gate) != digest(c));
  }
}

TEST_CASE("a circuit's title and the names of its nodes are not in its digest") {
  Circuit c = base();
  c.title = "another", c.node_names = {"a", "b", "c"};
  CHECK(digest(c) == digest(base()));
}
