/* One step of the implicit trapezoid for one junction, damped or fitted where that is better.
 *
 *   x = x0 + h ((1 - theta) f0 + theta f(x, v)),     the state at the end of the step, v given
 *   dx/dv = theta h f_v / (1 - theta h f_x),         its exact response, which ngspice's Newton iteration needs
 *
 * With z = -h df/dx at the beginning of the step:
 *   theta = 1/2 for z <= 2: the trapezoid, which neither damps nor excites an oscillation; 1 - 1/z beyond, where the
 *           trapezoid rings: a stiff state lands on its equilibrium
 *   theta = 1/(1 - exp(-z)) - 1/z = 1/2 + z/12 - ... for laws whose rate is linear in x at constant voltage: exact
 *           there at any step (Liniger, Willoughby, SIAM J. Numer. Anal. 7, 47 (1970)), and second order
 * Where the voltage jumps at the beginning of the step (an edge of the drive, a conductance that switched, a start
 * without operating point) f0 is f(x0, v), the rate under the voltage after the jump; dx/dv then has a part (1 - theta)
 * h f0_v. The scalar equation F(x) = x - c - theta h f(x, v) = 0 is solved by Newton's method inside a bracket; below
 * law->unique_step its solution is unique.
 */
#ifndef SOMN_STEP_H
#define SOMN_STEP_H

#include "law.h"

typedef struct {
  somn_memory memory; /* in force during the step that ended here */
  double x, v, v_t;   /* state, voltage, dv/dt of the step that ended here */
  double f;           /* its rate at this point; NaN: not known */
  double f_t;         /* its mean slope over the step */
  double f_x;         /* [1/s] df/dx there; above zero the junction is regenerative */
  double f_v;         /* df/dv there if v is that of the end of the step, else 0 */
  int jumped;         /* the voltage jumped at the beginning of the step */
  double h, beyond;   /* [s] of the step that ended here; what `limit` took from its state */
  double steepness, weight, pace; /* see glue/wish.h */
  double most;        /* [A] largest |i| so far */
  double wish;        /* what ngspice's truncation-error control looks at, see glue/ask.h */
} somn_state;

static inline double somn_theta(const somn_law* law, double z) {
  if (!law->is_linear) return z <= 2.0 ? 0.5 : 1.0 - 1.0 / z;
  if (fabs(z) < 0.25) return 0.5 + z * (1.0 / 12 - z * z * (1.0 / 720 - z * z * (1.0 / 30240 - z * z / 1209600)));
  return -1.0 / expm1(-z) - 1.0 / z;
}

/* The state of a junction that rests at its initial value under voltage v. */
static inline void somn_start(const somn_law* law, const void* params, somn_device_key device, double v,
                              somn_state* state) {
  static const somn_memory fresh;
  somn_rate r;
  state->memory = fresh;
  state->memory.x = law->initial(params);
  state->memory.v = v;
  somn_update(law, params, device, 0.0, &state->memory);
  state->x = state->memory.x;
  state->v = v;
  state->v_t = state->f_v = 0.0;
  state->f_t = 0.0;
  state->h = state->beyond = state->steepness = state->weight = state->pace = state->most = 0.0;
  state->jumped = 0;
  r = law->rate(params, &state->memory, state->x, v);
  state->f = r.f;
  state->f_x = r.f_x;
}

/* Brings the memory up to date at `time`, the beginning of a step. `start` is the accepted point, with a rate and state
 * that fit the new memory. */
static inline void somn_begin(const somn_law* law, const void* params, somn_device_key device, double time,
                              const somn_state* before, somn_state* start) {
  int what;
  *start = *before;
  start->f_v = 0.0;
  start->memory.x = before->x;
  start->memory.v = before->v;
  what = somn_update(law, params, device, time, &start->memory);
  if (what == SOMN_SAME) return;
  start->x = start->memory.x;
  {
    const somn_rate r = law->rate(params, &start->memory, start->x, start->v);
    start->f = what == SOMN_SWITCHED || isnan(before->f) ? NAN : r.f;
    start->f_x = r.f_x;
  }
}

/* More than ten times as fast as in the step before. */
static inline int somn_changes_fast(const somn_state* start, double h, double v) {
  return fabs(v - start->v) > 10.0 * h * fabs(start->v_t) + 1e-12 * fabs(v);
}

static inline void somn_start_after_jump(const somn_law* law, const void* params, double v, somn_state* start) {
  const somn_rate r = law->rate(params, &start->memory, start->x, v);
  start->f = r.f;
  start->f_x = r.f_x;
  start->f_v = r.f_v;
}

/* Newton converges quadratically: once a correction is below 1e-7 of the state's scale, the corrected value is right to
 * about 1e-13 of it, and the rate there is f + f_x dx. It starts from `guess`; where that is NaN, from the explicit
 * Euler step if that is a small one. Inlined, so that the law's functions are too: this is the inner loop of every
 * simulation. */
static inline __attribute__((always_inline)) double somn_step(const somn_law* law, const void* params,
                                                              const somn_state* start, double h, double v, double guess,
                                                              somn_state* end) {
  const somn_memory* memory = &start->memory;
  const double weight = somn_theta(law, -h * start->f_x) * h;
  const double c = start->x + (h - weight) * start->f;
  const double scale = somn_scale(law, params), close = 1e-7 * scale;
  double x, low = -INFINITY, high = INFINITY, limited, slope;
  somn_rate r;
  int n;
  x = isnan(guess) ? start->x + (fabs(h * start->f) < 0.01 * scale ? h * start->f : 0.0) : guess;
  for (n = 0; n < 100; n++) {
    double residual, dx;
    r = law->rate(params, memory, x, v);
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
    if (!(fabs(dx) < INFINITY)) dx = residual < 0.0 ? scale : -scale;
    if (dx == 0.0) break;
    x += dx;
  }
  limited = somn_limit(law, params, memory, x, v);
  if (limited != x) r = law->rate(params, memory, limited, v);
  if ((x - limited) * r.f > 0.0) r.f = r.f_x = 0.0; /* pushed against a bound: the state rests there */
  end->memory = *memory;
  end->x = limited;
  end->h = h;
  end->beyond = x - limited;
  end->v = v;
  end->v_t = (v - start->v) / h;
  end->f_v = 0.0;
  end->f = r.f;
  end->f_t = (r.f - start->f) / h;
  end->f_x = r.f_x;
  return limited == x && slope > 0.0 ? (weight * r.f_v + (h - weight) * start->f_v) / slope : 0.0;
}

/* True where a step is too long for the state: regenerative at either end (h df/dx above 2 h_max), or carried across a
 * regenerative region by it. */
static inline int somn_too_long(const somn_law* law, const void* params, const somn_state* start, const somn_state* end,
                                double h, double h_max) {
  const double steepest = start->f_x > end->f_x ? start->f_x : end->f_x, limit = h_max * somn_unique_step(law, params);
  if (h <= 1.01 * limit && limit < INFINITY) return 0;
  return h * steepest > 2.0 * h_max ||
         (limit < INFINITY && (steepest > 0.0 || fabs(end->x - start->x) > 0.25 * somn_scale(law, params)));
}

/* The length of the next step that such a junction asks for: at least the bound that holds for every state. */
static inline double somn_next_step(const somn_law* law, const void* params, const somn_state* end, double h_max) {
  const double always = h_max * somn_unique_step(law, params);
  return always < INFINITY ? always : 2.0 * h_max / end->f_x;
}

#endif
