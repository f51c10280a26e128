// One junction of any law, looked at within a step: where it left its branch and what that would have changed
// (switching.hpp says what for).
#pragma once

#include "switching.hpp"

#include <algorithm>
#include <array>

namespace somn::native {

inline double into(const Bounds& b, double x) {
  return x < b.low ? b.low : x > b.high ? b.high : x;
}

// x at the end of a step, by the law in continuous time where it is not what a step of trapezoid makes of it
template <class Law>
double held(const Law& law, const Memory& m, double x, double v) {
  if constexpr (requires { law.held(m, x, v); })
    return law.held(m, x, v);
  else
    return law.bounded(m, x, v);
}

template <class Law>
Sides sides_held(const Law& law, const Memory& m, double x, double v) {
  const Sides plain = sides(law, m, x, v);
  const Bounds b = law.bounds(m);
  if (x > b.low && x < b.high) return plain;
  const double f = law.rate(m, plain, x, v).f;
  return (x <= b.low ? f < 0 : f > 0) ? plain | is_held : plain;
}

template <class Law>
struct Junction {
  const Law& law;
  const Motion& motion;
  std::size_t slot;
  Sides ignored = 0;  // sides whose change does not matter in this step

  const Memory& memory() const { return motion.memory[slot]; }
  Sides own() const { return motion.sides[slot]; }  // of the step
  double x(double s) const { return (*motion.x)(slot, s); }
  double v(double s) const { return (*motion.v)(slot, s); }

  // On which side the curve is, at s
  Sides at(double s) const {
    const Bounds b = law.bounds(memory());
    const double there = x(s), inside = into(b, there);
    if (there == inside && (own() & is_held) == 0) return sides(law, memory(), inside, v(s));
    return sides_held(law, memory(), inside, v(s));
  }
  double rate(Sides on, double s) const {
    return (on & is_held) != 0 ? 0 : law.rate(memory(), on, into(law.bounds(memory()), x(s)), v(s)).f;
  }

  // [state] the largest of those distances of the state that f knows nothing of and that `changed` has, at s
  double distance(Sides changed, double s) const {
    if ((changed & Law::of_state) == 0) return 0;
    double value[most_switches], largest = 0;
    law.switches(memory(), into(law.bounds(memory()), x(s)), v(s), value);
    for (std::size_t k = 0; k < Law::n_switches; ++k)
      if ((changed & Law::of_state) >> k & 1u) largest = std::max(largest, std::abs(value[k]));
    return largest;
  }

  // [tolerance] what the current has wrong at s
  double bent(Sides a, Sides b, double s) const {
    if (((a ^ b) & Law::of_current) == 0) return 0;
    const double there = into(law.bounds(memory()), x(s));
    return std::abs(law.current(memory(), a, there, v(s)).i - law.current(memory(), b, there, v(s)).i) / motion.current;
  }

  // [state] what the state misses at `to` (beyond a bound: its way back) if it keeps to its branch from s = `from` on,
  // while it is on at(s): Simpson's rule
  double missed(double from, double to) const {
    const auto difference = [&](double s) { return rate(at(s), s) - rate(own(), s); };
    return motion.h * (to - from) / 6 * (difference(from) + 4 * difference(0.5 * (from + to)) + difference(to));
  }
  // [tolerance] what rates know nothing of
  double aside(double from, double to) const {
    const double middle = 0.5 * (from + to);
    return std::max(
        {distance(at(to) ^ own(), to) / motion.unit[slot], bent(at(middle), own(), middle), bent(at(to), own(), to)});
  }
  // [tolerance] what a junction that had been on `now` from the beginning of the step would have wrong at `to`
  double early(double to, Sides now) const {
    const auto difference = [&](double s) { return rate(now, s) - rate(own(), s); };
    const double integral = to / 6 * (difference(0) + 4 * difference(0.5 * to) + difference(to));
    double worst = std::abs(motion.h * integral);
    if ((now & is_held & ~own()) != 0) worst = std::abs(x(0) - into(law.bounds(memory()), x(to)));
    worst = std::max(worst, distance(now ^ own(), 0)) / motion.unit[slot];
    return std::max(worst, bent(now, own(), 0));
  }

