/* vts: volatile threshold switch with regenerative feedback, the spiking junction of a network.
 *
 *   (1)  i = G(x) v,  G(x) = (1/r_off) (r_off/r_on)^x            (tunnelling: the gap shrinks linearly in x)
 *   (2)  tau dx/dt = s(u) - x,  s(u) = 1/(1 + exp(-u))           [= (1 + tanh(u/2))/2]
 *   (3)  u = (|v|_eps - (v_set + v_hold)/2 + W (x - 1/2)) / delta + noise,   |v|_eps = sqrt(v^2 + epsilon^2) - epsilon
 *   (4)  W s - 2 delta ln((1 + s)/(1 - s)) = v_set - v_hold,  s = sqrt(1 - 4 delta/W)
 *   (5)  with c2c > 0: v_set and v_hold times exp(c2c N), N standard normal, redrawn whenever the switch opens
 *
 * (4) fixes the width W of the loop (one root W > 4 delta; the left side has derivative s), and then the folds of the
 * quasi-static branches lie exactly at v_set and v_hold (plus epsilon). The switch counts as open when x falls below
 * 0.4 after having been above 0.6. The noise is constant in time slots of length noise_slot.
 *
 * State: x in [0, 1], 0 open, 1 closed. Blind to polarity. Volatile: at v = 0 the switch opens within some tau.
 * Physical reading: the threshold falls while the filament grows (field = voltage/gap); this regenerative feedback and
 * a capacitance are what sustained spiking under DC needs. References: ratio and volatility are those of Hochstetter
 * et al., Nat. Commun. 12, 4008 (2021), doi:10.1038/s41467-021-24260-z; the smooth bistable form and its defaults are
 * this project's.
 */
#ifndef SOMN_VTS_LAW_H
#define SOMN_VTS_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "vts/params.def"
#include "glue/members.h"
  double per_delta, per_tau;
  double log_ratio; /* ln(G_on/G_off) */
  double g_off;     /* [S] */
  double width;     /* W [V] */
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
    if (excess < 0.0 && previous >= INFINITY) {
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
  p->log_ratio = log(p->r_off / p->r_on);
  p->g_off = 1.0 / p->r_off;
  /* 1 - h/2 f_x > 0 for every x and v: f_x <= (W/(4 delta) - 1)/tau at the steepest point */
  p->unique_step = 2.0 * p->tau / (p->width / (4.0 * p->delta) - 1.0);
  return NULL;
}

static double somn_vts_initial(const void* params) {
  return ((const somn_vts_params*)params)->x0;
}

/* u = |v|/delta + own[0] x - own[1] for the cycle's thresholds */
static void somn_vts_redraw(const somn_vts_params* p, somn_device_key device, somn_memory* memory) {
  const double factor =
      p->c2c > 0.0 ? exp(p->c2c * somn_normal(somn_draw(device, p->seed, SOMN_FOR_CYCLE, memory->count))) : 1.0;
  const double width = somn_vts_width(factor * (p->v_set - p->v_hold), p->delta);
  memory->own[0] = width * p->per_delta;
  memory->own[1] = (p->epsilon + 0.5 * factor * (p->v_set + p->v_hold) + 0.5 * width) * p->per_delta;
}

enum { SOMN_VTS_OPEN = 1, SOMN_VTS_CLOSED = 2 }; /* branch; 0: a new junction */

static int somn_vts_begin(const void* params, somn_device_key device, double time, somn_memory* memory) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  int what = SOMN_SAME;
  if (memory->branch == 0) {
    memory->branch = SOMN_VTS_OPEN;
    somn_vts_redraw(p, device, memory);
    what = SOMN_REDRAWN;
  }
  if (p->c2c > 0.0 && memory->branch == SOMN_VTS_OPEN && memory->x > 0.6) memory->branch = SOMN_VTS_CLOSED;
  if (memory->branch == SOMN_VTS_CLOSED && memory->x < 0.4) {
    memory->branch = SOMN_VTS_OPEN;
    memory->count += 1.0;
    somn_vts_redraw(p, device, memory);
    what = SOMN_REDRAWN;
  }
  if (p->noise > 0.0) {
    const double slot = 1.0 + floor(time / p->noise_slot + 1e-6);
    if (slot > memory->slot || slot < memory->slot) {
      memory->slot = slot;
      memory->noise = p->noise * somn_normal(somn_draw(device, p->seed, SOMN_FOR_SLOT, slot));
      what = SOMN_REDRAWN;
    }
  }
  return what;
}

static somn_rate somn_vts_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  const double root = sqrt(v * v + p->epsilon * p->epsilon);
  const double sign = root > 0.0 ? v / root : 0.0; /* d|v|_eps/dv */
  const double u = root * p->per_delta + memory->own[0] * x - memory->own[1] + memory->noise;
  const double e = exp(-fabs(u)), q = 1.0 / (1.0 + e);
  const double s = u >= 0.0 ? q : e * q;
  const double ds = e * q * q; /* s'(u) */
  somn_rate r;
  r.f = (s - x) * p->per_tau;
  r.f_x = (ds * memory->own[0] - 1.0) * p->per_tau;
  r.f_v = ds * sign * p->per_delta * p->per_tau;
  return r;
}

static somn_current somn_vts_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  const double g = p->g_off * exp(p->log_ratio * x);
  (void)memory;
  return somn_ohmic(g, p->log_ratio * g, v);
}

static void somn_vts_range(const void* params, double* g_off, double* g_on) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  *g_off = 1.0 / p->r_off;
  *g_on = 1.0 / p->r_on;
}

/* |v|_eps has a corner at zero where epsilon is 0 */
static void somn_vts_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  (void)params, (void)memory, (void)x;
  somn_kink_at_voltage(k, 0.0);
}

static double somn_vts_unique_step(const void* params) {
  return ((const somn_vts_params*)params)->unique_step;
}

static double somn_vts_slot(const void* params) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  return p->noise > 0.0 ? p->noise_slot : INFINITY;
}

/* (2), (3) with s = x: |v|_eps = (v_set + v_hold)/2 - W (x - 1/2) + delta ln(x/(1 - x)) */
static somn_rest somn_vts_rest(const void* params, double x) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  const double inside = x < 1e-300 ? 1e-300 : x > 1.0 - 1e-16 ? 1.0 - 1e-16 : x;
  const double size = 0.5 * (p->v_set + p->v_hold) - p->width * (x - 0.5) + p->delta * log(inside / (1.0 - inside));
  somn_rest rest;
  rest.v = p->c2c > 0.0 || p->noise > 0.0 ? NAN : size > 0.0 ? sqrt(size * (size + 2.0 * p->epsilon)) : 0.0;
  rest.g_x = p->log_ratio * p->g_off * exp(p->log_ratio * x);
  return rest;
}

static somn_relay somn_vts_relay(const void* params) {
  const somn_vts_params* p = (const somn_vts_params*)params;
  const somn_relay relay = {p->v_set, p->v_hold, p->c2c, p->seed};
  return relay;
}

static const somn_law somn_vts_law = {
    .title = "volatile threshold switch with regenerative feedback: spikes with a capacitance",
    .state = "x",
    .state_unit = "1",
    .initial_parameter = "x0",
    .capacitance = 0.1e-12,
    .scaled_together = "v_set v_hold",
    .unit_voltage = "v_set",
    SOMN_OWED(vts),
    .begin = somn_vts_begin,
    .unique_step = somn_vts_unique_step,
    .slot = somn_vts_slot,
    .rest = somn_vts_rest,
    .relay = somn_vts_relay,
};

#endif
