// What holds for every law: its traits are what its functions do; wrong values are refused.
#include "draw_law.hpp"

#include <somn/core/error.hpp>
#include <somn/models/catalogue.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using models::Law;

TEST_CASE("the initial state follows its parameter, and no other trait names one that is not there") {
  for (const Law& law : models::laws()) {
    CAPTURE(law.name);
    std::vector<double> values = law.defaults();
    const double before = Device(law, values).initial_state(),
                 range = Device(law, values).bounded(1e300) - Device(law, values).bounded(-1e300);
    double& initial = values[law.initial_parameter];
    initial = initial != 0 ? 0.9 * initial : 1e-3 * range;
    CHECK(std::abs(Device(law, values).initial_state() - before) > 1e-6 * range);
    for (std::size_t p = 0; p < values.size(); ++p) {
      if (p == law.initial_parameter || law.parameters[p].is_choice()) continue;
      std::vector<double> other = law.defaults();
      other[p] *= 1.0001;
      const double moved = Device(law, other).initial_state() - before;
      CAPTURE(law.parameters[p].name);
      CHECK(std::abs(moved) < 1e-3 * range);  // r_on of drift sets the scale of r_init
    }
  }
}

TEST_CASE("a law is ohmic where its current is proportional to the voltage") {
  for (const Law& law : models::laws()) {
    CAPTURE(law.name);
    const Device d(law, law.defaults());
    const double ratio = d.evaluate(d.initial_state(), 0.4).i / (2 * d.evaluate(d.initial_state(), 0.2).i);
    CHECK((std::abs(ratio - 1) < 1e-12) == law.is_ohmic);
  }
}

TEST_CASE("a state rests at the voltage of its law, rises above and falls below it, at both signs") {
  int n_laws = 0;
  for (const Law& law : models::laws()) {
    const Device d(law, law.defaults());
    if (!d.rest(d.initial_state())) continue;
    ++n_laws;
    for (int k = 1; k < 100; ++k) {
      const double x = 0.01 * k, v = d.rest(x)->v, h = 1e-6;
      CAPTURE(law.name, x, v);
      CHECK(d.rest(x)->g_x == Approx((d.conductance(x + h) - d.conductance(x - h)) / (2 * h)).epsilon(1e-6));
      for (const double sign : {-1.0, 1.0}) {
        CHECK(d.evaluate(x, sign * (1.001 * v + 1e-6)).f > 0);
        if (v > 0) CHECK(d.evaluate(x, sign * 0.999 * v).f < 0);
        if (v > 0) CHECK(std::abs(d.evaluate(x, sign * v).f) < 1e-9 * std::abs(d.evaluate(x, sign * 1.001 * v).f));
      }
    }
  }
  CHECK(n_laws >= 2);
}

TEST_CASE("illegal values and combinations are refused by name with the allowed range") {
  const Law& law = models::law("vts", "test");
  const std::size_t r_on = law.index("r_on", "test");
  CHECK_THROWS_WITH(law.parse(r_on, "-1 ohm", "here"), Catch::Contains("r_on") && Catch::Contains("(0, inf)"));
  CHECK_THROWS_WITH(law.parse(r_on, "1 V", "here"), Catch::Contains("resistance"));
  std::vector<double> values = law.defaults();
  values[law.index("v_hold", "test")] = 2;
  CHECK_THROWS_WITH(law.check(values, "here"), Catch::Contains("v_hold must be below v_set"));
  CHECK_THROWS_WITH(law.index("v_sett", "here"), Catch::Contains("did you mean 'v_set'"));
  const Law& tunnel = models::law("tunnel", "test");
  CHECK_THROWS_WITH(tunnel.parse(tunnel.index("zero_clamp", "t"), "bot", "here"), Catch::Contains("both"));
}
