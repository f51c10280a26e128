// L1: the first row, where all states are initial.
#include "rungs.hpp"

#include <somn/compare/tolerances.hpp>

#include <algorithm>
#include <cmath>

namespace somn::compare {

Rung linear_rung(const Run& a, const Run& b, const Facts& facts) {
  const Curve x(a, observed(facts)), y(b, observed(facts));
  const double t = std::max(x.first(), y.first()), u = x(t), v = y(t), largest = std::max(x.largest(), y.largest());
  Rung rung{.name = "L1", .title = "initial states: source, relative", .tolerance = tolerance::linear};
  rung.value = largest > 0 ? std::abs(u - v) / std::max({std::abs(u), std::abs(v), 1e-6 * largest}) : 0;
  rung.worst = Place{t, observed(facts), u, v};
  if (!facts.is_ohmic) {
    rung.tolerance = a.rtol + b.rtol;
    rung.note = "not linear: a law's current is no conductance times the voltage";
  }
  if (t > 0) {
    rung.note = "the first common time is not 0";
    return rung;
  }
  rung.verdict = judged(rung.value, rung.tolerance);
  return rung;
}

}  // namespace somn::compare
