/* The step that a junction wishes for: how long the step just computed should have been, or the next one may be.
 *
 *   path      within the step the voltage follows a parabola, v(s) = v0 + s (v1 - v0) - c h^2 s (1 - s), whose c comes from
 *             the slope of the step before, and the state a curve of its own through both ends with both rates
 *   error     e = what Simpson's rule makes of the rate along that path, minus what the step made of it; for the
 *             trapezoid on a smooth path that is its h^3/12 x'''. Linear laws: the same of what is not linear in x, the
 *             step being exact otherwise, and what the change of df/dx makes of the step. It sees a corner of the rate
 *             anywhere in the step.
 *   tolerance of a step: accuracy h (pace + 1/t_stop), in a state weighted by what it does to the conductance: the errors
 *             of a swing of the state through its range, and of a whole run, add up to `accuracy`. The pace [1/s] is
 *             |dx/dt|/scale, and 1/(t + 1/pace) a time t after: a state that turns round is not held to the rate that
 *             it has there
 *   kinks     a step in which the law went over to another branch (law->kinks) may miss 1/20 of the accuracy beside. Else:
 *             repeated so that it ends at the kink. Where the path goes on into a kink, the next step ends there.
 *             A bound that the state meets, or a corner of its conductance, within a step is judged by how far the
 *             state then is from the line between both ends: who samples it sees that.
 *   samples   conductance and state change by so little in a step that a parabola through three points follows them: dy of
 *             the conductance's logarithm make an error of dy^3/16; an exact exponential, z = -h df/dx, of h f0 z^2/16;
 *             where i is no conductance times v: the third derivative of i(v), relative to the largest i so far;
 *             the first step after a kink is short enough for the wrong parabola, that through the points before; the
 *             first one of a phase is short, as the state jumps in it
 *   wish      the shortest of all these, and of the bound for regenerative states (glue/step.h)
 */
#ifndef SOMN_WISH_H
#define SOMN_WISH_H

#include "limit.h"
#include "step.h"

typedef struct {
  double accuracy; /* [1] error of the state for one swing through its range; INFINITY: no error control */
  double t_stop;   /* [s] */
  double finest;   /* [s] what happens faster is instantaneous in this run */
} somn_demand;

/* Of the step from `start` (its rate after a jump of the voltage, if there was one) to `end`; and beyond. */
typedef struct {
  double h, v0, v1, c; /* c = v''/2 */
  double x0, x1, f0, f1;
  somn_kinks kinks;
} somn_path;

static inline double somn_kink_share(void) {
  return 0.05;
}

/* The first s > 0 with a + b s + c s^2 = 0; INFINITY where there is none. */
static inline double somn_first_root(double a, double b, double c) {
  const double square = b * b - 4.0 * a * c;
  double q, first = INFINITY;
  if (!(square >= 0.0)) return INFINITY;
  q = -0.5 * (b + (b < 0.0 ? -1.0 : 1.0) * sqrt(square));
  if (c != 0.0 && q / c > 0.0) first = q / c;
  if (q != 0.0 && a / q > 0.0 && a / q < first) first = a / q;
  return first;
}

static inline somn_path somn_path_of(const somn_law* law, const void* params, const somn_state* start,
                                     const somn_state* end, double h, int is_smooth) {
  somn_path p;
  p.h = h;
  p.v1 = end->v;
  p.v0 = end->jumped ? end->v : start->v;
  p.c = is_smooth && start->h > 0.0 && !end->jumped ? (end->v_t - start->v_t) / (h + start->h) : 0.0;
  p.x0 = start->x;
  p.x1 = end->x;
  p.f0 = start->f;
  p.f1 = end->f;
  p.kinks.n_v = p.kinks.n_x = 0;
  law->kinks(params, &start->memory, end->x, &p.kinks);
  return p;
}

/* The rate somewhere on the path, where the state may rest at a bound. */
static inline double somn_rate_on(const somn_law* law, const void* params, const somn_path* p,
                                  const somn_memory* memory, double x, double v) {
  const double inside = somn_limit(law, params, memory, x, v), f = law->rate(params, memory, inside, v).f;
  return inside == p->x1 && somn_limit(law, params, memory, inside + p->h * f, v) == inside ? 0.0 : f;
}

