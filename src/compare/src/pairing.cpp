// pair_events:  for each junction
//                 merge its events of a and b in time: equal kind and no better partner ahead -> a pair
//                                                      else the earlier one is alone
//               parted = first event that is alone, or pair beyond its limit
//               over the pairs before it: worst time, worst size
#include "pairing.hpp"

#include <somn/compare/tolerances.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace somn::compare {
namespace {

struct Pair {
  const JunctionEvent *a = nullptr, *b = nullptr;  // one may be missing
  double t_a = NAN, t_b = NAN;                     // [s]
  double first() const { return std::fmin(t_a, t_b); }
  bool is_alone() const { return !a || !b; }
  double late() const { return std::abs(t_a - t_b); }
  std::string name() const {
    const JunctionEvent& e = a ? *a : *b;
    return fmt::format("junction {} {}", e.junction.index, e.kind == EventKind::up ? "up" : "down");
  }
};

using Events = std::vector<const JunctionEvent*>;

// Whether one of the events after `k` of the same kind is nearer to `t` than event k itself.
bool has_better(const Events& events, std::size_t k, double shift, double t) {
  for (std::size_t n = k + 1; n < events.size() && events[n]->time - shift <= 2 * t - (events[k]->time - shift); ++n)
    if (events[n]->kind == events[k]->kind) return true;
  return false;
}

void merge(const Events& x, double shift_x, const Events& y, double shift_y, std::vector<Pair>& pairs) {
  std::size_t i = 0, j = 0;
  while (i < x.size() || j < y.size()) {
    const double t_x = i < x.size() ? x[i]->time - shift_x : INFINITY,
                 t_y = j < y.size() ? y[j]->time - shift_y : INFINITY;
    const bool is_pair = i < x.size() && j < y.size() && x[i]->kind == y[j]->kind &&
                         !(t_x < t_y ? has_better(x, i, shift_x, t_y) : has_better(y, j, shift_y, t_x));
    if (is_pair)
      pairs.push_back({x[i++], y[j++], t_x, t_y});
    else if (t_x <= t_y)
      pairs.push_back({.a = x[i++], .t_a = t_x});
    else
      pairs.push_back({.b = y[j++], .t_b = t_y});
  }
}

std::vector<Pair> all_pairs(const Run& a, const Run& b) {
  std::map<std::uint32_t, std::pair<Events, Events>> of_junction;
  for (const JunctionEvent& e : a.events) of_junction[e.junction.index].first.push_back(&e);
  for (const JunctionEvent& e : b.events) of_junction[e.junction.index].second.push_back(&e);
  std::vector<Pair> pairs;
  for (const auto& [junction, events] : of_junction)
    merge(events.first, a.time_shift, events.second, b.time_shift, pairs);
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& p, const Pair& q) { return p.first() < q.first(); });
  return pairs;
}

double relative_size(const Pair& p) {
  const double size = std::max(std::abs(p.a->delta_g), std::abs(p.b->delta_g));
  return size > 0 ? std::abs(p.a->delta_g - p.b->delta_g) / size : 0;
}

}  // namespace

double first_event(const Run& run) {
  return time_of_event(run, 0);
}

double time_of_event(const Run& run, std::size_t n) {
  return run.events.size() > n ? run.events[n].time - run.time_shift : INFINITY;
}

double until_events(const Run& a, const Run& b) {
  return std::min(first_event(a), first_event(b));
}

bool is_recurrent(const std::string& regime) {
  return regime == "oscillatory" || regime == "irregular" || regime == "bursting";
}

Limit a_priori(const Run& a, const Run& b) {
  return {tolerance::event_steps * std::max(a.longest_step, b.longest_step),
          tolerance::event_drift * (a.rtol + b.rtol)};
}

Pairing pair_events(const Run& a, const Run& b, const Limit& limit, double until) {
  const double first = until_events(a, b);
  const double end = std::min(a.trace.time().back() - a.time_shift, b.trace.time().back() - b.time_shift);
  Pairing p;
  for (const Pair& pair : all_pairs(a, b)) {
    const double t = pair.first(), allowed = limit.at(t - first);
    if (t >= until) break;
    if (pair.is_alone()) {
      if (t > end - limit.at(end - first)) continue;
      if (!p.n_alone++) p.alone_place = Place{t, pair.name(), pair.t_a, pair.t_b};
      p.parted = std::min(p.parted, t);
    }
    if (pair.is_alone() || t >= p.parted) continue;
    if (!p.late_place || pair.late() * p.late_limit > p.late * allowed)
      p.late = pair.late(), p.late_limit = allowed, p.late_place = Place{t, pair.name(), pair.t_a, pair.t_b};
    if (pair.late() > allowed) {
      p.parted = t;
      continue;
    }
    ++p.n_paired;
    p.latest = std::max(p.latest, pair.late());
    if (const double size = relative_size(pair); !p.size_place || size > p.size)
      p.size = size, p.size_place = Place{t, pair.name() + ", size in S", pair.a->delta_g, pair.b->delta_g};
  }
  return p;
}

}  // namespace somn::compare
