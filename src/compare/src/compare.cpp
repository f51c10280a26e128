// compare: E the same experiment, whole?; L0 given; L1 first row; L2 from the halving; L3 rows up to the first event;
//          L4 events paired per junction; L5 the whole of both records
#include "rungs.hpp"

#include <somn/compare/compare.hpp>
#include <somn/core/error.hpp>

#include <algorithm>

namespace somn::compare {

bool Comparison::has_passed() const {
  return std::none_of(rungs.begin(), rungs.end(), [](const Rung& r) { return r.verdict == Verdict::failed; });
}

Comparison compare(const Run& a, const Run& b, const Facts& facts) {
  Comparison c{.a = a.name, .b = b.name, .rungs = {experiment_rung(facts)}};
  if (facts.has_other_network) return c;  // no junction of one is a junction of the other
  const Curve x(a, observed(facts)), y(b, observed(facts));
  if (std::max(x.first(), y.first()) >= std::min(x.last(), y.last()))
    throw InputError({.what = "the two runs have no time in common", .where = a.name + ", " + b.name});
  c.rungs.insert(c.rungs.end(), {record_rung(a, b, facts), laws_rung(facts), linear_rung(a, b, facts),
                                 halving_rung(a, b, facts), before_events_rung(a, b, facts)});
  for (const auto& rungs : {event_rungs(a, b, facts), distribution_rungs(a, b, facts)})
    c.rungs.insert(c.rungs.end(), rungs.begin(), rungs.end());
  c.resolution = resolution_of_events(c, a, b, facts);
  return c;
}

}  // namespace somn::compare
