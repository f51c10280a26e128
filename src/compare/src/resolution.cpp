// seen_change: the rungs that answer a small change in proportion, climbed by a run and its changed twin:
//              ratio = max over rungs of  value(given, changed) / (tolerance + value of the comparison)
// A change that compensated the present difference would hide behind it: hence tolerance + value.
#include "rungs.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace somn::compare {
namespace {

const Rung* find(const Comparison& c, std::string_view name, std::string_view title) {
  for (const Rung& r : c.rungs)
    if (r.name == name && (title.empty() || r.title == title)) return &r;
  return nullptr;
}

}  // namespace

Answer answer(const Comparison& c, const Run& a, const Run& b, const Facts& facts, const Run& given,
              const Run& changed) {
  Answer best;
  const auto look = [&](std::string_view name, std::string_view title, double value) {
    const Rung* rung = find(c, name, title);
    if (!rung || rung->verdict == Verdict::not_judged || !(rung->tolerance > 0)) return;
    const double ratio = value / (rung->tolerance + std::min(rung->value, rung->tolerance));
    if (ratio > best.ratio) best = {ratio, fmt::format("{}, {}", name, rung->title), false};
  };
  const EventLimits limits = event_limits(a, b, facts);
  const Pairing p = pair_events(given, changed, limits.time, limits.until);
  const auto allowance = facts.halving ? Allowance::none : Allowance::a_priori;
  look("L1", "", linear_rung(given, changed, facts).value);
  look("L3", "", distance(given, changed, until_events(given, changed), facts, allowance).rms);
  look("L4", "event sizes, relative", p.size);
  if (const Rung* times = find(c, "L4", "event times, s");
      times && times->verdict != Verdict::not_judged && p.late_limit > 0)
    look("L4", "event times, s", times->tolerance * p.late / p.late_limit);
  best.has_parted = p.n_alone > 0;
  return best;
}

std::vector<Resolution> resolution_of_events(const Comparison& c, const Run& a, const Run& b, const Facts& facts) {
  std::vector<Resolution> result;
  if (a.events.empty() || b.events.empty()) return result;
  const EventLimits limits = event_limits(a, b, facts);
  const double first = until_events(a, b), last = std::min(a.events.back().time - a.time_shift, limits.until);
  result.push_back(
      {.kind = "event time", .what = "the first event", .unit = "s", .absolute = limits.time.at(0), .rung = "L4"});
  result.push_back({.kind = "event time",
                    .what = fmt::format("an event at {:.4g} s, the last that is judged", last),
                    .unit = "s",
                    .absolute = limits.time.at(last - first),
                    .rung = "L4"});
  std::vector<double> sizes;
  for (const JunctionEvent& e : a.events) sizes.push_back(std::abs(e.delta_g));
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2), sizes.end());
  if (const Rung* r = find(c, "L4", "event sizes, relative"); r && r->verdict != Verdict::not_judged)
    result.push_back({.kind = "size of event",
                      .what = "the median event",
                      .unit = "S",
                      .relative = limits.size,
                      .absolute = limits.size * sizes[sizes.size() / 2],
                      .rung = "L4"});
  return result;
}

}  // namespace somn::compare