/* State error of the step, in units of the state. */
static inline double somn_step_error(const somn_law* law, const void* params, const somn_path* p,
                                     const somn_state* start, const somn_state* end) {
  const double z = -p->h * start->f_x, theta = somn_theta(law, z), h = p->h;
  const double v = 0.5 * (p->v0 + p->v1) - 0.25 * p->c * h * h;
  if (end->beyond != 0.0) return 0.0; /* at a bound there is nothing to be wrong about */
  if (law->is_linear) {
    const double x = p->x1 + (p->x0 - p->x1) / (1.0 + exp(0.5 * z));
    const double f = law->rate(params, &start->memory, x, v).f;
    const double f_x = fmax(start->f_x, end->f_x), least = -h * f_x; /* what forgets the error of the step least */
    const double rest = f - 0.5 * (p->f0 + p->f1) - f_x * (x - 0.5 * (p->x0 + p->x1));
    const double kept = fabs(least) > 1e-6 ? -expm1(-least) / least : 1.0;
    const double other = fabs((theta - somn_theta(law, least)) * (p->f1 - p->f0)) / (1.0 + theta * least);
    return h * (2.0 / 3.0 * kept * fabs(rest) + other);
  } else {
    const double x = 0.5 * (p->x0 + p->x1) + 0.125 * h * (p->f0 - p->f1);
    const double f = somn_rate_on(law, params, p, &start->memory, x, v);
    const double slope = 1.0 - theta * h * end->f_x;
    return fabs(h * (p->f0 * (theta - 5.0 / 6.0) + f * (2.0 / 3.0) + p->f1 * (1.0 / 6.0 - theta))) / fmax(slope, 0.1);
  }
}

/* A voltage that changes fast after a corner of the drive was taken for a jump; had it risen evenly, the rate would have
 * been that of the old voltage at first. */
static inline double somn_jump_error(const somn_law* law, const void* params, const somn_path* p,
                                     const somn_state* start) {
  return 0.5 * p->h * fabs(p->f0 - law->rate(params, &start->memory, p->x0, start->v).f);
}

/* [1/state unit] What an error of the state weighs that will be carried to where the conductance is steepest: largest
 * |dG/dx|/(G + G_on/10), at least 1/scale, at most 30 times that. */
static inline double somn_steepest(const somn_law* law, const void* params, const somn_memory* memory) {
  const double v = 1e-3, low = somn_limit(law, params, memory, -1e300, v), high = somn_limit(law, params, memory, 1e300, v);
  const double least = 1.0 / somn_scale(law, params);
  double g_off, g_on, steepest = least;
  int k;
  law->range(params, &g_off, &g_on);
  for (k = 0; k <= 100; k++) {
    const somn_current c = law->current(params, memory, low + 0.01 * k * (high - low), v);
    steepest = fmax(steepest, fabs(c.i_x / v) / (fabs(c.i / v) + 0.1 * g_on));
  }
  return fmin(steepest, 30.0 * least);
}

/* [1/state unit] The same here and now, relative to the conductance; without a voltage that of a small one, as who looks
 * at conductances and switchings still does. */
static inline double somn_steepness(const somn_law* law, const void* params, const somn_state* now,
                                    const somn_branch* b, double before) {
  const double small = 1e-3;
  double g_off, g_on, weight, g = b->i / b->v, g_x = b->i_x / b->v;
  if (fabs(b->v) < 1e-12) {
    const somn_current c = law->current(params, &now->memory, now->x, small);
    g = c.i / small, g_x = c.i_x / small;
  }
  law->range(params, &g_off, &g_on);
  weight = fabs(g_x) / (fabs(g) + 0.1 * g_on);
  return weight < INFINITY ? weight : before;
}

/* What an error of the state weighs; one whose rate does not depend on it carries all of its error on. */
static inline double somn_weight(const somn_law* law, const void* params, const somn_state* end, double steepest) {
  return fmax(end->steepness, end->f_x == 0.0 ? steepest : 1.0 / somn_scale(law, params));
}

/* Part of the step before the first kink of the voltage; INFINITY where there is none. */
static inline double somn_voltage_kink(const somn_path* p) {
  const double bend = p->c * p->h * p->h;
  double first = INFINITY;
  int k;
  for (k = 0; k < p->kinks.n_v; k++)
    first = fmin(first, somn_first_root(p->v0 - p->kinks.v[k], p->v1 - p->v0 - bend, bend));
  return first < 1.0 ? first : INFINITY;
}

/* Part of a step of the state by `way`, whose first rate makes `begins` of it, before the first kink that costs more
 * than its share. */
