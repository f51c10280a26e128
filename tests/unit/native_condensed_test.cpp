// Small networks whose answer is on paper.
#include "tiny_host.hpp"

#include <somn/models/catalogue.hpp>

#include <catch2/catch.hpp>
#include <complex>

using namespace somn;

namespace {

// Junctions of law threshold that stay at g_off at these voltages
circuit::Circuit star() {  // pins 0, 1, 2 around node 3
  circuit::Circuit c;
  c.n_nodes = 4;
  c.source = {0}, c.drain = {1};
  c.terminals = {{"source", {0}}, {"drain", {1}}, {"gate", {2}}};
  c.models = {{"threshold", models::law("threshold", "test").defaults()}};
  c.junctions = {{{0}, {0}, {3}}, {{1}, {3}, {1}}, {{2}, {2}, {3}}};
  c.is_connected.assign(4, true);
  return c;
}

double g_off(const circuit::Circuit& c) {
  return models::Device(models::law("threshold", "test"), c.models[0].values).conductance(0);
}

}  // namespace

TEST_CASE("a star of three equal resistors: i = g/3 (2 v - the others)") {
  const circuit::Circuit c = star();
  native::Condensed network = test::condensed(c);
  const double g = g_off(c);
  const std::vector<double> v{0.01, -0.02, 0.005};
  network.hold();
  for (int k = 0; k < 3; ++k) REQUIRE(network.evaluate(v, {}));
  CHECK(network.is_settled());
  for (std::size_t p = 0; p < 3; ++p) {
    CHECK(network.currents()[p] == Approx(g / 3 * (3 * v[p] - (v[0] + v[1] + v[2]))).epsilon(1e-12));
    for (std::size_t q = 0; q < 3; ++q)
      CHECK(network.conductance(p, q) == Approx(p == q ? g * 2 / 3 : -g / 3).epsilon(1e-12));
  }
}

TEST_CASE("a predicted step answers at the voltages it is given, not at those it predicts") {
  const circuit::Circuit c = star();
  native::Condensed network = test::condensed(c);
  const double h = 1e-6;
  const auto at = [](int k) { return std::vector{0.001 * k, -0.002 * k, 0.0}; };
  network.hold();
  for (int k = 0; k < 3; ++k) network.evaluate(at(0), {});
  network.accept();
  for (int k = 0; k < 5; ++k) {  // the host begins each step at the voltages of the last one
    network.step({.from = k * h, .h = h, .is_first_order = k == 0, .companion = native::Companion::trapezoid(h)});
    REQUIRE(network.evaluate(at(k), {}));
    CHECK(network.currents()[0] == Approx(g_off(c) / 3 * 0.004 * k).epsilon(1e-9).margin(1e-20));
    REQUIRE(network.evaluate(at(k + 1), {}));
    CHECK(network.currents()[0] == Approx(g_off(c) / 3 * 0.004 * (k + 1)).epsilon(1e-9));
    CHECK(network.is_settled());
    network.accept();
  }
}

TEST_CASE("a common shift of all pins changes nothing") {
  const circuit::Circuit c = star();
  native::Condensed network = test::condensed(c);
  network.hold();
  for (int k = 0; k < 3; ++k) network.evaluate(std::vector{5.01, 4.98, 5.005}, {});
  CHECK(network.currents()[0] == Approx(g_off(c) / 3 * (2 * 0.01 + 0.02 - 0.005)).epsilon(1e-10));
}

TEST_CASE("small signals: capacitances to the substrate at every node, pins included") {
  circuit::Circuit c = star();
  c.ground_capacitance = 2e-12;
  c.junction_capacitance = 1e-12;
  native::Condensed network = test::condensed(c);
  REQUIRE(network.n_pins() == 4);
  network.hold();
  for (int k = 0; k < 3; ++k) REQUIRE(network.evaluate(std::vector{0.0, 0.0, 0.0, 0.0}, {}));
  network.accept();
  const std::complex<double> s{0, 1e9};
  const std::complex<double> y = g_off(c) + s * c.junction_capacitance, ground = s * c.ground_capacitance;
  std::vector<std::complex<double>> answer(16);
  REQUIRE(network.small_signal(s, false, answer));
  const std::complex<double> middle = 3.0 * y + ground;  // all that the inner node sees
  for (std::size_t p = 0; p < 3; ++p)
    for (std::size_t q = 0; q < 3; ++q)
      CHECK(std::abs(answer[p * 4 + q] - ((p == q ? y + ground : 0.0) - y * y / middle)) < 1e-12 * std::abs(y));
  for (std::size_t p = 0; p < 4; ++p) {
    std::complex<double> row = 0;
    for (std::size_t q = 0; q < 4; ++q) row += answer[p * 4 + q];
    CHECK(std::abs(row) < 1e-12 * std::abs(y));
  }
}

TEST_CASE("a step of a capacitance by the host's coefficients") {
  circuit::Circuit c = star();
  c.junction_capacitance = 1e-9;
  native::Condensed network = test::condensed(c);
  const double g = g_off(c), h = 1e-6;
  network.hold();
  for (int k = 0; k < 3; ++k) network.evaluate(std::vector{0.0, 0.0, 0.0}, {});
  network.accept();
  network.step({.from = 0, .h = h, .companion = native::Companion::euler(h)});
  for (int k = 0; k < 3; ++k) network.evaluate(std::vector{0.01, 0.0, 0.0}, {});
  // g and C side by side in every arm: the middle is at a third
  CHECK(network.currents()[0] == Approx((g + c.junction_capacitance / h) * 0.01 * 2 / 3).epsilon(1e-10));
}

TEST_CASE("a leak to ground at the nodes inside") {
  const circuit::Circuit c = star();
  native::Condensed network = test::condensed(c);
  const double g = g_off(c), leak = 0.5 * g;
  const std::vector<double> v{1.01, 1.0, 0.99};
  network.hold();
  for (int k = 0; k < 3; ++k) REQUIRE(network.evaluate(v, {.leak = leak}));
  const double middle = g * (v[0] + v[1] + v[2]) / (3 * g + leak);
  for (std::size_t p = 0; p < 3; ++p) CHECK(network.currents()[p] == Approx(g * (v[p] - middle)).epsilon(1e-12));
  for (std::size_t p = 0; p < 3; ++p)
    for (std::size_t q = 0; q < 3; ++q)
      CHECK(network.conductance(p, q) == Approx((p == q ? g : 0) - g * g / (3 * g + leak)).epsilon(1e-12));
}
