// tunnel against published numbers and closed forms, by value.
#include "law_device.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using models::Law;
using test::device;

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

TEST_CASE("tunnel: its flux is what the rate integrates") {
  const Law& law = models::law("tunnel", "test");
  std::vector<double> values = law.defaults();
  values[law.index("eta", "test")] = 2;
  const models::Flux flux = law.flux(values).value();
  const Device d(law, values);
  const double per_volt = 0.01 / flux.closed;  // lambda_crit within `closed` of (|v| - v_set) t
  CHECK(d.evaluate(0.002, 0.03).f == Approx(per_volt * (0.03 - flux.v_set)));
  CHECK(d.evaluate(0.002, 0.001).f == Approx(-per_volt * flux.b * (flux.v_reset - 0.001)));
}
