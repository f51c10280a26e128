// stanford by value: numbers of the published set on its page, and the rate written out once more for one point.
#include "law_device.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using test::device;

TEST_CASE("stanford: conductances of the published set, a ratio of e^6") {
  const Device d = device("stanford");
  CHECK(d.conductance(0.2e-9) == Approx(1e-3 / 0.25 * std::exp(-0.8)).epsilon(1e-12));
  CHECK(d.conductance(0.2e-9) == Approx(1.797e-3).epsilon(3e-4));
  CHECK(d.conductance(1.7e-9) == Approx(4.455e-6).epsilon(3e-4));
  CHECK(d.conductance(0.2e-9) / d.conductance(1.7e-9) == Approx(std::exp(6)).epsilon(1e-12));
}

TEST_CASE("stanford: current, temperature and speed at 0.9 V and a gap of 0.5 nm") {
  const double k = 1.380649e-23, q = 1.602176634e-19;
  const double i = 1e-3 * std::exp(-2) * std::sinh(0.9 / 0.25), t = 298 + 2.1e3 * 0.9 * i;
  const double speed =
      10 * std::exp(-q * 0.6 / (k * t)) * std::sinh((16 - 0.8 * 0.125) * 0.25e-9 * q * 0.9 / (12e-9 * k * t));
  const models::Point p = device("stanford").evaluate(0.5e-9, 0.9);
  CHECK(t == Approx(302.7).margin(0.1));
  CHECK(p.i == Approx(i).epsilon(1e-12));
  CHECK(p.f == Approx(-speed).epsilon(1e-11));
  CHECK(device("stanford").evaluate(0.5e-9, -0.9).f == Approx(speed).epsilon(1e-11));
  CHECK(device("stanford").evaluate(0.5e-9, 0).f == 0);
}

TEST_CASE("stanford: a cold filament is slower than a hot one, a longer oxide slower than a short one") {
  const double f = device("stanford").evaluate(0.3e-9, 1.0).f;
  CHECK(device("stanford", {{"r_th", 0}}).evaluate(0.3e-9, 1.0).f > f / 1.5);  // 298 K instead of 315 K
  CHECK(device("stanford", {{"thickness", 15e-9}}).evaluate(0.3e-9, 1.0).f > 0.5 * f);
}
