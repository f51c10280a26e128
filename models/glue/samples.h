/* What a step owes to whoever samples between its points, and what an error of the state weighs there.
 *
 * Conductance and state are to change by so little in a step that a parabola through three points follows them: dy of
 * the conductance's logarithm make an error of dy^3/16; an exact exponential, z = -h df/dx, of h f0 z^2/16; where i is no
 * conductance times v: the third derivative of i(v), relative to the largest i so far. The first step after a kink is
 * short enough for the wrong parabola, that through the points before. */
#ifndef SOMN_SAMPLES_H
#define SOMN_SAMPLES_H

#include "limit.h"
#include "path.h"

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

#endif
