// L0 of the comparison ladder: the native solver's transcription of every law against the code model's, point by point,
// values and derivatives, over random legal parameters.
#include "condition.hpp"
#include "draw_law.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/native/law_point.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using test::chance;
using test::uniform;

namespace {

// A state inside or on the bounds of the law, but not where it is about to be drawn anew.
double draw_state(const models::Device& device, Generator& random) {
  const double high = device.bounded(1e30);
  double low = device.bounded(-1e30);
  if (device.moves(low)) low += 1e-3 * (high - low);
  if (chance(random, 0.1)) return high;
  if (chance(random, 0.1)) return low;
  return uniform(random, low, high);
}

// Its first voltage.
double scale_of_voltage(const models::Law& law, const std::vector<double>& p) {
  for (std::size_t k = 0; k < law.parameters.size(); ++k)
    if (law.parameters[k].unit == "V" && p[k] > 0) return p[k];
  return 1;
}

}  // namespace

TEST_CASE("every law is the code model's, values and derivatives, to 1e-12") {
  for (const models::Law& law : models::laws()) {
    Generator random = generator(5, law.name.c_str());
    for (int set = 0; set < 200; ++set) {
      const std::vector<double> p = set == 0 ? law.defaults() : test::draw_values(law, random, 1);
      const models::Device device(law, p);
      for (int point = 0; point < 50; ++point) {
        const double x = draw_state(device, random);
        const double v = chance(random, 0.05)
                             ? 0
                             : scale_of_voltage(law, p) * uniform(random, -1, 1) * std::pow(10, uniform(random, -2, 1));
        const models::Point theirs = device.evaluate(x, v);
        const native::LawPoint ours = native::law_point(law.name, p, x, v);
        CAPTURE(law.name, set, x, v);
        const auto agree = [&](const char* what, double a, double models::Point::*member) {
          const double b = theirs.*member, difference = std::abs(a - b), size = std::max(std::abs(a), std::abs(b));
          if (difference <= 1e-12 * std::max(size, 1e-290)) return;
          const double condition = test::condition(
              law, p, x, v,
              [member](const models::Device& d, double at, double u) { return d.evaluate(at, u).*member; });
          CAPTURE(what, a, b, condition);
          if (std::isfinite(a) || std::isfinite(b)) CHECK(difference <= 4e-15 * condition * size);  // eighteen roundings
        };
        agree("i", ours.i, &models::Point::i);
        agree("i_x", ours.i_x, &models::Point::i_x);
        agree("i_v", ours.i_v, &models::Point::i_v);
        agree("f", ours.f, &models::Point::f);
        agree("f_x", ours.f_x, &models::Point::f_x);
        agree("f_v", ours.f_v, &models::Point::f_v);
        CHECK(ours.conductance == Approx(device.conductance(x)).epsilon(1e-12));
        CHECK(ours.bounded == Approx(device.bounded(x)).epsilon(1e-12));
      }
    }
  }
}
