/* rate: volatile junction whose state balances a potentiation and a depression rate (Miranda, Milano).
 *
 *   (1)  i = G(g) v,   G = g_min (1 - g) + g_max g
 *   (2)  dg/dt = kappa_p (1 - g) - kappa_d g,   kappa_p = kappa_p0 exp(eta_p |v|),  kappa_d = kappa_d0 exp(-eta_d |v|)
 *   (3)  with noise > 0: plus noise N_k/sqrt(noise_slot) in time slot k, N_k standard normal; over a slot that is the
 *        increment of noise dW
 *   (4)  with jump_rate > 0: at the beginning of every slot but the first, with probability
 *        1 - exp(-jump_rate noise_slot), a jump of size A with density ~ A^-jump_exponent on [jump_min, jump_max],
 *        upwards with probability 1/2 + (g_inf - g)/(2 (1 + 2 jump_max)), g_inf = kappa_p/(kappa_p + kappa_d)
 *
 * State: g in [0, 1]. Blind to polarity. Constant voltage: g relaxes exponentially to g_inf with rate kappa_p +
 * kappa_d, which the code model reproduces exactly at any step. exp(eta_p |v|) is continued by its tangent beyond an
 * exponent of 80. References: Miranda, Milano, Ricciardi, IEEE Trans. Nanotechnol. 19, 609 (2020), eq. 1-4; Milano,
 * Miranda, Ricciardi, Neural Networks (2022), doi:10.1016/j.neunet.2022.02.022; noise: Milano et al., Nat. Commun.
 * (2025), doi:10.1038/s41467-025-58741-2.
 */
#ifndef SOMN_RATE_LAW_H
#define SOMN_RATE_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "rate/params.def"
#include "glue/members.h"
} somn_rate_params;

static const char* somn_rate_prepare(void* params) {
  const somn_rate_params* p = (const somn_rate_params*)params;
  if (!(p->g_min < p->g_max)) return "g_min must be below g_max";
  return p->jump_min < p->jump_max ? NULL : "jump_min must be below jump_max";
}

static double somn_rate_initial(const void* params) {
  return ((const somn_rate_params*)params)->g0;
}

typedef struct {
  double p, p_v, d, d_v; /* kappa_p and kappa_d [1/s] with their derivatives by the voltage */
} somn_rate_kappa;

static somn_rate_kappa somn_rate_kappas(const somn_rate_params* p, double v) {
  const double sign = (v > 0.0) - (v < 0.0);
  double slope;
  somn_rate_kappa k;
  k.p = p->kappa_p0 * somn_exp(p->eta_p * fabs(v), &slope);
  k.p_v = p->kappa_p0 * slope * p->eta_p * sign;
  k.d = p->kappa_d0 * exp(-p->eta_d * fabs(v));
  k.d_v = -k.d * p->eta_d * sign;
  return k;
}

static somn_rate somn_rate_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_rate_kappa k = somn_rate_kappas((const somn_rate_params*)params, v);
  somn_rate r;
  r.f = k.p * (1.0 - x) - k.d * x + memory->noise;
  r.f_x = -k.p - k.d;
  r.f_v = k.p_v * (1.0 - x) - k.d_v * x;
  return r;
}

/* The jump at the beginning of slot n, 0 in most slots */
static double somn_rate_jump(const somn_rate_params* p, somn_device_key device, double n, const somn_memory* memory) {
  const somn_random_block whether = somn_draw(device, p->seed, SOMN_FOR_JUMP, 2.0 * n);
  const somn_random_block what = somn_draw(device, p->seed, SOMN_FOR_JUMP, 2.0 * n + 1.0);
  const somn_rate_kappa k = somn_rate_kappas(p, memory->v);
  const double power = 1.0 - p->jump_exponent, low = pow(p->jump_min, power), high = pow(p->jump_max, power);
  const double size = pow(low + (high - low) * somn_uniform(what, 0), 1.0 / power);
  const double up = 0.5 + (k.p / (k.p + k.d) - memory->x) / (2.0 * (1.0 + 2.0 * p->jump_max));
  if (somn_uniform(whether, 0) >= -expm1(-p->jump_rate * p->noise_slot)) return 0.0;
  return somn_uniform(what, 1) < up ? size : -size;
}

static int somn_rate_begin(const void* params, somn_device_key device, double time, somn_memory* memory) {
  const somn_rate_params* p = (const somn_rate_params*)params;
  double slot;
  int is_first;
  if (!(p->noise > 0.0 || p->jump_rate > 0.0)) return SOMN_SAME;
  slot = 1.0 + floor(time / p->noise_slot + 1e-6);
  if (!(slot > memory->slot || slot < memory->slot)) return SOMN_SAME;
  is_first = memory->slot <= 0.0; /* the initial state is as given */
  memory->slot = slot;
  memory->noise = p->noise * somn_normal(somn_draw(device, p->seed, SOMN_FOR_SLOT, slot)) / sqrt(p->noise_slot);
  if (p->jump_rate > 0.0 && !is_first)
    memory->x = somn_limit_to_one(memory->x + somn_rate_jump(p, device, slot, memory));
  return SOMN_REDRAWN;
}

static somn_current somn_rate_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_rate_params* p = (const somn_rate_params*)params;
  (void)memory;
  return somn_ohmic(p->g_min * (1.0 - x) + p->g_max * x, p->g_max - p->g_min, v);
}

/* where rate, current or bound change their branch */
static void somn_rate_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  (void)params, (void)memory, (void)x;
  somn_kink_at_voltage(k, 0.0);
  somn_kink_at_state(k, 0.0); /* where noise carries it */
  somn_kink_at_state(k, 1.0);
}

static void somn_rate_range(const void* params, double* g_off, double* g_on) {
  const somn_rate_params* p = (const somn_rate_params*)params;
  *g_off = p->g_min;
  *g_on = p->g_max;
}

static double somn_rate_slot(const void* params) {
  const somn_rate_params* p = (const somn_rate_params*)params;
  return p->noise > 0.0 || p->jump_rate > 0.0 ? p->noise_slot : INFINITY;
}

/* (2): kappa_p (1 - g) = kappa_d g at |v| = ln(kappa_d0 g/(kappa_p0 (1 - g)))/(eta_p + eta_d) */
static somn_rest somn_rate_rest(const void* params, double x) {
  const somn_rate_params* p = (const somn_rate_params*)params;
  const double inside = x < 1e-300 ? 1e-300 : x > 1.0 - 1e-16 ? 1.0 - 1e-16 : x, eta = p->eta_p + p->eta_d;
  const double v = log(p->kappa_d0 * inside / (p->kappa_p0 * (1.0 - inside))) / eta;
  somn_rest rest;
  rest.v = p->noise > 0.0 || p->jump_rate > 0.0 || !(eta > 0.0) ? NAN : v > 0.0 ? v : 0.0;
  rest.g_x = p->g_max - p->g_min;
  return rest;
}

static const somn_law somn_rate_law = {
    .title = "volatile rate-balance junction (Miranda, Milano)",
    .state = "g",
    .state_unit = "1",
    .initial_parameter = "g0",
    .is_linear = 1,
    SOMN_OWED(rate),
    .begin = somn_rate_begin,
    .slot = somn_rate_slot,
    .rest = somn_rate_rest,
};

#endif
