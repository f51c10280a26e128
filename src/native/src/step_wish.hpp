// How long a step of one junction should have been, or the next one may be (condensed.hpp; the code model has its own,
// models/glue/wish.h, of the same design).
//   error    Simpson's rule for the rate along the step's path, minus what the step made of it: of the trapezoid on a
//            smooth path that is h^3/12 x'''. The voltage follows a parabola that has the slope of the step before.
//            Laws linear in x: what is not linear in x, the step being exact otherwise.
//   weight   of a state's error: what it does to the conductance, at least 1/scale; where the rate does not depend on the
//            state the error is carried on, to where the conductance is steepest
//   jump     a voltage that moves fast after an edge was taken for a jump; had it risen evenly, the rate would have been
//            that of the old voltage at first
//   allowed  accuracy h (pace + 1/t_stop): errors of a swing of the state through its range, and of a whole run, add up
//            to `accuracy`. The pace [1/s] is |dx/dt|/scale, and remembered for a while where the state turns round.
//            A step across a corner of the law (other sides at its ends) or after a jump may miss 1/20 of the accuracy.
//   bend     the conductance's logarithm changes so little in a step that a parabola through three points follows it
//   bound    of regenerative states: 2 h_max/(df/dx), or h_max of the law's bound
#pragma once

#include "junctions.hpp"

#include <algorithm>

namespace somn::native {

struct StepCourse {            // of all junctions, by slot
  double h = 0, h_before = 0;  // [s] this step; the one before, 0 where there is none
  bool is_smooth = true;       // no edge of the host at its beginning
  const State& start;
  const Stage& end;
  const double *v_t_before, *pace;  // [V/s] in the step before; [1/s]
};

struct JunctionStep {              // of one
  double h, h_before, v_t_before;  // [s], [s], [V/s]
  double x0, v0, f0, f_x0;         // after a jump at its beginning, if there was one: v0 = v1
  double x1, v1, f1, f_x1;
  double pace;                          // [1/s]
  double f_jump;                        // [state/s] by how much the rate jumped with the voltage at an edge
  bool is_held, has_jumped, is_smooth;  // the state met a bound
};

struct WishLimits {  // what is demanded, and what the group is
  double accuracy, t_stop, h_max, shortest;
  double scale, unique_step, g_on, steepest;
};

template <class Law>
double step_error(const Law& law, const Memory& m, const JunctionStep& s, double c) {
  const auto rate = [&](double x, double v) {
    Sides sides = 0;
    if constexpr (Law::n_switches > 0) {
      double values[most_switches];
      law.switches(m, x, v, values);
      for (std::size_t k = 0; k < Law::n_switches; ++k) sides |= static_cast<Sides>(values[k] > 0) << k;
    }
    return law.rate(m, sides | Law::kept, x, v).f;
  };
  const double z = -s.h * s.f_x0, th = theta(z, Law::is_linear), h = s.h;
  const double v = 0.5 * (s.v0 + s.v1) - 0.25 * c * h * h;
  if (Law::is_linear) {
    const double x = s.x1 + (s.x0 - s.x1) / (1 + std::exp(0.5 * z));
    const double f_x = std::max(s.f_x0, s.f_x1), least = -h * f_x;  // what forgets the error of the step least
    const double rest = rate(x, v) - 0.5 * (s.f0 + s.f1) - f_x * (x - 0.5 * (s.x0 + s.x1));
    const double kept = std::abs(least) > 1e-6 ? -std::expm1(-least) / least : 1;
    const double other = std::abs((th - theta(least, true)) * (s.f1 - s.f0)) / (1 + th * least);
    return h * (2.0 / 3 * kept * std::abs(rest) + other);
  }
  const Bounds b = law.bounds(m);
  const double x = std::clamp(0.5 * (s.x0 + s.x1) + 0.125 * h * (s.f0 - s.f1), b.low, b.high);
  const double missed = s.f0 * (th - 5.0 / 6) + rate(x, v) * (2.0 / 3) + s.f1 * (1.0 / 6 - th);
  return std::abs(h * missed) / std::max(0.1, 1 - th * h * s.f_x1);
}

template <class Law>
double junction_wish(const Law& law, const Memory& m, const JunctionStep& s, const WishLimits& l) {
  const double h = s.h, steepest = std::max(s.f_x0, s.f_x1), bound = l.h_max * l.unique_step;
  const double way = std::abs(s.x1 - s.x0);
  double w = infinity;
  const bool is_long = h > 1.01 * bound || !(bound < infinity);
  if (h > l.shortest && is_long &&
      (h * steepest > 2 * l.h_max || (bound < infinity && (steepest > 0 || way > 0.25 * l.scale))))
    w = 0.125 * h;
  if (s.f_x1 > 0) w = std::min(w, bound < infinity ? bound : 2 * l.h_max / s.f_x1);
  const double most = std::max({h * std::abs(s.f0), h * std::abs(s.f1), way});
  if (!(l.accuracy > 0) || most < 1e-4 * l.accuracy * l.scale) return std::max(w, l.shortest);

  double values0[most_switches + 1], values1[most_switches + 1];
  bool has_corner = false;
  if constexpr (Law::n_switches > 0) {
    law.switches(m, s.x0, s.v0, values0);
    law.switches(m, s.x1, s.v1, values1);
    for (std::size_t k = 0; k < Law::n_switches; ++k) has_corner = has_corner || (values0[k] > 0) != (values1[k] > 0);
  }
  Sides sides = 0;
  if constexpr (Law::n_switches > 0)
    for (std::size_t k = 0; k < Law::n_switches; ++k) sides |= static_cast<Sides>(values1[k] > 0) << k;
  const Current i = law.current(m, sides, s.x1, s.v1);
  const double steep = std::abs(s.v1) > 1e-12 ? std::abs(i.i_x / s.v1) / (std::abs(i.i / s.v1) + 0.1 * l.g_on) : 0;
  const double weight = std::max(steep, s.f_x1 == 0 ? l.steepest : 1 / l.scale);
  const bool has_parabola = s.is_smooth && s.h_before > 0 && !s.has_jumped;
  const double c = has_parabola ? ((s.v1 - s.v0) / h - s.v_t_before) / (h + s.h_before) : 0;
  const double pace = std::max(way / (h * l.scale), s.pace / (1 + h * s.pace));
  double allowed = l.accuracy * h * (pace + 1 / l.t_stop);
  const double error = s.is_held ? 0 : weight * (step_error(law, m, s, c) + 0.5 * h * std::abs(s.f_jump));
  if (has_corner || s.has_jumped) {
    allowed = std::max(allowed, 0.05 * l.accuracy);
    if (error > allowed) w = std::min(w, h * std::clamp(0.9 * std::sqrt(allowed / error), 0.1, 0.85));
  } else if (error > 0.15 * allowed) {
    const double part = 0.8 * std::sqrt(allowed / error);
    w = std::min(w, h * (error < 2 * allowed ? std::max(part, 0.91) : std::max(part, 0.1)));
  }
  const double bend = weight * way / std::cbrt(4 * l.accuracy);
  if (bend > 1) w = std::min(w, h * (bend < 1.3 ? 0.91 : std::max(0.9 / bend, 0.1)));
  if (bend > 0.4 && bend <= 1) w = std::min(w, h * std::max(0.91, 0.9 / bend));
  return std::max(w, l.shortest);
}

}  // namespace somn::native
