// Exact derivatives of every law, against dual numbers (include/dual.hpp), over the whole box of legal parameters,
// states and voltages: corners, thresholds, both signs; and what every law owes: passivity, finite values.
#include "condition.hpp"
#include "draw_law.hpp"
#include "dual.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/models/catalogue.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using models::Law;
using models::Point;
using test::chance;
using test::uniform;

namespace {

double draw_voltage(const Law& law, const std::vector<double>& values, Generator& random) {
  if (chance(random, 0.05)) return 0;
  const double sign = chance(random, 0.5) ? -1 : 1;
  if (chance(random, 0.3))  // at a threshold or next to it
    for (std::size_t p = 0; p < values.size(); ++p)
      if (law.parameters[p].unit == "V" && chance(random, 0.4))
        return sign * values[p] * (chance(random, 0.5) ? 1 : 1 + 1e-15 * uniform(random, -5, 5));
  return sign * std::exp(uniform(random, -14, 5));  // 1e-6 ... 150 V
}

double draw_state(const Device& d, Generator& random) {
  const double low = d.bounded(-1e30), high = d.bounded(1e30);
  if (low > high) return 0;
  if (chance(random, 0.1)) return chance(random, 0.5) ? low : high;
  return uniform(random, low, high);
}

// To 1e-11, to rounding of the quantity that it is the slope of (`floor`), or to twenty roundings of the law's inputs where that is more: a difference of large terms.
template <class Member>
bool agree(const Law& law, const std::vector<double>& values, double x, double v, Member member, double exact,
           double floor) {
  const double a = Device(law, values).evaluate(x, v).*member, difference = std::abs(a - exact);
  const double size = std::max(std::abs(a), std::abs(exact));
  if (difference <= 1e-11 * size + floor) return true;
  return difference <= 4e-15 * size * test::condition(law, values, x, v, [&](const Device& d, double at, double u) {
                         return d.evaluate(at, u).*member;
                       });
}

}  // namespace

TEST_CASE("every partial derivative equals that of the law in dual numbers") {
  for (const test::DualLaw& dual : test::dual_laws()) {
    const Law& law = models::law(dual.name, "test");
    Generator random = generator(20260418, dual.name);
    for (int n = 0; n < 20000; ++n) {
      const std::vector<double> values = test::draw_values(law, random, 2);
      const Device d(law, values);
      const double x = draw_state(d, random), v = draw_voltage(law, values, random);
      const Point p = d.evaluate(x, v);
      const test::DualPoint exact = dual.evaluate(values, x, v);
      CAPTURE(dual.name, n, x, v, values);
      const bool finite = std::isfinite(p.i) && std::isfinite(p.i_x) && std::isfinite(p.i_v) && std::isfinite(p.f) &&
                          std::isfinite(p.f_x) && std::isfinite(p.f_v);
      if (!finite)
        FAIL("not finite: " << p.i << " " << p.i_x << " " << p.i_v << " " << p.f << " " << p.f_x << " " << p.f_v);
      if (!(p.i == exact.i.value && p.f == exact.f.value)) FAIL("values differ");
      const auto check = [&](const char* what, double Point::*member, double derivative, double slope) {
        if (!agree(law, values, x, v, member, derivative, 1e-16 * std::abs(slope) + 1e-200))
          FAIL(what << " " << p.*member << " dual " << derivative);
      };
      check("i_x", &Point::i_x, exact.i.x, p.i / (std::abs(x) + 1e-12));
      check("i_v", &Point::i_v, exact.i.v, 0);
      check("f_x", &Point::f_x, exact.f.x, 0);
      check("f_v", &Point::f_v, exact.f.v, 0);
    }
  }
}

TEST_CASE("every law of the catalogue is differentiated") {
  CHECK(test::dual_laws().size() == models::laws().size());
}

TEST_CASE("every law is passive, rests at its bounds and conducts at zero voltage") {
  for (const Law& law : models::laws()) {
    Generator random = generator(7, law.name.c_str());
    for (int n = 0; n < 5000; ++n) {
      const std::vector<double> values = test::draw_values(law, random, 2);
      const Device d(law, values);
      const double x = draw_state(d, random), v = draw_voltage(law, values, random);
      CAPTURE(law.name, n, x, v, values);
      if (!(d.evaluate(x, v).i * v >= 0)) FAIL("active");
      if (!(d.evaluate(x, 0).i == 0)) FAIL("current without voltage");
      if (!(d.conductance(x) > 0)) FAIL("no conductance");
      if (!(d.evaluate(x, v).i_v > 0)) FAIL("differential conductance not positive");
    }
  }
}
