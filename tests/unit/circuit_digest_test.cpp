// Two circuits with one digest behave alike: every member that equations or drives know is changed once.
#include <somn/circuit/digest.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using circuit::Circuit;
using circuit::Drive;

namespace {

Circuit base() {
  Circuit c{.n_nodes = 3, .is_connected = {true, true, true}, .source = {0}, .drain = {2}};
  c.terminals = {{.name = "source", .node = {0}}, {.name = "drain", .node = {2}}};
  c.terminals.push_back({.name = "gate", .node = {1}, .drive = Drive{}});
  c.models = {{.law = "vts", .values = {1, 2}}};
  c.junctions = {{.id = {0}, .positive = {0}, .negative = {1}}};
  c.resistors = {{.a = {1}, .b = {2}, .resistance = 5}};
  return c;
}

template <class Change>
bool is_seen(Change change) {
  Circuit c = base();
  change(c);
  return digest(c) != digest(base());
}

// In the drive of the source, and in that of the gate.
template <class Change>
bool is_seen_in_drives(Change change) {
  return is_seen([&](Circuit& c) { change(c.drive); }) && is_seen([&](Circuit& c) { change(*c.terminals[2].drive); });
}

}  // namespace

TEST_CASE("the digest of a circuit tells every difference that its equations know") {
  CHECK(digest(base()).size() == 16);
  CHECK(is_seen([](Circuit& c) { c.n_nodes = 4; }));
  CHECK(is_seen([](Circuit& c) { c.is_connected[1] = false; }));
  for (auto end : {&Circuit::source, &Circuit::drain}) CHECK(is_seen([&](Circuit& c) { c.*end = {1}; }));
  for (auto value : {&Circuit::junction_capacitance, &Circuit::ground_capacitance})
    CHECK(is_seen([&](Circuit& c) { c.*value = 1; }));
  CHECK(is_seen([](Circuit& c) { c.terminals[2].name = "g"; }));
  CHECK(is_seen([](Circuit& c) { c.terminals[2].node = {0}; }));
  CHECK(is_seen([](Circuit& c) { c.terminals[2].drive.reset(); }));
  CHECK(is_seen([](Circuit& c) { c.models[0].law = "drift"; }));
  CHECK(is_seen([](Circuit& c) { c.models[0].values[1] = 3; }));
  for (auto end : {&circuit::Junction::positive, &circuit::Junction::negative})
    CHECK(is_seen([&](Circuit& c) { c.junctions[0].*end = {2}; }));
  CHECK(is_seen([](Circuit& c) { c.junctions[0].model = 1; }));
  for (auto end : {&circuit::Resistor::a, &circuit::Resistor::b})
    CHECK(is_seen([&](Circuit& c) { c.resistors[0].*end = {0}; }));
  CHECK(is_seen([](Circuit& c) { c.resistors[0].resistance = 6; }));
}

TEST_CASE("... and every one that its drives know") {
  CHECK(is_seen_in_drives([](Drive& d) { d.kind = circuit::DriveKind::sine; }));
  CHECK(is_seen_in_drives([](Drive& d) { d.is_current = true; }));
  CHECK(is_seen_in_drives([](Drive& d) { d.seed = 2; }));
  for (auto value : {&Drive::offset, &Drive::amplitude, &Drive::frequency, &Drive::base, &Drive::width, &Drive::period,
                     &Drive::rise, &Drive::fall, &Drive::delay, &Drive::series_resistance})
    CHECK(is_seen_in_drives([&](Drive& d) { d.*value = 1; }));
  for (auto list : {&Drive::times, &Drive::levels}) CHECK(is_seen_in_drives([&](Drive& d) { d.*list = {1}; }));
}

TEST_CASE("a circuit's title and the names of its nodes are not in its digest") {
  CHECK_FALSE(is_seen([](Circuit& c) { c.title = "another", c.node_names = {"a", "b", "c"}; }));
}
