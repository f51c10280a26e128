// L0 of the comparison ladder: the native solver's transcription of every law against the code model's, point by point,
// values and derivatives, over random legal parameters.
#include "draw_law.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/native/law_point.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using test::chance;
using test::uniform;

namespace {

// A state inside or on the bounds of the law.
double draw_state(const models::Law& law, const std::vector<double>& p, Generator& random) {
  const auto value = [&](const char* name) { return p[law.index(name, "test")]; };
  double low = 0, high = 1;
  if (law.name == "tunnel") high = value("lambda_max"), low = -high;
  if (law.name == "pershin") low = value("r_min"), high = value("r_max");
  if (law.name == "team" || law.name == "vteam") low = value("x_on"), high = value("x_off");
  if (law.name == "break") low = -0.999;  // at -1 a wire breaks: the state is redrawn
  if (chance(random, 0.1)) return high;
  if (chance(random, 0.1)) return low;
  return uniform(random, low, high);
}

double scale_of_voltage(const models::Law& law, const std::vector<double>& p) {
  for (const char* name : {"v_set", "v_threshold", "v_t", "v_p", "v_off"})
    for (std::size_t k = 0; k < law.parameters.size(); ++k)
      if (law.parameters[k].name == name && p[k] > 0) return p[k];
  return 1;
}

// The tails of vts are exp(-u), u a sum of terms in units of delta: their rounding is that of u, which may be
// thousands.
double condition_of(const models::Law& law, const std::vector<double>& p, double v) {
  if (law.name != "vts") return 1;
  const auto value = [&](const char* name) { return p[law.index(name, "test")]; };
  return 1 + (std::abs(v) + 2 * value("v_set")) / value("delta") / 500;
}

}  // namespace

TEST_CASE("every law is the code model's, values and derivatives, to 1e-12") {
  for (const models::Law& law : models::laws()) {
    Generator random = generator(5, law.name.c_str());
    for (int set = 0; set < 200; ++set) {
      const std::vector<double> p = set == 0 ? law.defaults() : test::draw_values(law, random, 1);
      const models::Device device(law, p);
      for (int point = 0; point < 50; ++point) {
        const double x = draw_state(law, p, random);
        const double v = chance(random, 0.05)
                             ? 0
                             : scale_of_voltage(law, p) * uniform(random, -1, 1) * std::pow(10, uniform(random, -2, 1));
        const models::Point theirs = device.evaluate(x, v);
        const native::LawPoint ours = native::law_point(law.name, p, x, v);
        const double condition = condition_of(law, p, v);
        CAPTURE(law.name, set, x, v, condition);
        const auto agree = [&](const char* what, double a, double b, double size) {
          CAPTURE(what, a, b);
          if (std::isfinite(a) || std::isfinite(b))
            CHECK(std::abs(a - b) <= 1e-12 * condition * std::max({std::abs(a), std::abs(b), size, 1e-290}));
        };
        // differences of nearly equal terms are compared on the scale of the terms
        agree("i", ours.i, theirs.i, 0);
        agree("i_x", ours.i_x, theirs.i_x, 0);
        agree("i_v", ours.i_v, theirs.i_v, 0);
        agree("f", ours.f, theirs.f, std::abs(theirs.f_x * x) + std::abs(theirs.f_v * v));
        agree("f_x", ours.f_x, theirs.f_x, law.name == "vts" ? 1 / p[law.index("tau", "test")] : 0);
        agree("f_v", ours.f_v, theirs.f_v, 0);
        agree("conductance", ours.conductance, device.conductance(x), 0);
        agree("bounded", ours.bounded, device.bounded(x), 0);
      }
    }
  }
}
