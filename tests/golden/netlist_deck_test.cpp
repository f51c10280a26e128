// A small network's deck, byte for byte, and what the circuit builder makes of values, contacts and islands.
#include <somn/core/error.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using netlist::Material;

namespace {

// source 0, drain 2, an island 3-4
netgen::Network small() {
  netgen::Network n;
  n.ensemble = "file";
  n.n_nodes = 5;
  n.junctions = {{{0}, {1}}, {{2}, {1}}, {{3}, {4}}};
  n.electrodes = {{"source", {{0}}}, {"drain", {{2}}}};
  return n;
}

const circuit::Drive drive{.kind = circuit::DriveKind::dc, .amplitude = 9, .series_resistance = 1e6};

}  // namespace

TEST_CASE("the deck of three nodes and an island") {
  circuit::Circuit c = netlist::build_circuit(small(), {.law = "threshold", .junction_capacitance = 1e-13}, drive, "t");
  c.title = "three nodes";
  const netlist::Transient transient{.t_stop = 1e-3,
                                     .t_sample = 1e-5,
                                     .dt_max = 1e-5,
                                     .rtol = 1e-4,
                                     .nodes = {{1}, {2}},
                                     .remarks = {"made by a test"}};
  CHECK(netlist::write_deck(c, transient) ==
        "* three nodes\n"
        "* made by a test\n"
        "* Before this deck is read, somn.cm must be loaded: a line `codemodel <folder>/somn.cm` in .spiceinit.\n"
        "* Then: ngspice -b -r trace.raw deck.cir\n"
        "* electrodes: source=n0 drain=0\n"
        ".options reltol=1e-04\n"
        "* the drive, and the resistance in series with it\n"
        "v_drive drive 0 dc 9\n"
        "r_series drive n0 1e+06\n"
        "* laws with their parameters [SI]\n"
        ".model j0 somn_threshold(g_on=0.001 g_off=1e-06 v_threshold=0.8 tau=0.001 alpha=2 beta=3 tau_relax=0 w0=0 "
        "h_max=0.25)\n"
        "* junctions: a<k> positive negative, with their capacitances c<k>\n"
        "a0 %gd(n0 n1) j0\n"
        "c0 n0 n1 1e-13\n"
        "a1 %gd(0 n1) j0\n"
        "c1 0 n1 1e-13\n"
        "* capacitances to ground\n"
        "cg0 n0 0 1e-15\n"
        "cg1 n1 0 1e-15\n"
        "* what is kept: the source current, node voltages, states of junctions\n"
        ".save i(v_drive) v(n1) @a0[state] @a1[state]\n"
        ".tran 1e-05 0.001 0 1e-05\n"
        ".print tran i(v_drive)\n"
        ".end\n");
}

TEST_CASE("a large circuit asks for KLU, a small one for nothing") {
  const auto ladder = [](std::size_t n_nodes) {
    netgen::Network n;
    n.n_nodes = n_nodes;
    for (std::uint32_t k = 1; k < n_nodes; ++k) n.junctions.push_back({{k - 1}, {k}});
    n.electrodes["source"] = {{0}};
    n.electrodes["drain"] = {{static_cast<std::uint32_t>(n_nodes - 1)}};
    return netlist::build_circuit(n, {.law = "threshold"}, drive, "t");
  };
  CHECK(netlist::default_solver(ladder(500)).empty());
  CHECK(netlist::default_solver(ladder(20000)) == "klu");
  const netlist::Transient transient{.t_stop = 1, .t_sample = 1, .dt_max = 1, .rtol = 1e-4, .solver = "klu"};
  CHECK(netlist::write_deck(ladder(3), transient).find("\n.options reltol=1e-04 klu\n") != std::string::npos);
}

