/* What TEAM and VTEAM share: a state x in [x_on, x_off] that moves while its drive u (current or voltage) is beyond a
 * threshold, and the resistance that goes with it. y = (x - x_on)/(x_off - x_on).
 *
 *   dx/dt = k_off (u/u_off - 1)^alpha_off F_off(x)    u > u_off > 0
 *         = k_on  (u/u_on  - 1)^alpha_on  F_on(x)     u < u_on  < 0       (k_on < 0)
 *         = 0                                         otherwise
 *   R     = r_on + (r_off - r_on) y        linear
 *         = r_on (r_off/r_on)^y            exponential
 *   F     = 1, a window of y, or Kvatinsky's: F_off = exp(-exp((x - a_off)/w_c)), F_on = exp(-exp(-(x - a_on)/w_c))
 */
#ifndef SOMN_TEAM_H
#define SOMN_TEAM_H

#include "glue/law.h"
#include "glue/window.h"

typedef struct {
  double k_off, k_on, alpha_off, alpha_on, u_off, u_on;
  double x_on, x_off, x0, r_on, r_off, a_on, a_off, w_c, p, j;
  int window, exponential;
} somn_team_shape;

/* The shape of parameters q, in which the thresholds are called `off` and `on` */
#define SOMN_SHAPE(q, off, on)                                                                                         \
  {                                                                                                                    \
    .k_off = q->k_off, .k_on = q->k_on, .alpha_off = q->alpha_off, .alpha_on = q->alpha_on, .u_off = q->off,           \
    .u_on = q->on, .x_on = q->x_on, .x_off = q->x_off, .x0 = q->x0, .r_on = q->r_on, .r_off = q->r_off,                \
    .a_on = q->a_on, .a_off = q->a_off, .w_c = q->w_c, .p = q->p, .j = q->j, .window = q->window, .exponential = q->iv \
  }

static inline const char* somn_shape_check(const somn_team_shape* s) {
  if (!(s->x_on < s->x_off)) return "x_on must be below x_off";
  if (!(s->x_on <= s->x0 && s->x0 <= s->x_off)) return "x0 must lie within x_on and x_off";
  if (!(s->r_on < s->r_off)) return "r_on must be below r_off";
  return NULL;
}

static inline double somn_shape_bounded(const somn_team_shape* s, double x) {
  return x < s->x_on ? s->x_on : x > s->x_off ? s->x_off : x;
}

/* R(x) and dR/dx */
static inline double somn_shape_resistance(const somn_team_shape* s, double x, double* r_x) {
  const double y = (x - s->x_on) / (s->x_off - s->x_on), ratio = log(s->r_off / s->r_on);
  const double r = s->exponential ? s->r_on * exp(ratio * y) : s->r_on + (s->r_off - s->r_on) * y;
  *r_x = (s->exponential ? ratio * r : s->r_off - s->r_on) / (s->x_off - s->x_on);
  return r;
}

static inline somn_window somn_shape_window(const somn_team_shape* s, double x, int grows) {
  const double width = s->x_off - s->x_on;
  somn_window w;
  if (s->window == SOMN_KVATINSKY) {
    w = somn_window_gompertz(grows ? (x - s->a_off) / s->w_c : -(x - s->a_on) / s->w_c);
    w.f_x *= (grows ? 1.0 : -1.0) / s->w_c;
  } else {
    w = somn_window_at(s->window, (x - s->x_on) / width, grows, s->p, s->j);
    w.f_x /= width;
  }
  return w;
}

/* dx/dt and its derivatives by x at fixed u, and by u (in f_v) */
static inline somn_rate somn_shape_rate(const somn_team_shape* s, double x, double u) {
  const int off = u > s->u_off, on = u < s->u_on;
  somn_rate r = {0.0, 0.0, 0.0};
  if (off || on) {
    const double threshold = off ? s->u_off : s->u_on, k = off ? s->k_off : s->k_on;
    const double alpha = off ? s->alpha_off : s->alpha_on, beyond = u / threshold - 1.0;
    const double power = pow(beyond, alpha - 1.0);
    const somn_window w = somn_shape_window(s, somn_shape_bounded(s, x), off);
    r.f = k * power * beyond * w.f;
    r.f_x = x < s->x_on || x > s->x_off ? 0.0 : k * power * beyond * w.f_x;
    r.f_v = k * alpha * power / threshold * w.f;
  }
  return r;
}

/* Functions of a law whose parameter struct begins with the shape */

static somn_current somn_shape_current(const void* params, const somn_memory* memory, double x, double v) {
  double r_x;
  const double r = somn_shape_resistance((const somn_team_shape*)params, x, &r_x);
  (void)memory;
  return somn_ohmic(1.0 / r, -r_x / (r * r), v);
}

static double somn_shape_initial(const void* params) {
  return ((const somn_team_shape*)params)->x0;
}

static double somn_shape_limit(const void* params, const somn_memory* memory, double x, double v) {
  (void)memory, (void)v;
  return somn_shape_bounded((const somn_team_shape*)params, x);
}

static void somn_shape_range(const void* params, double* g_off, double* g_on) {
  *g_off = 1.0 / ((const somn_team_shape*)params)->r_off;
  *g_on = 1.0 / ((const somn_team_shape*)params)->r_on;
}

static double somn_shape_scale(const void* params) {
  return ((const somn_team_shape*)params)->x_off - ((const somn_team_shape*)params)->x_on;
}

/* where rate or bound change their branch, u being the voltage */
static inline void somn_shape_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_team_shape* s = (const somn_team_shape*)params;
  (void)memory, (void)x;
  somn_kink_at_voltage(k, s->u_off);
  somn_kink_at_voltage(k, s->u_on);
  somn_kink_at_state(k, s->x_on);
  somn_kink_at_state(k, s->x_off);
}

#endif
