// threshold against published numbers and closed forms, by value.
#include "law_device.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using test::device;

TEST_CASE("threshold: the claim's three branches and its conductance") {
  const Device d = device("threshold");
  CHECK(d.evaluate(0.25, 1.3).f == Approx(0.75 * std::tanh(2 * 0.5) / 1e-3));
  CHECK(d.evaluate(0.25, -1.3).f == Approx(-0.25 * std::tanh(3 * 0.5) / 1e-3));
  CHECK(d.evaluate(0.25, 0.8).f == 0);
  CHECK(d.conductance(0.25) == Approx(1e-6 + 0.25 * 999e-6));
  CHECK(device("threshold", {{"tau_relax", 2e-3}}).evaluate(0.25, 0).f == Approx(-0.25 / 2e-3));
}
