// L2: halving that at least halves an error leaves at most as much of it as it takes away.
#include "rungs.hpp"

#include <somn/compare/tolerances.hpp>

#include <fmt/format.h>

namespace somn::compare {

Halved halved_distances(const Run& a, const Run& b, const Facts& facts) {
  const Halving& h = *facts.halving;
  const double until = until_events(a, b);
  return {distance(a, h.finer_a, until, facts).rms, distance(b, h.finer_b, until, facts).rms,
          distance(a, b, until, facts).rms, distance(h.finer_a, h.finer_b, until, facts, Allowance::none, &a).rms};
}

Rung halving_rung(const Run& a, const Run& b, const Facts& facts) {
  Rung rung{.name = "L2", .title = "halved steps, until the first event: source, relative RMS"};
  if (!facts.halving) {
    rung.note = "not asked for (--halving)";
    return rung;
  }
  const Halved d = halved_distances(a, b, facts);
  rung.value = d.finer;
  rung.tolerance = d.of_a + d.of_b + tolerance::linear;
  rung.verdict = judged(rung.value, rung.tolerance);
  rung.note = fmt::format("{} is {:.2g} and {} is {:.2g} from its own finer run; apart {:.2g}, finer {:.2g}", a.name,
                          d.of_a, b.name, d.of_b, d.given, d.finer);
  return rung;
}

}  // namespace somn::compare
