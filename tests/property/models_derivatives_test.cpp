// Exact derivatives: every partial of every law equals a central difference, over random parameters, states and
// voltages.
#include <somn/core/random.hpp>
#include <somn/models/catalogue.hpp>

#include <boost/random/uniform_real_distribution.hpp>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using models::Law;
using models::Point;

namespace {

double uniform(Generator& random, double low, double high) {
  return boost::random::uniform_real_distribution<double>(low, high)(random);
}

// Each positive parameter within a factor of 3 of its default; combinations that the law refuses are drawn again.
std::vector<double> draw(const Law& law, Generator& random) {
  while (true) {
    std::vector<double> values = law.defaults();
    for (std::size_t p = 0; p < values.size(); ++p)
      if (!law.parameters[p].is_choice() && values[p] > 0 && law.parameters[p].interval == "(0, inf)")
        values[p] *= std::exp(uniform(random, -1.1, 1.1));
    try {
      law.check(values, "test");
      return values;
    } catch (const std::exception&) {
    }
  }
}

// Fourth-order central difference.
template <class F>
double difference(F f, double at, double h) {
  return (8 * (f(at + h) - f(at - h)) - (f(at + 2 * h) - f(at - 2 * h))) / (12 * h);
}

}  // namespace

TEST_CASE("every partial derivative equals its difference quotient") {
  for (const Law& law : models::laws()) {
    Generator random = generator(20260418, law.name.c_str());
    const bool is_flux = law.name == "tunnel";
    for (int n = 0; n < 2000; ++n) {
      const std::vector<double> values = draw(law, random);
      const Device d(law, values);
      const double x_scale = is_flux ? values[law.index("lambda_crit", "test")] : 1;
      const double v_scale = is_flux ? values[law.index("v_set", "test")] : 1;
      const double x = x_scale * uniform(random, is_flux ? -1.4 : 0.01, is_flux ? 1.4 : 0.99);
      const double v = v_scale * uniform(random, -3, 3);
      const double hx = 1e-5 * x_scale, hv = 1e-5 * v_scale;
      const Point p = d.evaluate(x, v);
      const auto near_kink = [&](double at, double kink, double h) { return std::abs(std::abs(at) - kink) < 3 * h; };
      if (is_flux && (near_kink(x, x_scale, hx) || near_kink(x, 0, hx) || near_kink(v, v_scale, hv) ||
                      near_kink(v, values[law.index("v_reset", "test")], hv) || near_kink(v, 0, hv)))
        continue;
      if (law.name == "threshold" && near_kink(v, values[law.index("v_threshold", "test")], hv)) continue;

      CAPTURE(law.name, n, x, v, values);
      const double i_scale = std::abs(p.i) + std::abs(p.i_v) * v_scale,
                   f_scale = std::abs(p.f) + std::abs(p.f_v) * v_scale + std::abs(p.f_x) * x_scale;
      CHECK(difference([&](double s) { return d.evaluate(s, v).i; }, x, hx) * x_scale ==
            Approx(p.i_x * x_scale).epsilon(1e-6).margin(1e-7 * i_scale));
      CHECK(difference([&](double s) { return d.evaluate(x, s).i; }, v, hv) == Approx(p.i_v).epsilon(1e-8));
      CHECK(difference([&](double s) { return d.evaluate(s, v).f; }, x, hx) * x_scale ==
            Approx(p.f_x * x_scale).epsilon(1e-6).margin(1e-7 * f_scale));
      CHECK(difference([&](double s) { return d.evaluate(x, s).f; }, v, hv) * v_scale ==
            Approx(p.f_v * v_scale).epsilon(1e-6).margin(1e-7 * f_scale));
    }
  }
}

TEST_CASE("every law is passive: current and voltage never disagree in sign") {
  for (const Law& law : models::laws()) {
    Generator random = generator(7, law.name.c_str());
    for (int n = 0; n < 500; ++n) {
      const Device d(law, draw(law, random));
      const double x = law.name == "tunnel" ? uniform(random, -0.015, 0.015) : uniform(random, 0, 1);
      const double v = uniform(random, -5, 5);
      CAPTURE(law.name, n, x, v);
      CHECK(d.evaluate(x, v).i * v >= 0);
      CHECK(d.evaluate(x, 0).i == 0);
      CHECK(d.conductance(x) > 0);
    }
  }
}
