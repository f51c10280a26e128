/* vts: volatile threshold switch with regenerative feedback, the spiking junction of a network.
 *
 *   i        = G(x) v,    G(x) = G_off (G_on/G_off)^x           (tunnelling: the gap shrinks linearly in x)
 *   tau dx/dt = s(u) - x,  s(u) = 1/(1 + exp(-u))                [= (1 + tanh(u/2))/2]
 *   u        = (|v|_eps - (v_set + v_hold)/2 + W (x - 1/2)) / delta,   |v|_eps = sqrt(v^2 + eps^2) - eps
 *
 * The width W of the loop follows from the two switching voltages: with s = sqrt(1 - 4 delta/W),
 *   W s - 2 delta ln((1 + s)/(1 - s)) = v_set - v_hold           (one root W > 4 delta; the left side has derivative s)
 * and then the folds of the quasi-static branches lie exactly at v_set and v_hold (plus eps).
 *
 * State: x in [0, 1], 0 open, 1 closed. Blind to polarity. Volatile: at v = 0 the switch opens within some tau.
 * Physical reading: the threshold falls while the filament grows (field = voltage/gap); this regenerative feedback and
 * a capacitance are what sustained spiking under DC needs. References: the threshold-switching law of Hochstetter et
 * al., Nat. Commun. 12, 4008 (2021), doi:10.1038/s41467-021-24260-z is the model for ratio and volatility; the smooth
 * bistable form and its defaults are this project's. Examples: examples/01_wire_network_spikes,
 * tests/conformance/models_relaxation_test.cpp (closed forms).
 */
#ifndef SOMN_VTS_LAW_H
#define SOMN_VTS_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_REAL(name, ...) double name;
#include "vts/params.def"
#undef SOMN_REAL
  double width;        /* W [V] */
  double slope, shift; /* u = |v|_eps/delta + slope x - shift, with |v|_eps + eps in place of |v|_eps */
  double per_delta, per_tau;
  double log_ratio; /* ln(G_on/G_off) */
  double g_off;     /* [S] */
  double unique_step;
} somn_vts_params;

/* W by Newton's method from above: the left side is convex in W, so the iterates fall monotonically to the root. */
static double somn_vts_width(double window, double delta) {
  double w = window + 8.0 * delta, previous = INFINITY;
  int n;
  for (n = 0; n < 200; n++) {
    const double s = sqrt(1.0 - 4.0 * delta / w);
    /* (1 - s) = (4 delta/w)/(1 + s) without cancellation */
    const double excess = w * s - 2.0 * delta * log((1.0 + s) * (1.0 + s) * w / (4.0 * delta)) - window;
    if (excess < 0.0 && isinf(previous)) {
      w *= 1.5; /* still left of the root: start farther right */
      continue;
    }
    if (!(w < previous)) break;
    previous = w;
    w -= excess / s;
  }
  return w;
}

static const char* somn_vts_prepare(void* params) {
  somn_vts_params* p = (somn_vts_params*)params;
  if (!(p->r_on < p->r_off)) return "r_on must be below r_off";
  if (!(p->v_hold < p->v_set)) return "v_hold must be below v_set";
  if (!(p->delta < 1e3 * (p->v_set - p->v_hold))) return "delta must be below 1000 times the window v_set - v_hold";
  p->width = somn_vts_width(p->v_set - p->v_hold, p->delta);
  p->per_delta = 1.0 / p->delta;
  p->per_tau = 1.0 / p->tau;
  p->slope = p->width / p->delta;
  p->shift = (p->epsilon + 0.5 * (p->v_set + p->v_hold) + 0.5 * p->width) / p->delta;
  p->log_ratio = log(p->r_off / p->r_on);
  p->g_off = 1.0 / p->r_off;
  /* 1 - h/2 f_x > 0 for every x and v: f_x <= (W/(4 delta) - 1)/tau at the steepest point */
  p->unique_step = 2.0 * p->tau / (p->width / (4.0 * p->delta) - 1.0);
  return NULL;
}

static double somn_vts_initial(const void* params) {
  return ((const somn_vts_params*)params)->x0;
}

static somn_rate somn_vts_rate(const void* params, double x, double v, double x_begin) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  const double root = sqrt(v * v + p->epsilon * p->epsilon);
  const double sign = root > 0.0 ? v / root : 0.0; /* d|v|_eps/dv */
  const double u = root * p->per_delta + p->slope * x - p->shift;
  const double e = exp(-fabs(u)), q = 1.0 / (1.0 + e);
  const double s = u >= 0.0 ? q : e * q;
  const double ds = e * q * q; /* s'(u) */
  somn_rate r;
  (void)x_begin;
  r.f = (s - x) * p->per_tau;
  r.f_x = (ds * p->slope - 1.0) * p->per_tau;
  r.f_v = ds * sign * p->per_delta * p->per_tau;
  return r;
}

static double somn_vts_limit(const void* params, double x, double v, double x_begin) {
  (void)params, (void)v, (void)x_begin;
  return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
}

static somn_current somn_vts_current(const void* params, double x, double v) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  const double g = p->g_off * exp(p->log_ratio * x);
  somn_current c;
  c.i = g * v;
  c.i_v = g;
  c.i_x = p->log_ratio * g * v;
  return c;
}

static double somn_vts_level(const void* params, double x) {
  (void)params;
  return x;
}

static double somn_vts_scale(const void* params) {
  (void)params;
  return 1.0;
}

static double somn_vts_unique_step(const void* params) {
  return ((const somn_vts_params*)params)->unique_step;
}

static const somn_law somn_vts_law = {somn_vts_prepare, somn_vts_initial, somn_vts_rate,  somn_vts_limit,
                                      somn_vts_current, somn_vts_level,   somn_vts_scale, somn_vts_unique_step};

#endif
