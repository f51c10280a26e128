// A run goes on in the states where another one ended: in every law.
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/experiment/experiment.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <scratch.hpp>

using namespace somn;
using namespace somn::experiment;
using Catch::Contains;

namespace {

netgen::Network network_of(const std::filesystem::path& folder, const std::string& model) {
  write_file(folder / "pair.edges", "# nodes 3 edges 2 source 0 drain 2\n0 1\n1 2\n");
  const std::string text = "[network]\nfile = \"pair.edges\"\n[model]\ninitial_states = \"states.csv\"\n" + model +
                           "\n[drive]\namplitude = 1\n[run]\nt_stop = 1\n";
  return make_network(read_experiment(Config::from_text(text, (folder / "run.toml").string())));
}

void write_states(const std::filesystem::path& folder, const std::string& a, const std::string& b) {
  write_file(folder / "states.csv", "junction,u,v,state_1\n0,0,1," + a + "\n1,1,2," + b + "\n");
}

}  // namespace

TEST_CASE("states become junction values under each law's own name") {
  const test::Scratch scratch;
  struct Row {
    const char *law, *value, *a, *b;
    double at_a, at_b;
  };
  for (const Row& row :
       {Row{"vts", "x0", "0.25", "1", 0.25, 1}, Row{"threshold", "w0", "0", "0.5", 0, 0.5},
        Row{"tunnel", "lambda0_Vs", "-0.01", "0.002", -0.01, 0.002}, Row{"rate", "g0", "0.1", "0.9", 0.1, 0.9},
        Row{"synapse", "w0", "0.5", "0.125", 0.5, 0.125}, Row{"pershin", "r_init_ohm", "3000", "7000", 3000, 7000},
        Row{"team", "x0_m", "1e-9", "2e-9", 1e-9, 2e-9}, Row{"vteam", "x0_m", "1e-9", "2e-9", 1e-9, 2e-9},
        Row{"yakopcic", "x0", "0.3", "0.4", 0.3, 0.4}, Row{"break", "x0", "-0.5", "1", -0.5, 1}}) {
    INFO(row.law);
    write_states(scratch.path(), row.a, row.b);
    const netgen::Network net = network_of(scratch.path(), fmt::format("name = \"{}\"", row.law));
    REQUIRE(net.junction_values.contains(row.value));
    CHECK(net.junction_values.at(row.value) == std::vector<double>{row.at_a, row.at_b});
  }
}

TEST_CASE("the drift law begins from a resistance: x = (r_off - r_init)/(r_off - r_on)") {
  const test::Scratch scratch;
  write_states(scratch.path(), "0.25", "1");
  const netgen::Network net = network_of(scratch.path(), "name = \"drift\"\nr_on = 100\nr_off = 16100");
  CHECK(net.junction_values.at("r_init_ohm")[0] == Approx(16100 - 0.25 * 16000));
  CHECK(net.junction_values.at("r_init_ohm")[1] == Approx(100));
}

TEST_CASE("states of another network are refused, states out of bounds brought back") {
  const test::Scratch scratch;
  write_states(scratch.path(), "-1e-18", "1.0000000001");
  CHECK(network_of(scratch.path(), "").junction_values.at("x0") == std::vector<double>{0, 1});
  write_states(scratch.path(), "nan", "1");
  CHECK_THROWS_WITH(network_of(scratch.path(), ""), Contains("not a number") && Contains("states.csv:2"));
  write_file(scratch.path() / "states.csv", "junction,u,v,state_1\n0,0,1,0.5\n");
  CHECK_THROWS_WITH(network_of(scratch.path(), ""), Contains("1 states for 2 junctions"));
}

TEST_CASE("a share of the junctions starts closed, the others open, in laws whatever the direction of their state") {
  const test::Scratch scratch;
  const auto initial = [&](const std::string& law, double share, int seed) {
    const std::string text = fmt::format(
        "[network]\nensemble = \"lattice\"\nsize = 20\n[model]\nname = \"{}\"\ninitial_closed = {}\ninitial_seed = {}\n"
        "[drive]\namplitude = 1\n[run]\nt_stop = 1\n",
        law, share, seed);
    return make_network(read_experiment(Config::from_text(text, "run.toml")));
  };
  const std::vector<double> x = initial("vts", 0.25, 1).junction_values.at("x0");
  const auto n_closed = static_cast<double>(std::count(x.begin(), x.end(), 1.0)), n = static_cast<double>(x.size());
  CHECK(n_closed + static_cast<double>(std::count(x.begin(), x.end(), 0.0)) == n);
  CHECK(std::abs(n_closed - 0.25 * n) < 5 * std::sqrt(n * 0.25 * 0.75));
  CHECK(initial("vts", 0.25, 1).junction_values.at("x0") == x);
  CHECK(initial("vts", 0.25, 2).junction_values.at("x0") != x);
  const std::vector<double> open = initial("pershin", 0, 1).junction_values.at("r_init_ohm"),
                            closed = initial("pershin", 1, 1).junction_values.at("r_init_ohm");
  CHECK(open.front() > closed.front());  // its state is the resistance
  CHECK(std::all_of(open.begin(), open.end(), [&](double r) { return r == open.front(); }));
  CHECK_THROWS_WITH(initial("vts", 1.5, 1), Contains("[0, 1]"));
  write_states(scratch.path(), "0", "1");
  CHECK_THROWS_WITH(network_of(scratch.path(), "initial_closed = 0.5"), Contains("exclude each other"));
}
