// Every column that a run can record (nodes, states, conductances, currents), of both engines, where contacts have several
// nodes and the drive leaves junctions without a voltage: to 30 rtol of the column's kind.
#include "engine_pair.hpp"

#include <somn/netgen/files.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;

namespace {

struct Case {
  const char *law, *drive, *t_stop, *capacitance = "0 F";
  bool is_single = false;
};

// Two contacts of two nodes each, loops, and a junction at an island; or one junction
netgen::Network network(bool is_single) {
  if (is_single) return netgen::from_edges("# nodes 2 edges 1 source 0 drain 1\n0 1\n", "test");
  netgen::Network n = netgen::from_edges(
      "# nodes 10 edges 12 source 0 drain 6\n0 2\n1 2\n2 3\n3 4\n2 4\n4 5\n3 5\n1 3\n5 6\n4 7\n0 3\n8 9\n", "test");
  netgen::set_electrodes(n, {{"source", {{0}, {1}}}, {"drain", {{6}, {7}}}}, "test");
  return n;
}

Trace trace_of(const Case& c, bool is_native, double rtol) {
  experiment::Experiment e = experiment::read_experiment(Config::from_text(
      fmt::format("[network]\nensemble = \"wires\"\n[model]\nname = \"{}\"\n[junction]\ncapacitance = \"{}\"\n"
                  "ground_capacitance = \"0 F\"\n[drive]\n{}\n[run]\nt_stop = \"{}\"\nrtol = {}\n"
                  "record = [\"source\", \"nodes:all\", \"states:all\", \"conductances:all\"]\n",
                  c.law, c.capacitance, c.drive, c.t_stop, rtol),
      "test"));
  e.network.given = std::make_shared<const netgen::Network>(network(c.is_single));
  e.run.t_sample = e.run.t_stop / 100;
  return test::run(e, experiment::make_circuit(e, experiment::make_network(e)), is_native).trace;
}

// [1] the largest difference of a column, relative to the largest value of its kind ("state", "g", ...)
double difference(const Trace& a, const Trace& b, const std::string& kind) {
  double most = 0, scale = 1e-300;
  for (std::size_t k = 0; k < a.columns.size(); ++k) {
    if (!a.columns[k].name.starts_with(kind + "_") || a.columns[k].name == "g_S") continue;
    for (std::size_t row = 1; row < a.n_rows(); ++row) {
      most = std::max(most, std::abs(a.columns[k].values[row] - b.columns[k].values[row]));
      scale = std::max(scale, std::abs(a.columns[k].values[row]));
    }
  }
  return most / scale;
}

}  // namespace

TEST_CASE("every column of both engines") {
  constexpr double rtol = 1e-6;
  const Case cases[] = {
      {"stanford", "kind = \"triangle\"\namplitude = \"1.5 V\"\nfrequency = \"1 MHz\"", "1 us"},
      {"yakopcic", "kind = \"sine\"\namplitude = \"1 V\"\nfrequency = \"1 Hz\"", "1 s"},
      {"threshold", "kind = \"triangle\"\namplitude = \"2 V\"\nfrequency = \"1 Hz\"", "1 s"},
      {"tunnel", "kind = \"pulse\"\namplitude = \"4 V\"\nwidth = \"0.3 s\"\nrise = \"10 ms\"\nfall = \"10 ms\"", "1 s"},
      // states come to rest at zero between two samples
      {"tunnel", "kind = \"triangle\"\namplitude = \"60 mV\"\nfrequency = \"1 Hz\"", "1 s"},
      // conductances that rise by three decades between two flat ends
      {"tunnel", "kind = \"dc\"\namplitude = \"2 V\"", "20 ms", "0 F", true},
      // a first step that is far too long; what charges the capacitors then decides how two junctions share
      {"threshold", "kind = \"dc\"\namplitude = \"4 V\"\nseries_resistance = \"10 kohm\"", "1 s", "1 pF"},
  };
  for (const Case& c : cases) {
    const Trace native = trace_of(c, true, rtol), ngspice = trace_of(c, false, rtol);
    REQUIRE(native.columns.size() == ngspice.columns.size());
    REQUIRE(native.n_rows() == ngspice.n_rows());
    CAPTURE(c.law);
    for (const char* kind : {"v", "i", "state", "g"}) {
      CAPTURE(kind);
      CHECK(difference(native, ngspice, kind) < 30 * rtol);
    }
    if (c.is_single) continue;
    CHECK(native.at("v_1_V").values == native.at("v_0_V").values);  // of one contact
    CHECK(ngspice.at("v_1_V").values == ngspice.at("v_0_V").values);
    CHECK(std::abs(native.at("v_1_V").values[10]) > 0.01);
  }
}
