// vts against published numbers and closed forms, by value.
#include "law_device.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using models::Law;
using test::device;

TEST_CASE("vts: quasi-static branches fold exactly at v_set and v_hold") {
  // V_set = 1, V_hold = 0.3, delta = 0.02: W = 0.890943056277, folds at x = 0.0229760213 and 0.9770239787
  const Device d = device("vts", {{"epsilon", 0}});
  CHECK(std::abs(d.evaluate(0.0229760213, 1.0).f) * 20e-9 < 1e-10);
  CHECK(std::abs(d.evaluate(0.0229760213, 1.0).f_x) * 20e-9 < 1e-7);
  CHECK(std::abs(d.evaluate(0.9770239787, 0.3).f) * 20e-9 < 1e-10);
  CHECK(std::abs(d.evaluate(0.9770239787, 0.3).f_x) * 20e-9 < 1e-7);
  // trapezoid bound 2 tau/(W/(4 delta) - 1)
  const Law& law = models::law("vts", "test");
  CHECK(law.unique_step(law.defaults()) == Approx(2 * 20e-9 / (0.890943056277 / 0.08 - 1)).epsilon(1e-11));
}

TEST_CASE("vts: the fixed point of the oscillator of the base case") {
  // V_s = 5, R = R_off = 1, R_on = 1e-3, tau = 0.01: x* = 0.225500, V* = 0.869886
  const Device d = device("vts", {{"r_on", 1e-3}, {"r_off", 1}, {"tau", 0.01}, {"epsilon", 0}});
  const models::Point p = d.evaluate(0.225500, 0.869886);
  CHECK(std::abs(p.f) * 0.01 < 1e-5);
  CHECK(p.i == Approx(5 - 0.869886).epsilon(1e-4));
}

TEST_CASE("vts: as a relay it is its folds, its scatter and its seed") {
  const Law& law = models::law("vts", "test");
  std::vector<double> values = law.defaults();
  values[law.index("c2c", "test")] = 0.1;
  const models::Relay relay = law.relay(values).value();
  CHECK(relay.v_set == 1.0);
  CHECK(relay.v_hold == 0.3);
  CHECK(relay.c2c == 0.1);
  CHECK_FALSE(Device(law, values).rest(0.5));  // chance moves it
}
