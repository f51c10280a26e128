// Exact derivatives of every law, against dual numbers (include/dual.hpp), over the whole box of legal parameters,
// states and voltages: corners, thresholds, both signs; and what every law owes: passivity, finite values.
#include "dual.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/models/catalogue.hpp>

#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using models::Device;
using models::Law;
using models::Parameter;
using models::Point;

namespace {

double uniform(Generator& random, double low, double high) {
  return boost::random::uniform_real_distribution<double>(low, high)(random);
}

bool chance(Generator& random, double p) {
  return uniform(random, 0, 1) < p;
}

// Two decades either side of the default; the ends of a closed range are hit often.
double draw(const Parameter& p, Generator& random) {
  if (p.is_choice())
    return boost::random::uniform_int_distribution<int>(0, static_cast<int>(p.choices.size()) - 1)(random);
  const std::size_t comma = p.interval.find(',');
  const double low = std::strtod(p.interval.c_str() + 1, nullptr);
  const double high = std::strtod(p.interval.c_str() + comma + 1, nullptr);
  if (std::isfinite(low) && std::isfinite(high) && high < 1e3) {
    if (p.interval.front() == '[' && chance(random, 0.1)) return low;
    if (p.interval.back() == ']' && chance(random, 0.1)) return high;
    return uniform(random, low, high);
  }
  if (p.interval.front() == '[' && low == 0 && chance(random, 0.1)) return 0;
  const double size = (p.default_value == 0 ? 1 : p.default_value) * std::exp(uniform(random, -4.6, 4.6));
  return std::isinf(low) && std::isinf(high) && chance(random, 0.5) ? -size : std::max(size, low);
}

std::vector<double> draw(const Law& law, Generator& random) {
  for (int attempt = 0; attempt < 10000; ++attempt) {
    std::vector<double> values;
    for (const Parameter& p : law.parameters) values.push_back(draw(p, random));
    if (law.name == "pershin" && values[0] < values[1]) values[2] = uniform(random, values[0], values[1]);
    try {
      law.check(values, "test");
      return values;
    } catch (const InputError&) {
    }
    if (attempt % 2) continue;
    values = law.defaults();  // combinations with narrow legal ranges: move a few parameters only
    for (int k = 0; k < 3; ++k) {
      const std::size_t p =
          boost::random::uniform_int_distribution<std::size_t>(0, law.parameters.size() - 1)(random);
      values[p] = draw(law.parameters[p], random);
    }
    try {
      law.check(values, "test");
      return values;
    } catch (const InputError&) {
    }
  }
  FAIL("no legal set of parameters found for " << law.name);
  return {};
}

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

bool agree(double a, double b, double scale) {
  return std::abs(a - b) <= 1e-11 * (std::max(std::abs(a), std::abs(b)) + scale) + 1e-200;  // underflow
}

}  // namespace

TEST_CASE("every partial derivative equals that of the law in dual numbers") {
  for (const test::DualLaw& dual : test::dual_laws()) {
    const Law& law = models::law(dual.name, "test");
    Generator random = generator(20260418, dual.name);
    for (int n = 0; n < 20000; ++n) {
      const std::vector<double> values = draw(law, random);
      const Device d(law, values);
      const double x = draw_state(d, random), v = draw_voltage(law, values, random);
      const Point p = d.evaluate(x, v);
      const test::DualPoint exact = dual.evaluate(values, x, v);
      CAPTURE(dual.name, n, x, v, values);
      const bool finite = std::isfinite(p.i) && std::isfinite(p.i_x) && std::isfinite(p.i_v) && std::isfinite(p.f) &&
                          std::isfinite(p.f_x) && std::isfinite(p.f_v) && std::isfinite(p.level);
      if (!finite) FAIL("not finite: " << p.i << " " << p.i_x << " " << p.i_v << " " << p.f << " " << p.f_x << " "
                                       << p.f_v << " " << p.level);
      if (!(p.i == exact.i.value && p.f == exact.f.value)) FAIL("values differ");
      // a derivative that is the difference of large terms is right to rounding of these
      const double f_scale = law.name == "vts" ? 1 / values[law.index("tau", "test")] : 0;
      if (!agree(p.i_x, exact.i.x, 1e-5 * std::abs(p.i) / (std::abs(x) + 1e-12))) FAIL("i_x " << p.i_x << " dual " << exact.i.x);
      if (!agree(p.i_v, exact.i.v, 0)) FAIL("i_v " << p.i_v << " dual " << exact.i.v);
      if (!agree(p.f_x, exact.f.x, f_scale)) FAIL("f_x " << p.f_x << " dual " << exact.f.x);
      if (!agree(p.f_v, exact.f.v, 0)) FAIL("f_v " << p.f_v << " dual " << exact.f.v);
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
      const std::vector<double> values = draw(law, random);
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
