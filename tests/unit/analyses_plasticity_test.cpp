// Pulses by hand: a leaky integrator whose response is known in closed form.
#include <somn/analyses/plasticity/plasticity.hpp>
#include <somn/core/error.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::analysis;

namespace {

struct Record {
  std::vector<double> time, v, g;
};

// Pulses of 1 s at 5 s, 8 s, ...; each adds 2 S, then exp(-t/4 s) towards 1 S.
Record leaky(int n_pulses) {
  Record r;
  double above = 0;
  for (int k = 0; k < 100 * (5 + 3 * n_pulses + 20); ++k) {
    const double t = 0.01 * k, phase = std::fmod(t - 5 + 1e-9, 3);
    const bool is_on = t >= 5 - 1e-9 && t < 5 + 3 * n_pulses - 1e-9 && phase < 1;
    above = is_on ? above + 0.02 : above * std::exp(-0.01 / 4);
    r.time.push_back(t), r.v.push_back(is_on ? -3 : 0.1), r.g.push_back(1 + above);
  }
  return r;
}

}  // namespace

TEST_CASE("potentiation, facilitation, relaxation and retention of a leaky integrator") {
  const Record r = leaky(4);
  const PulseResponse p = pulse_response(r.time, r.v, r.g);
  REQUIRE(p.pulses.size() == 4);
  CHECK(p.base == Approx(1));
  CHECK(p.pulses[0].start == Approx(5));
  CHECK(p.pulses[0].voltage == Approx(-3));
  const double kept = std::exp(-2.0 / 4);
  double above = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    above = above * (k ? kept : 0) + 2;
    CHECK(p.pulses[k].at_end == Approx(1 + above).margin(1e-9));
    CHECK(p.pulses[k].facilitation == Approx(above / 2).margin(1e-9));
  }
  CHECK(*p.paired_pulse == Approx(1 + kept));
  CHECK(p.relaxation->tau == Approx(4).epsilon(1e-6));
  CHECK(p.relaxation->rest == Approx(1).epsilon(1e-6));
  CHECK(*p.retained == Approx(std::exp(-(r.time.back() - p.pulses[3].end) / 4)).epsilon(1e-6));
}

TEST_CASE("records without a base or a pulse are refused") {
  CHECK_THROWS_WITH(pulse_response(std::vector<double>{0, 1}, std::vector<double>{1, 0}, std::vector<double>{1, 1}), Catch::Contains("begins within"));
  CHECK_THROWS_WITH(pulse_response(std::vector<double>{0, 1}, std::vector<double>{0, 0}, std::vector<double>{1, 1}), Catch::Contains("no pulse"));
}

TEST_CASE("the closed form: a fine Euler integration of the law; the golden numbers of the stochastic set") {
  const RateLaw law{5.217037178e-4, 1.292228323, 37.93422537, 1.785933209, 1.455815e-7, 6.857961e-5};
  const std::vector<double> g = closed_form(law, std::vector<double>{0, 1e6}, std::vector<double>{3.6, 3.6}, law.g_min);
  CHECK(g.back() == Approx(3.2433e-5).epsilon(1e-4));
  std::vector<double> time, v;
  for (int k = 0; k <= 40; ++k) time.push_back(0.5 * k), v.push_back(k % 10 < 5 ? 3.6 : 3.0);
  const std::vector<double> closed = closed_form(law, time, v, law.g_min);
  double w = 0;
  for (std::size_t k = 1; k < time.size(); ++k) {
    for (int i = 0; i < 50000; ++i)
      w += 1e-5 * (law.kappa_p0 * std::exp(law.eta_p * v[k - 1]) * (1 - w) - law.kappa_d0 * std::exp(-law.eta_d * v[k - 1]) * w);
    CHECK(closed[k] == Approx(law.g_min + (law.g_max - law.g_min) * w).epsilon(1e-5));
  }
}
