// L4: event by event. How late, how many without partner, how different in size.
#include "rungs.hpp"

#include <somn/compare/tolerances.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::compare {

// With halving: twice what it displaces and resizes events by; until one engine parts from its own finer run.
EventLimits event_limits(const Run& a, const Run& b, const Facts& facts) {
  EventLimits l{.time = a_priori(a, b),
                .size = tolerance::event_size * (std::cbrt(a.rtol * a.rtol) + std::cbrt(b.rtol * b.rtol))};
  if (facts.halving) {
    const Pairing of_a = pair_events(a, facts.halving->finer_a, l.time),
                  of_b = pair_events(b, facts.halving->finer_b, l.time);
    l.until = std::min(of_a.parted, of_b.parted);
    l.time = {tolerance::halving * (of_a.latest + of_b.latest) + tolerance::linear * a.trace.time().back(), 0};
    l.size = tolerance::halving * (of_a.size + of_b.size) + tolerance::linear;
  } else if (is_recurrent(facts.regime)) {
    l.until = std::min(time_of_event(a, tolerance::early_events), time_of_event(b, tolerance::early_events));
  }
  l.until -= l.time.step;
  return l;
}

std::vector<Rung> event_rungs(const Run& a, const Run& b, const Facts& facts) {
  Rung times{.name = "L4", .title = "event times, s"},
      alone{.name = "L4", .title = "events without partner, number of"},
      sizes{.name = "L4", .title = "event sizes, relative"};
  if (a.events.empty() && b.events.empty()) {
    times.note = "no events";
    return {times, alone, sizes};
  }
  const EventLimits limits = event_limits(a, b, facts);
  const Pairing p = pair_events(a, b, limits.time, limits.until);
  times.value = p.late, times.tolerance = p.late_limit, times.worst = p.late_place;
  times.note =
      fmt::format("{} and {} events, {} pairs before the runs part", a.events.size(), b.events.size(), p.n_paired);
  if (std::isfinite(limits.until))
    times.note += fmt::format(
        "; judged until {:.6g} s, {}", limits.until,
        facts.halving ? "where an engine parts from its own finer run" : "as the regime amplifies differences");
  alone.value = static_cast<double>(p.n_alone), alone.worst = p.alone_place;
  if (p.alone_place) alone.note = fmt::format("the first: {} at {:.6g} s", p.alone_place->what, p.alone_place->time);
  sizes.value = p.size, sizes.tolerance = limits.size, sizes.worst = p.size_place;
  alone.verdict = judged(alone.value, alone.tolerance);
  if (p.late_place) times.verdict = judged(times.value, times.tolerance);
  if (p.size_place) sizes.verdict = judged(sizes.value, sizes.tolerance);
  return {times, alone, sizes};
}

}  // namespace somn::compare
