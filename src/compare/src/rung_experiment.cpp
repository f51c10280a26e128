// E: do the two runs have the same experiment, and is each of them whole?
#include "rungs.hpp"

#include <somn/compare/tolerances.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::compare {

Rung experiment_rung(const Facts& facts) {
  Rung rung{.name = "E", .title = "keys of the experiment that differ, number of"};
  std::string numerics;
  for (const Difference& d : facts.differences) {
    std::string& text = d.is_numerics ? numerics : rung.note;
    text += fmt::format("{}{}: {} and {}", text.empty() ? "" : "; ", d.key, d.a, d.b);
    rung.value += !d.is_numerics;
  }
  rung.verdict = judged(rung.value, rung.tolerance);
  if (!numerics.empty()) rung.note += (rung.note.empty() ? "" : "; ") + ("numerics, which may differ: " + numerics);
  return rung;
}

Rung record_rung(const Run& a, const Run& b, const Facts& facts) {
  const Curve x(a, observed(facts)), y(b, observed(facts));
  Rung rung{.name = "E", .title = "end of the shorter record before the end of the run, s"};
  rung.value = std::max({x.last(), y.last(), facts.t_stop}) - std::min(x.last(), y.last());
  const auto row = [](const Run& r) { return r.trace.time().back() - *(r.trace.time().end() - 2); };
  rung.tolerance = 1.001 * std::max({a.longest_step, b.longest_step, row(a), row(b)});
  rung.verdict = judged(rung.value, rung.tolerance);
  rung.note = fmt::format("{} ends at {:.6g} s, {} at {:.6g} s", a.name, x.last(), b.name, y.last());
  return rung;
}

}  // namespace somn::compare
