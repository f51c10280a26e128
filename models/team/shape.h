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
  double x_on, x_off, r_on, r_off, a_on, a_off, w_c, p, j;
  int window, exponential;
} somn_team_shape;

#define SOMN_SHAPE(q, off, on)                                                                                  \
  {                                                                                                             \
    q->k_off, q->k_on, q->alpha_off, q->alpha_on, q->off, q->on, q->x_on, q->x_off, q->r_on, q->r_off, q->a_on, \
        q->a_off, q->w_c, q->p, q->j, q->window, q->iv                                                          \
  }

static inline const char* somn_shape_check(const somn_team_shape* s, double x0) {
  if (!(s->x_on < s->x_off)) return "x_on must be below x_off";
  if (!(s->x_on <= x0 && x0 <= s->x_off)) return "x0 must lie within x_on and x_off";
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

static inline somn_current somn_shape_current(const somn_team_shape* s, double x, double v) {
  double r_x;
  const double r = somn_shape_resistance(s, x, &r_x);
  return somn_ohmic(1.0 / r, -r_x / (r * r), v);
}

static inline double somn_shape_level(const somn_team_shape* s, double x) {
  double r_x;
  return somn_level_of(1.0 / somn_shape_resistance(s, x, &r_x), 1.0 / s->r_off, 1.0 / s->r_on);
}

#endif
