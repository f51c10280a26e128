// The fast path against the dense reference, on random networks with planted degenerate cases; and what must hold for
// any numbering of the nodes.
#include "dense_network.hpp"

#include <somn/core/random.hpp>
#include <somn/native/solver.hpp>

#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace somn;

namespace {

// n nodes, m random junctions of law threshold whose conductances span `decades`, a chain from source to drain
circuit::Circuit random_circuit(Generator& random, std::uint32_t n, std::uint32_t m, double decades, int n_models) {
  circuit::Circuit c;
  c.n_nodes = n;
  c.source = {0};
  c.drain = {n - 1};
  c.drive.amplitude = 1;
  for (int k = 0; k < n_models; ++k) {
    const double g = std::pow(10, boost::random::uniform_real_distribution<double>(-decades, 0)(random));
    c.models.push_back({"threshold", {2 * g, g, 1e6, 1, 1, 1, 0, 0}});  // never switches
  }
  boost::random::uniform_int_distribution<std::uint32_t> node(0, n - 1);
  boost::random::uniform_int_distribution<int> model(0, n_models - 1);
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    c.junctions.push_back(
        {{static_cast<std::uint32_t>(c.junctions.size())}, {a}, {b}, static_cast<std::uint32_t>(model(random))});
  };
  for (std::uint32_t k = 0; k + 1 < n; ++k) add(k, k + 1);
  for (std::uint32_t k = 0; k < m; ++k) add(node(random), node(random));  // loops and parallel ones among them
  c.is_connected.assign(n, true);
  return c;
}

void compare(const circuit::Circuit& c, double tolerance) {
  native::Solver solver(c, {.method = native::Method::euler, .t_stop = 1, .dt = 1});
  REQUIRE(solver.step());
  std::vector<double> g(c.junctions.size());
  for (const circuit::Junction& j : c.junctions) g[j.id.index] = c.models[j.model].values[1];
  const test::DenseSolution dense = test::solve_dense(c, g, 1);
  for (std::uint32_t k = 0; k < c.n_nodes; ++k) CHECK(std::abs(solver.voltage({k}) - dense.u(k)) < tolerance);
  CHECK(std::abs(solver.point().i_source - dense.i_source) < tolerance * std::abs(dense.i_source) + 1e-300);
}

}  // namespace

TEST_CASE("random networks of any size, with loops and parallel junctions") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Generator random = generator(seed, "dense");
    const auto n = boost::random::uniform_int_distribution<std::uint32_t>(2, 60)(random);
    circuit::Circuit c = random_circuit(random, n, n / 2, 3, 5);
    CAPTURE(seed, n);
    if (seed % 3 == 0) c.drive.series_resistance = 7;
    if (seed % 4 == 0 && n > 4) c.resistors = {{{1}, {3}, 0.5}, {{0}, {2}, 1e3}};
    compare(c, 1e-11);
  }
}

TEST_CASE("degenerate networks") {
  Generator random = generator(1, "degenerate");
  SECTION("a single junction") {
    compare(random_circuit(random, 2, 0, 1, 1), 1e-14);
  }
  SECTION("parallel junctions") {
    compare(random_circuit(random, 2, 9, 2, 3), 1e-13);
  }
  SECTION("an isolated node, and an isolated pair") {
    circuit::Circuit c = random_circuit(random, 6, 5, 2, 3);
    c.n_nodes = 9;
    c.is_connected = {true, true, true, true, true, true, false, false, false};
    c.junctions.push_back({{static_cast<std::uint32_t>(c.junctions.size())}, {7}, {8}, 0});
    compare(c, 1e-12);
    native::Solver solver(c, {.method = native::Method::euler, .t_stop = 1, .dt = 1});
    solver.step();
    CHECK(solver.point().states.back() == 0);  // it keeps its initial state
  }
  SECTION("electrodes shorted by a wire of a millionth of an ohm") {
    circuit::Circuit c = random_circuit(random, 8, 8, 2, 3);
    c.resistors.push_back({c.source, c.drain, 1e-6});
    compare(c, 1e-12);
    c.drive.series_resistance = 1;
    compare(c, 1e-9);
  }
  SECTION("conductance ratios of 1e12") {
    for (int k = 0; k < 20; ++k) compare(random_circuit(random, 12, 12, 12, 8), 1e-4);
  }
}

TEST_CASE("two numberings of a network agree to rounding times its condition") {
  Generator random = generator(3, "order");
  const circuit::Circuit c = random_circuit(random, 40, 60, 3, 6);
  std::vector<std::uint32_t> place(40);
  std::iota(place.begin(), place.end(), 0u);
  for (std::uint32_t k = 39; k > 0; --k)
    std::swap(place[k], place[boost::random::uniform_int_distribution<std::uint32_t>(0, k)(random)]);
  circuit::Circuit renumbered = c;
  for (circuit::Junction& j : renumbered.junctions)
    j.positive = {place[j.positive.index]}, j.negative = {place[j.negative.index]};
  renumbered.source = {place[c.source.index]};
  renumbered.drain = {place[c.drain.index]};
  for (circuit::Circuit* other : {&renumbered}) {
    native::Solver a(c, {.method = native::Method::euler, .t_stop = 1, .dt = 1});
    native::Solver b(*other, {.method = native::Method::euler, .t_stop = 1, .dt = 1});
    a.step(), b.step();
    CHECK(b.point().i_source == Approx(a.point().i_source).epsilon(1e-12));
  }
}

TEST_CASE("where one junction moves, few rows are factorised again, and the result is the dense one at every step") {
  Generator random = generator(9, "partial");
  circuit::Circuit c = random_circuit(random, 60, 40, 2, 4);
  c.models.push_back({"threshold", {1, 0.01, 1e-6, 0.05, 2, 2, 0, 0}});  // switches on at any voltage
  c.junctions[17].model = static_cast<std::uint32_t>(c.models.size() - 1);
  native::Solver solver(c, {.method = native::Method::euler, .t_stop = 1, .dt = 0.01});
  for (int step = 0; step < 100; ++step) {
    REQUIRE(solver.step());
    const std::span<const double> g = solver.point().conductances;
    const test::DenseSolution dense = test::solve_dense(c, {g.begin(), g.end()}, 1);
    CHECK(solver.point().i_source == Approx(dense.i_source).epsilon(1e-11));
  }
  const native::Statistics s = solver.statistics();
  CHECK(s.factorisations > 50);
  CHECK(s.rows_factorised < s.factorisations * 58 / 2);
}

TEST_CASE("a wire to a node that is left out carries nothing, a drive there drives nothing") {
  Generator random = generator(3, "left out");
  circuit::Circuit c = random_circuit(random, 20, 20, 2, 2);
  const auto i_source = [](const circuit::Circuit& circuit) {
    native::Solver solver(circuit, {.t_stop = 1});
    while (solver.step()) CHECK(solver.kirchhoff_residual() < 1e-9);
    return solver.point().i_source;
  };
  const double alone = i_source(c);
  c.n_nodes = 21;
  c.is_connected.push_back(false);
  c.resistors = {{{5}, {20}, 0.1}, {{20}, {7}, 0.1}};
  CHECK(i_source(c) == alone);
  circuit::Drive drive{.amplitude = 9};
  for (const double series : {0.0, 1.0}) {
    drive.series_resistance = series;
    c.terminals = {{"source", c.source, {}}, {"drain", c.drain, {}}, {"gate", {20}, drive}};
    CHECK(i_source(c) == alone);
  }
}