  // The state at the beginning of a step that is on `now` from there on: on that side of what belongs to the state
  double start(double to, Sides now) const {
    const bool is_of_state = ((now ^ own()) & (Law::of_state | is_held)) != 0;
    return is_of_state ? held(law, memory(), x(to), v(to)) : into(law.bounds(memory()), x(0));
  }

  bool is_on_own(double s) const { return ((at(s) ^ own()) & ~ignored) == 0; }

  // Does it matter to this step, at s, that these sides are others? Where a voltage stays at 0 its sign is a matter of
  // rounding.
  bool matters(Sides changed, double s) const {
    if ((changed & (Law::of_state | is_held)) != 0) return true;
    const Sides other = own() ^ changed;
    return motion.h * std::abs(rate(other, s) - rate(own(), s)) > 0.01 * motion.unit[slot] ||
           bent(other, own(), s) > 0.01;
  }

  // Where the curve leaves the step's branch between two points, or comes to it: of several functions that change their
  // signs there the first one counts
  double change(double before, double after) const {
    const bool is_own = is_on_own(after);
    for (int n = 0; n < 50 && after - before > 1e-15; ++n) {
      const double middle = 0.5 * (before + after);
      (is_on_own(middle) == is_own ? after : before) = middle;
    }
    return after;
  }
};

// Where v' or x' changes its sign within the step, in order, and its end: between them the curve is monotone.
struct Turns {
  std::array<double, 5> s;
  std::size_t n = 0;

  void add(const Cubic& y, std::size_t k) {
    const double a = 3 * y.c_3[k], b = y.c_2[k], c = y.c_1[k];  // a s^2 + 2 b s + c
    const double root = b * b - a * c;
    if (!(root > 0)) return;
    const double q = -(b + std::copysign(std::sqrt(root), b));
    for (const double turn : {c / q, q / a})
      if (turn > 0 && turn < 1) insert(turn);
  }
  void insert(double turn) {
    std::size_t place = n++;
    for (; place > 0 && s[place - 1] > turn; --place) s[place] = s[place - 1];
    s[place] = turn;
  }
};

// The first time that the junction leaves its branch; 1 where it does not. One that was flipped is not there at once.
template <class Law>
double first_change(const Junction<Law>& j, const Turns& turns, std::size_t& k) {
  double before = 0;
  k = 0;
  if (!j.is_on_own(0)) {
    while (k < turns.n && !j.is_on_own(turns.s[k])) before = turns.s[k++];
    if (k == turns.n) return k = 0, 0;
    before = j.change(before, turns.s[k]);
  }
  for (; k < turns.n; before = turns.s[k++])
    if (!j.is_on_own(turns.s[k])) return j.change(before, turns.s[k]);
  return 1;
}

template <class Law>
bool matters(const Junction<Law>& j, const Turns& turns, Sides changed) {
  bool result = j.matters(changed, 0);
  double from = 0;
  for (std::size_t k = 0; k < turns.n && !result; from = turns.s[k++])
    result = j.matters(changed, 0.5 * (from + turns.s[k])) || j.matters(changed, turns.s[k]);
  return result;
}

template <class Law>
void look_at(Junction<Law> j, Crossing& first) {
  Turns turns;
  turns.add(*j.motion.v, j.slot);
  turns.add(*j.motion.x, j.slot);
  turns.insert(1);
  std::size_t k = 0;
  double at = first_change(j, turns, k);
  for (;;) {
    if (at >= 1 && j.is_on_own(1)) return;
    const Sides changed = (j.at(at) ^ j.own()) & ~j.ignored;
    if (changed == 0 || matters(j, turns, changed)) break;
    j.ignored |= changed;
    at = first_change(j, turns, k);
  }
  double missed = 0, aside = 0, from = at;
  for (; k < turns.n; from = turns.s[k++]) {
    missed += j.missed(from, turns.s[k]);
    aside = std::max(aside, j.aside(from, turns.s[k]));
  }
  if (std::abs(missed) <= j.motion.unit[j.slot] && aside <= 0.1) {
    first.missed.push_back({j.slot, missed});
    return;
  }
  const Sides now = j.at(at);
  if (j.early(at, now) <= 0.1)
    first.flips.push_back({j.slot, now, j.start(at, now)});
  else
    first.at = std::min(first.at, at);
}

}  // namespace somn::native
