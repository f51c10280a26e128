#include "laws.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/native/law_point.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::workflow {

void compare_laws(const circuit::Circuit& c, const std::vector<double>& states, double volt, compare::Facts& facts) {
  double worst = 0;
  std::string place;
  for (const circuit::Junction& j : c.junctions) {
    const circuit::Model& m = c.models[j.model];
    const models::Device device(models::law(m.law, "compare"), m.values);
    const double x = states.at(j.id.index);
    if (device.moves(x)) continue;  // a wire that breaks: its state is about to be drawn anew
    const double v = 0.1 * volt * ((j.id.index % 7) + 1.0) / 4 * (j.id.index % 2 ? 1 : -1);
    const models::Point theirs = device.evaluate(x, v);
    const native::LawPoint ours = native::law_point(m.law, m.values, x, v);
    const auto look = [&](const char* what, double p, double q, double size) {
      const double scale = std::max({std::abs(p), std::abs(q), size});
      if (!(scale > 1e-290) || std::abs(p - q) <= worst * scale) return;
      worst = std::abs(p - q) / scale;
      place = fmt::format("worst: {} of junction {} ({}) at state {:.9g}, {:.4g} V: {:.15g} and {:.15g}", what,
                          j.id.index, m.law, x, v, q, p);
    };
    look("current", ours.i, theirs.i, 0);
    look("conductance", ours.conductance, device.conductance(x), 0);
    look("rate", ours.f, theirs.f, std::abs(theirs.f_x * x) + std::abs(theirs.f_v * v));
  }
  facts.law_difference = worst;
  facts.law_place = place;
}

}  // namespace somn::workflow
