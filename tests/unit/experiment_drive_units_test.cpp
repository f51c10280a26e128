// Drives in units of the network and the law.
#include <somn/core/error.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/experiment/run.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace somn;
using namespace somn::experiment;
using circuit::DriveKind;

namespace {

const std::string chain =
    "[network]\nensemble = \"lattice\"\nkind = \"square\"\nsize = 4\n[model]\nname = \"tunnel\"\n";
const std::string ac =
    "[drive]\nkind = \"sine\"\nv_star = 3\nf_star = 0.5\n[run]\nengine = \"native\"\nperiods = 8\n"
    "samples_per_period = 200\n[analysis]\nperiods = 2\nharmonics = true\n";

Experiment read(const std::string& text) {
  return read_experiment(Config::from_text(text, "e.toml"));
}

}  // namespace

TEST_CASE("v_star times path times v_set is the voltage") {
  const Experiment e = read(chain + "v_set = \"20 mV\"\n[drive]\nv_star = 1.5\n[run]\nt_stop = 1\n");
  const netgen::Network network = make_network(e);
  const circuit::Circuit c = make_circuit(e, network);
  const DriveFacts facts = drive_facts(e, network, c.drive);
  REQUIRE(facts.path_junctions);
  CHECK(c.drive.amplitude == Approx(1.5 * static_cast<double>(*facts.path_junctions) * 0.02));
  CHECK(*facts.v_star == 1.5);
  // the same experiment in volts knows the same V*
  const Experiment volts = read(chain + "v_set = \"20 mV\"\n[drive]\namplitude = " + std::to_string(c.drive.amplitude) +
                                "\n[run]\nt_stop = 1\n");
  CHECK(*drive_facts(volts, network, make_circuit(volts, network).drive).v_star == Approx(1.5));
}

TEST_CASE("f0 is where half a period collects lambda_crit") {
  const double a = 0.033, v_set = 0.01, crit = 0.01;
  for (const auto kind : {DriveKind::sine, DriveKind::triangle}) {
    const double f0 = single_edge_frequency(kind, a, v_set, crit);
    const circuit::Drive drive{.kind = kind, .amplitude = a, .frequency = f0};
    double collected = 0;  // midpoint rule
    const int n = 200000;
    for (int k = 0; k < n; ++k)
      collected += std::max(0.0, circuit::voltage(drive, (k + 0.5) * 0.5 / f0 / n) - v_set) * 0.5 / f0 / n;
    CHECK(collected == Approx(crit).epsilon(1e-6));
  }
  CHECK(single_edge_frequency(DriveKind::sine, 0.01, 0.01, crit) == 0);
  CHECK(single_edge_frequency(DriveKind::sine, 1e3, v_set, crit) ==
        Approx(1e3 / (std::numbers::pi * crit)).epsilon(1e-4));
}

TEST_CASE("f_star, periods and samples per period are the times of the run") {
  const Experiment e = read(chain + ac);
  const double f = 0.5 * single_edge_frequency(DriveKind::sine, 0.03, 0.01, 0.01);
  CHECK(e.drive.frequency == Approx(f));
  CHECK(e.run.t_stop == Approx(8 / f));
  CHECK(e.run.t_sample == Approx(1 / (200 * f)));
  CHECK(*e.analysis.t_start == Approx(6 / f));
  const netgen::Network network = make_network(e);
  CHECK(*drive_facts(e, network, make_circuit(e, network).drive).f_star == Approx(0.5));
  // what is written reads back to the same
  const std::string once = to_toml(e, {});
  CHECK(to_toml(read(once), {}) == once);
  CHECK(read(once).drive_units.v_star == e.drive_units.v_star);
}

TEST_CASE("units that have no meaning are refused") {
  const std::string end = "\n[run]\nt_stop = 1\n";
  CHECK_THROWS_WITH(read(chain + "[drive]\nv_star = 1\namplitude = 1" + end), Catch::Contains("one of the two"));
  CHECK_THROWS_WITH(read(chain + "[drive]\nv_star = -1" + end), Catch::Contains("positive"));
  CHECK_THROWS_WITH(read(chain + "[drive]\nkind = \"sine\"\nv_star = 0.9\nf_star = 1" + end),
                    Catch::Contains("v_star is not above 1"));
  CHECK_THROWS_WITH(read(chain + "[drive]\nkind = \"sine\"\namplitude = 1\nf_star = 1" + end),
                    Catch::Contains("f_star without v_star"));
  CHECK_THROWS_WITH(read(chain + "[drive]\nkind = \"steps\"\nv_star = 1" + end), Catch::Contains("kinds with an"));
  CHECK_THROWS_WITH(read("[network]\nensemble = \"wires\"\n[model]\nname = \"synapse\"\n[drive]\nv_star = 1" + end),
                    Catch::Contains("without v_set"));
  CHECK_THROWS_WITH(read(chain + "[drive]\nv_star = 1\n[run]\nperiods = 3\n"), Catch::Contains("without periods"));
  CHECK_THROWS_WITH(read(chain + "[drive]\nv_star = 1" + end + "[analysis]\nharmonics = true\n"),
                    Catch::Contains("whole number of periods"));
}

TEST_CASE("all nodes can be recorded") {
  circuit::Circuit c;
  c.junctions.resize(3);
  c.n_nodes = 4;
  const Record r = parse_record({"nodes:all"}, c, "test");
  CHECK(r.nodes.size() == 4);
  CHECK(r.nodes.back().index == 3);
}
