// L3: the rows up to the first event of either run.
#include "rungs.hpp"

#include <somn/compare/tolerances.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::compare {

Rung before_events_rung(const Run& a, const Run& b, const Facts& facts) {
  const double until = until_events(a, b);
  const Distance d = distance(a, b, until, facts, facts.halving ? Allowance::none : Allowance::a_priori);
  Rung rung{.name = "L3",
            .title = "until the first event: source, relative RMS",
            .tolerance = tolerance::before_events * (a.rtol + b.rtol)};
  if (facts.has_capacitances)
    rung.tolerance = std::max(rung.tolerance, tolerance::before_events_stored *
                                                  (std::cbrt(a.rtol * a.rtol) + std::cbrt(b.rtol * b.rtol)));
  if (facts.halving) {
    const Halved h = halved_distances(a, b, facts);
    rung.tolerance = tolerance::halving * (h.of_a + h.of_b) + tolerance::linear;
  }
  rung.value = d.rms;
  rung.note =
      std::isfinite(until) ? fmt::format("{} rows up to {:.6g} s", d.n, until) : fmt::format("{} rows, no event", d.n);
  if (d.n == 0) return rung;
  rung.worst = d.worst;
  rung.verdict = judged(d.rms, rung.tolerance);
  return rung;
}

}  // namespace somn::compare
