/* The path of a step: the voltage follows a parabola, v(s) = v0 + s (v1 - v0) - c h^2 s (1 - s), whose c comes from the
 * slope of the step before, and the state a curve of its own through both ends with both rates. And where on it the law
 * goes over to another branch (law->kinks). */
#ifndef SOMN_PATH_H
#define SOMN_PATH_H

#include "step.h"

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

#endif