TEST_CASE("a subcircuit of three terminals, with wire and capacitances") {
  netgen::Network n = small();
  n.junctions[2] = {{3}, {1}};
  n.resistors = {{{3}, {4}, 50}};
  n.electrodes["Gate 1"] = {{4}};
  circuit::Circuit c = netlist::build_circuit(n, {.law = "synapse", .junction_capacitance = 1e-13}, drive, "t");
  c.title = "three terminals";
  CHECK(netlist::write_subcircuit(c, "film", {"made by a test"}) ==
        "* three terminals\n"
        "* made by a test\n"
        "* Before this deck is read, somn.cm must be loaded: a line `codemodel <folder>/somn.cm` in .spiceinit.\n"
        "* Place it with `.include <this file>` and: x1 source drain gate_1 substrate film\n"
        "* substrate is what bodies have their capacitance to ground to: tie it to 0, or to a back gate\n"
        "* `m=2` behind it: two of them side by side\n"
        "* Inside: node voltages v(x1.n<k>), junction states @a.x1.a<k>[state], laws altermod x1:j<m> PARAM=VALUE\n"
        ".subckt film source drain gate_1 substrate params: m=1\n"
        "* laws with their parameters [SI]\n"
        ".model j0 somn_synapse(g_min=1e-07 g_max=1e-04 beta=100 v_p=1 v_n=1 w0=0.5 m={m})\n"
        "* junctions: a<k> positive negative, with their capacitances c<k>\n"
        "a0 %gd(source n1) j0\n"
        "c0 source n1 1e-13 m={m}\n"
        "a1 %gd(drain n1) j0\n"
        "c1 drain n1 1e-13 m={m}\n"
        "a2 %gd(n3 n1) j0\n"
        "c2 n3 n1 1e-13 m={m}\n"
        "* resistors: pieces of wire; leaks, which tie islands to the drain\n"
        "rw0 n3 gate_1 50 m={m}\n"
        "* capacitances to ground\n"
        "cg0 source substrate 1e-15 m={m}\n"
        "cg1 n1 substrate 1e-15 m={m}\n"
        "cg2 drain substrate 1e-15 m={m}\n"
        "cg3 n3 substrate 1e-15 m={m}\n"
        "cg4 gate_1 substrate 1e-15 m={m}\n"
        ".ends film\n");
  CHECK_THROWS_WITH(netlist::write_subcircuit(c, "2film", {}), Catch::Contains("not a name"));
  c.terminals[2].name = "n3";
  c.terminals.push_back({"N3 ", {3}});
  CHECK(netlist::pin_names(c) == std::vector<std::string>{"source", "drain", "n3_pin", "n3_"});
}

TEST_CASE("per-junction values make models, equal ones share them; spread stays within 256") {
  netgen::Network n = small();
  n.junction_values["v_threshold_V"] = {0.5, 0.7, 0.5};
  const circuit::Circuit c = netlist::build_circuit(n, {.law = "threshold"}, drive, "t");
  REQUIRE(c.models.size() == 2);
  CHECK(c.junctions[0].model == c.junctions[2].model);
  CHECK(c.models[c.junctions[1].model].values[2] == 0.7);

  netgen::Network many = small();
  for (int k = 0; k < 3000; ++k) many.junctions.push_back({{0}, {1}});
  const Material spread{.law = "vts", .spread = {{.parameter = "v_set", .width = 0.2}}};
  netlist::draw_junctions(many, spread, 1, "t");
  const circuit::Circuit s = netlist::build_circuit(many, spread, drive, "t");
  CHECK(s.models.size() > 200);
  CHECK(s.models.size() <= 256);
  for (const circuit::Model& m : s.models) CHECK(m.values[3] / m.values[2] == Approx(0.3));  // v_hold follows v_set
}

TEST_CASE("electrodes of several nodes are one contact; missing ones are told") {
  netgen::Network n = small();
  n.junctions.push_back({{3}, {1}});
  n.electrodes["source"] = {{0}, {3}};
  const circuit::Circuit c = netlist::build_circuit(n, {}, drive, "t");
  CHECK(c.junctions[3].positive == NodeId{0});
  n.electrodes.erase("drain");
  CHECK_THROWS_WITH(netlist::build_circuit(n, {}, drive, "t"), Catch::Contains("no electrode 'drain'"));
  netgen::Network cut = small();
  cut.junctions[1] = {{3}, {4}};
  CHECK_THROWS_WITH(netlist::build_circuit(cut, {}, drive, "t"), Catch::Contains("no path"));
  CHECK_THROWS_WITH(netlist::build_circuit(small(), {.junction_capacitance = -1.0}, drive, "t"),
                    Catch::Contains("must not be negative"));
}