static inline double somn_state_kink(const somn_kinks* kinks, double x, double begins, double way, double scale,
                                     double accuracy) {
  double first = INFINITY;
  int k;
  for (k = 0; k < kinks->n_x; k++) {
    const double s = somn_first_root(x - kinks->x[k], begins, way - begins);
    if (s < first && s < 1.0 && s * (1.0 - s) * fabs(way) / scale > somn_kink_share() * accuracy) first = s;
  }
  return first;
}

/* The next step, of length w at most, as far as the kinks ahead allow it. */
static inline double somn_ahead(const somn_law* law, const void* params, const somn_path* p, const somn_state* end,
                                const somn_demand* demand, double w) {
  const double scale = somn_scale(law, params), v_t = (p->v1 - p->v0) / p->h + p->c * p->h;
  const double f_t = end->beyond != 0.0 ? 0.0 : (p->f1 - p->f0) / p->h;
  double first = INFINITY;
  int k;
  for (k = 0; k < p->kinks.n_v; k++) first = fmin(first, somn_first_root(p->v1 - p->kinks.v[k], v_t, p->c));
  if (first < w) {
    const double x = somn_limit(law, params, &end->memory, p->x1 + w * p->f1, p->v1);
    const double v_middle = p->v1 + w * (0.5 * v_t + 0.25 * w * p->c), v_last = p->v1 + w * (v_t + w * p->c);
    const double middle = somn_rate_on(law, params, p, &end->memory, 0.5 * (p->x1 + x), v_middle);
    const double last = somn_rate_on(law, params, p, &end->memory, x, v_last);
    const double missed = w * (2.0 / 3.0) * fabs(middle - 0.5 * (p->f1 + last)) * end->weight;
    if (missed > somn_kink_share() * demand->accuracy) w = first;
  }
  first = somn_state_kink(&p->kinks, p->x1, w * p->f1, w * (p->f1 + 0.5 * w * f_t), scale, demand->accuracy);
  return first < 1.0 ? first * w : w;
}

static inline double somn_pace(const somn_law* law, const void* params, const somn_state* start, const somn_state* end,
                               double h) {
  return fmax(fabs(end->x - start->x) / (h * somn_scale(law, params)), start->pace / (1.0 + h * start->pace));
}

/* [A] 16 times the error of a parabola through three points of a bent i(v), from di/dv at both ends and between. */
static inline double somn_bent_current(const somn_law* law, const void* params, const somn_path* p,
                                       const somn_state* start) {
  const double v = 0.5 * (p->v0 + p->v1) - 0.25 * p->c * p->h * p->h;
  const double way = 2.0 * fmax(fabs(p->v1 - v), fabs(v - p->v0));
  const double first = law->current(params, &start->memory, p->x1, p->v0).i_v;
  const double middle = law->current(params, &start->memory, p->x1, v).i_v;
  const double last = law->current(params, &start->memory, p->x1, p->v1).i_v;
  return 8.0 * way * fabs(middle - 0.5 * (first + last));
}

/* [1] What the step made of the conductance, at one voltage: both ends may lie where it is flat, and all of its rise
 * between them. */
static inline double somn_rise(const somn_law* law, const void* params, const somn_path* p, const somn_state* start,
                               const somn_state* end) {
  const double v = fabs(p->v1) < 1e-12 ? 1e-3 : p->v1;
  double g_off, g_on, g_0, g_1;
  if (p->x1 == p->x0) return 0.0;
  law->range(params, &g_off, &g_on);
  g_0 = law->current(params, &start->memory, p->x0, v).i / v;
  g_1 = law->current(params, &end->memory, p->x1, v).i / v;
  return fabs(g_1 - g_0) / (fmin(fabs(g_0), fabs(g_1)) + 0.1 * g_on);
}

/* The change that counts for who samples between points; cubed, 16 times the error. */
static inline double somn_bend(const somn_law* law, const void* params, const somn_path* p, const somn_state* start,
                               const somn_state* end) {
  const double z = p->h * start->f_x, of_steepest = fmax(end->steepness, start->steepness) * fabs(p->x1 - p->x0);
  const double of_current = fmax(of_steepest, somn_rise(law, params, p, start, end));
  const double of_state = law->is_linear ? cbrt(fabs(p->x1 - p->x0) / somn_scale(law, params) * z * z) : 0.0;
  const double of_voltage =
      law->is_bent && end->most > 0.0 ? cbrt(somn_bent_current(law, params, p, start) / end->most) : 0.0;
  return fmax(of_current, fmax(of_state, of_voltage));
}

