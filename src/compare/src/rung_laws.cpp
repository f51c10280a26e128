// L0: the two transcriptions of each law, measured by who knows both.
#include "rungs.hpp"

#include <somn/compare/tolerances.hpp>

namespace somn::compare {

Rung laws_rung(const Facts& facts) {
  Rung rung{.name = "L0", .title = "laws pointwise at the final states, relative", .tolerance = tolerance::law};
  if (!facts.law_difference) {
    rung.note = "one engine only: nothing to compare";
    return rung;
  }
  rung.value = *facts.law_difference;
  rung.verdict = judged(rung.value, rung.tolerance);
  rung.note = facts.law_place;
  return rung;
}

}  // namespace somn::compare
