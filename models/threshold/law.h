/* threshold: the bipolar threshold junction of the claim (docs/physics.md 10).
 *
 *   (1)  i = G(w) v,   G = g_off + (g_on - g_off) w
 *   (2)  dw/dt = (1 - w) tanh(alpha (v - v_threshold)) / tau        v >  v_threshold
 *              = -w tanh(beta (-v - v_threshold)) / tau             v < -v_threshold
 *              = 0                                                  otherwise
 *   (3)  and, where tau_relax > 0, minus w/tau_relax at every voltage
 *
 * State: w in [0, 1]. Sensitive to polarity: the positive terminal matters. Without relaxation it is non-volatile, and
 * a network of it under DC saturates: it cannot spike for ever (no-go theorem for resistive networks). Reference:
 * the claim, a summary of Xu, Gottwald, Kuncic, arXiv:2604.18015 (docs/physics.md 1); that abstract has no such law.
 */
#ifndef SOMN_THRESHOLD_LAW_H
#define SOMN_THRESHOLD_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "threshold/params.def"
#include "glue/members.h"
} somn_threshold_params;

static const char* somn_threshold_prepare(void* params) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  return p->g_off < p->g_on ? NULL : "g_off must be below g_on";
}

static double somn_threshold_initial(const void* params) {
  return ((const somn_threshold_params*)params)->w0;
}

static somn_rate somn_threshold_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  const double relax = p->tau_relax > 0.0 ? 1.0 / p->tau_relax : 0.0;
  somn_rate r;
  (void)memory;
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

static somn_current somn_threshold_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  (void)memory;
  return somn_ohmic(p->g_off + (p->g_on - p->g_off) * x, p->g_on - p->g_off, v);
}

/* where rate, current or bound change their branch */
static void somn_threshold_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  (void)memory, (void)x;
  somn_kink_at_voltage(k, p->v_threshold);
  somn_kink_at_voltage(k, -p->v_threshold);
}

static void somn_threshold_range(const void* params, double* g_off, double* g_on) {
  const somn_threshold_params* p = (const somn_threshold_params*)params;
  *g_off = p->g_off;
  *g_on = p->g_on;
}

static const somn_law somn_threshold_law = {
    .title = "bipolar threshold junction of the claim (docs/physics.md), non-volatile unless tau_relax is given",
    .state = "w",
    .state_unit = "1",
    .initial_parameter = "w0",
    .is_linear = 1,
    SOMN_OWED(threshold),
};

#endif
