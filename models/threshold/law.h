/* threshold: the bipolar threshold junction of the user's document.
 *
 *   i = G(w) v,   G = g_off + (g_on - g_off) w
 *   dw/dt = (1 - w) tanh(alpha (v - v_threshold)) / tau        v >  v_threshold
 *         = -w tanh(beta (-v - v_threshold)) / tau             v < -v_threshold
 *         = 0                                                  otherwise
 *   and, where tau_relax > 0, minus w/tau_relax at every voltage.
 *
 * State: w in [0, 1]. Sensitive to polarity: the positive terminal matters. Without relaxation it is non-volatile, and
 * a network of it under DC saturates: it cannot spike for ever (no-go theorem for resistive networks). Reference:
 * summary of Xu, Gottwald, Kuncic, arXiv:2604.18015, as given by the user; the law itself is not in that paper.
 */
#ifndef SOMN_THRESHOLD_LAW_H
#define SOMN_THRESHOLD_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_REAL(name, ...) double name;
#include "threshold/params.def"
#undef SOMN_REAL
} somn_threshold_params;

static const char* somn_threshold_prepare(void* params) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  return p->g_off < p->g_on ? NULL : "g_off must be below g_on";
}

static double somn_threshold_initial(const void* params) {
  return ((const somn_threshold_params*)params)->w0;
}

static somn_rate somn_threshold_rate(const void* params, double x, double v, double x_begin) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  const double relax = p->tau_relax > 0.0 ? 1.0 / p->tau_relax : 0.0;
  somn_rate r;
  (void)x_begin;
  r.f = -x * relax;
  r.f_x = -relax;
  r.f_v = 0.0;
  if (v > p->v_threshold) {
    const double t = tanh(p->alpha * (v - p->v_threshold));
    r.f += (1.0 - x) * t / p->tau;
    r.f_x -= t / p->tau;
    r.f_v = (1.0 - x) * p->alpha * (1.0 - t * t) / p->tau;
  } else if (v < -p->v_threshold) {
    const double t = tanh(p->beta * (-v - p->v_threshold));
    r.f -= x * t / p->tau;
    r.f_x -= t / p->tau;
    r.f_v = x * p->beta * (1.0 - t * t) / p->tau;
  }
  return r;
}

static double somn_threshold_limit(const void* params, double x, double v, double x_begin) {
  (void)params, (void)v, (void)x_begin;
  return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
}

static somn_current somn_threshold_current(const void* params, double x, double v) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  somn_current c;
  c.i_v = p->g_off + (p->g_on - p->g_off) * x;
  c.i = c.i_v * v;
  c.i_x = (p->g_on - p->g_off) * v;
  return c;
}

static double somn_threshold_level(const void* params, double x) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  return log(1.0 + (p->g_on / p->g_off - 1.0) * x) / log(p->g_on / p->g_off);
}

static double somn_threshold_scale(const void* params) {
  (void)params;
  return 1.0;
}

static double somn_threshold_unique_step(const void* params) {
  (void)params;
  return INFINITY; /* f_x <= 0 */
}

static const somn_law somn_threshold_law = {somn_threshold_prepare, somn_threshold_initial,    somn_threshold_rate,
                                            somn_threshold_limit,   somn_threshold_current,    somn_threshold_level,
                                            somn_threshold_scale,   somn_threshold_unique_step};

#endif