/* After a kink the parabola through the points before it is wrong by |change of df/dt| h^2/8. */
static inline double somn_turn(const somn_path* p, const somn_state* start, const somn_state* end) {
  if (!(start->h > 0.0) || end->jumped || end->beyond != 0.0) return 0.0;
  return fabs((p->f1 - p->f0) / p->h - start->f_t) * p->h * p->h * end->weight;
}

/* Part of the step until a phase of a latched law ended in it. The next step is to end shortly before: the break point
 * that the glue sets there then restarts everybody else. */
static inline double somn_phase_ended(const somn_law* law, const somn_path* p, const somn_state* start, double way,
                                      double scale, double accuracy) {
  const double phase_end = somn_phase_end(law, &start->memory);
  const double s = phase_end > -INFINITY ? somn_first_root(p->x0 - phase_end, p->h * p->f0, way - p->h * p->f0) : INFINITY;
  return s < 1.0 && s * (1.0 - s) * fabs(way) / scale > somn_kink_share() * accuracy ? 0.9 * s : INFINITY;
}

/* Below 0.9 h: the step is to be repeated with that length. */
static inline double somn_error_wish(const somn_law* law, const void* params, const somn_path* p,
                                     const somn_state* start, const somn_state* end, const somn_demand* demand) {
  const double scale = somn_scale(law, params), h = p->h, accuracy = demand->accuracy;
  const double way = end->x + end->beyond - start->x;
  double error = somn_step_error(law, params, p, start, end) * end->weight;
  const double tolerance = accuracy * h * (end->pace + 1.0 / demand->t_stop);
  const double at_voltage = somn_voltage_kink(p), at_state = somn_state_kink(&p->kinks, p->x0, h * p->f0, way, scale, accuracy);
  const double turn = somn_turn(p, start, end);
  const double bend = somn_bend(law, params, p, start, end) / cbrt(4.0 * accuracy);
  double w = 2.0 * h;
  if (end->jumped) error += somn_jump_error(law, params, p, start) * end->weight;
  if (bend > 1.0) w = fmin(w, h * (bend < 1.3 ? 0.91 : fmax(0.9 / bend, 0.1)));
  if (bend > 0.4 && bend <= 1.0) w = fmin(w, h * fmax(0.91, 0.9 / bend));
  if (turn > 2.0 * accuracy) w = fmin(w, h * fmax(0.9 * sqrt(2.0 * accuracy / turn), 0.1));
  w = fmin(w, h * somn_phase_ended(law, p, start, way, scale, accuracy));
  if (at_state < 1.0) w = fmin(w, h * fmin(at_state, 0.85));
  if (at_voltage < 1.0 || end->jumped) {
    const double share = fmax(tolerance, somn_kink_share() * accuracy);
    if (error > share) w = fmin(w, h * (at_voltage < 1.0 ? fmin(at_voltage, 0.85) : fmax(0.1, 0.9 * sqrt(share / error))));
  } else if (error > 0.15 * tolerance) {
    const double part = 0.8 * sqrt(tolerance / error);
    w = fmin(w, h * (error < 2.0 * tolerance ? fmax(part, 0.91) : fmax(part, 0.1))); /* up to twice passes */
  }
  if (w < 0.9 * h) return w;
  /* state and conductance jump next: a thousandth of the phase */
  if (end->x <= somn_phase_end(law, &start->memory)) return fmin(1e-3 / end->pace, 2.0 * h);
  return somn_ahead(law, params, p, end, demand, w);
}

static inline double somn_wish(const somn_law* law, const void* params, const somn_state* start, const somn_state* end,
                               double h, double h_max, int is_smooth, const somn_demand* demand) {
  double w = INFINITY;
  if (h > demand->finest && somn_too_long(law, params, start, end, h, h_max)) w = 0.125 * h;
  if (end->f_x > 0.0) w = fmin(w, somn_next_step(law, params, end, h_max));
  if (demand->accuracy < INFINITY) {
    const somn_path p = somn_path_of(law, params, start, end, h, is_smooth);
    w = fmin(w, somn_error_wish(law, params, &p, start, end, demand));
  }
  return w < INFINITY ? fmax(w, demand->finest) : w;
}

#endif
