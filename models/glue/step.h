/* One step of the implicit trapezoid for one junction.
 *
 *   x = x_begin + h/2 (f_begin + f(x, v)),        the state at the end of the step, v given
 *   dx/dv = (h/2 f_v) / (1 - h/2 f_x),            its exact response, which ngspice's Newton iteration needs
 *
 * Where the rate at the beginning is not known (first point of a start without operating point) the step is backward
 * Euler: theta = 1 instead of 1/2. The scalar equation F(x) = x - c - theta h f(x, v) = 0 is solved by Newton's method
 * from x_begin, kept inside a bracket; below law->unique_step its solution is unique.
 */
#ifndef SOMN_STEP_H
#define SOMN_STEP_H

#include "law.h"

typedef struct {
  double x;   /* the state */
  double f;   /* its rate at this point; NaN: not known */
  double f_x; /* [1/s] df/dx there; above zero the junction is regenerative */
  double m;   /* monitored by ngspice's truncation-error control */
} somn_state;

/* Newton converges quadratically: once a correction is below 1e-7 of the state's scale, the corrected value is right to
 * about 1e-13 of it, and the rate there is f + f_x dx. It starts from the explicit Euler step where that is a small
 * one. Inlined, so that the law's functions are too: this is the inner loop of every simulation. */
static inline __attribute__((always_inline)) double somn_step(const somn_law* law, const void* params,
                                                              const somn_state* begin, double h, double v,
                                                              somn_state* end) {
  const int known = !isnan(begin->f);
  const double weight = known ? 0.5 * h : h;
  const double c = begin->x + (known ? weight * begin->f : 0.0);
  const double scale = law->scale(params), close = 1e-7 * scale;
  double guess = known ? h * begin->f : 0.0, x, low = -INFINITY, high = INFINITY, limited, slope;
  somn_rate r;
  int n;
  x = fabs(guess) < 0.01 * scale ? begin->x + guess : begin->x;
  for (n = 0; n < 100; n++) {
    double residual, dx;
    r = law->rate(params, x, v, begin->x);
    residual = x - c - weight * r.f;
    slope = 1.0 - weight * r.f_x;
    if (slope > 0.0 && fabs(residual) <= close * slope) {
      x -= residual / slope;
      r.f -= r.f_x * residual / slope;
      break;
    }
    if (residual < 0.0) low = x;
    if (residual > 0.0) high = x;
    dx = slope > 0.0 ? -residual / slope : (residual < 0.0 ? scale : -scale);
    if (!(x + dx > low && x + dx < high)) dx = 0.5 * (low + high) - x; /* out of the bracket: halve that instead */
    if (dx == 0.0) break;
    x += dx;
  }
  limited = law->limit(params, x, v, begin->x);
  if (limited != x || limited * begin->x < 0.0) r = law->rate(params, limited, v, limited);
  if ((x - limited) * r.f > 0.0) r.f = 0.0; /* pushed against a bound: the state rests there */
  end->x = limited;
  end->f = r.f;
  end->f_x = r.f_x;
  return limited == x && slope > 0.0 ? weight * r.f_v / slope : 0.0;
}

/* Regenerative at either end of the step, or carried across that region by it: the step must be short. */
static int somn_switches(const somn_law* law, const void* params, const somn_state* begin, const somn_state* end) {
  return begin->f_x > 0.0 || end->f_x > 0.0 ||
         (isfinite(law->unique_step(params)) && fabs(end->x - begin->x) > 0.25 * law->scale(params));
}

#endif
