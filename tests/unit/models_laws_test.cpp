// The laws against published numbers and closed forms, by value.
#include <somn/core/error.hpp>
#include <somn/models/catalogue.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using models::Law;

namespace {

struct Setting {
  const char* parameter;
  double value;
};

Device device(const char* name, const std::vector<Setting>& settings = {}) {
  const Law& law = models::law(name, "test");
  std::vector<double> values = law.defaults();
  for (const Setting& s : settings) values[law.index(s.parameter, "test")] = s.value;
  law.check(values, "test");
  return Device(law, values);
}

}  // namespace

TEST_CASE("tunnel: the published table of conductances, both powers of the gap") {
  const Device linear = device("tunnel"), square = device("tunnel", {{"gap_exponent", 2}});
  struct Row {
    double lambda, d1, d2;  // [V s], G/7.77e-5 S
  };
  for (const Row& row : {Row{0, 1.000000e-3, 1.000000e-3}, Row{0.0080, 1.057939e-3, 1.057939e-3},
                         Row{0.0090, 4.268737e-3, 7.516174e-3}, Row{0.0095, 3.471501e-2, 1.234726e-1},
                         Row{0.0098, 1.931072e-1, 7.049563e-1}, Row{0.0100, 1.001, 1.001}, Row{0.0150, 1.001, 1.001}}) {
    CAPTURE(row.lambda);
    CHECK(linear.conductance(row.lambda) / 7.77e-5 == Approx(row.d1).epsilon(5e-7));
    CHECK(square.conductance(row.lambda) / 7.77e-5 == Approx(row.d2).epsilon(5e-7));
    CHECK(linear.conductance(-row.lambda) == linear.conductance(row.lambda));
  }
}

TEST_CASE("tunnel: growth, rest and decay") {
  const Device d = device("tunnel");
  CHECK(d.evaluate(0.002, 0.011).f == Approx(1e-3));
  CHECK(d.evaluate(0.002, -0.011).f == Approx(-1e-3));
  CHECK(d.evaluate(0.002, 0.007).f == 0);
  CHECK(d.evaluate(0.002, 0.0).f == Approx(-10 * 5e-3));
  CHECK(d.evaluate(-0.002, 0.0).f == Approx(10 * 5e-3));
  CHECK(d.evaluate(0.0, 0.0).f == 0);
}

TEST_CASE("tunnel: the binary law is on at the critical flux and above, in both signs") {
  const Device d = device("tunnel", {{"gap_law", 1}});
  CHECK(d.conductance(0.00999) == 7.77e-8);
  CHECK(d.conductance(0.01) == 7.77e-5);
  CHECK(d.conductance(-0.01) == 7.77e-5);
}

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

TEST_CASE("threshold: the claim's three branches and its conductance") {
  const Device d = device("threshold");
  CHECK(d.evaluate(0.25, 1.3).f == Approx(0.75 * std::tanh(2 * 0.5) / 1e-3));
  CHECK(d.evaluate(0.25, -1.3).f == Approx(-0.25 * std::tanh(3 * 0.5) / 1e-3));
  CHECK(d.evaluate(0.25, 0.8).f == 0);
  CHECK(d.conductance(0.25) == Approx(1e-6 + 0.25 * 999e-6));
  CHECK(device("threshold", {{"tau_relax", 2e-3}}).evaluate(0.25, 0).f == Approx(-0.25 / 2e-3));
}

TEST_CASE("level is 0 when off and 1 when on") {
  CHECK(device("vts").evaluate(0.37, 1).level == Approx(0.37));
  CHECK(device("threshold").evaluate(0, 1).level == Approx(0).margin(1e-15));
  CHECK(device("threshold").evaluate(1, 1).level == Approx(1));
  CHECK(device("tunnel").evaluate(0, 1).level == Approx(0).margin(1e-6));
  CHECK(device("tunnel").evaluate(0.01, 1).level == Approx(1).epsilon(1e-3));
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
