/* pershin: bipolar memristor with threshold (Pershin, Di Ventra).
 *
 *   (1)  i = v / R
 *   (2)  dR/dt = f(v),   f = beta v + (alpha - beta)/2 (|v + v_t| - |v - v_t|)
 *   (3)  r_min <= R <= r_max
 *
 * State: the resistance R [ohm]; a positive voltage raises it. Slope alpha below the threshold, beta above. References:
 * Pershin, Di Ventra, arXiv:1204.2600, eq. 1-3, and arXiv:0905.2935; defaults: ngspice, examples/memristor.
 */
#ifndef SOMN_PERSHIN_LAW_H
#define SOMN_PERSHIN_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "pershin/params.def"
#include "glue/members.h"
} somn_pershin_params;

static const char* somn_pershin_prepare(void* params) {
  const somn_pershin_params* p = (const somn_pershin_params*)params;
  if (!(p->r_min < p->r_max)) return "r_min must be below r_max";
  return p->r_min <= p->r_init && p->r_init <= p->r_max ? NULL : "r_init must lie within r_min and r_max";
}

static double somn_pershin_initial(const void* params) {
  return ((const somn_pershin_params*)params)->r_init;
}

static somn_rate somn_pershin_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_pershin_params* p = (const somn_pershin_params*)params;
  const double beyond = v > p->v_t ? v - p->v_t : v < -p->v_t ? v + p->v_t : 0.0;
  somn_rate r;
  (void)memory, (void)x;
  r.f = p->alpha * (v - beyond) + p->beta * beyond;
  r.f_x = 0.0;
  r.f_v = fabs(v) > p->v_t ? p->beta : p->alpha;
  return r;
}

static double somn_pershin_limit(const void* params, const somn_memory* memory, double x, double v) {
  const somn_pershin_params* p = (const somn_pershin_params*)params;
  (void)memory, (void)v;
  return x < p->r_min ? p->r_min : x > p->r_max ? p->r_max : x;
}

static somn_current somn_pershin_current(const void* params, const somn_memory* memory, double x, double v) {
  (void)params, (void)memory;
  return somn_ohmic(1.0 / x, -1.0 / (x * x), v);
}

/* where rate, current or bound change their branch */
static void somn_pershin_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_pershin_params* p = (const somn_pershin_params*)params;
  (void)memory, (void)x;
  somn_kink_at_voltage(k, p->v_t);
  somn_kink_at_voltage(k, -p->v_t);
  somn_kink_at_voltage(k, 0.0); /* a resistance leaves its bound */
  somn_kink_at_state(k, p->r_min);
  somn_kink_at_state(k, p->r_max);
}

static void somn_pershin_range(const void* params, double* g_off, double* g_on) {
  const somn_pershin_params* p = (const somn_pershin_params*)params;
  *g_off = 1.0 / p->r_max;
  *g_on = 1.0 / p->r_min;
}

static double somn_pershin_scale(const void* params) {
  return ((const somn_pershin_params*)params)->r_max;
}

static const somn_law somn_pershin_law = {
    .title = "bipolar memristor with threshold (Pershin, Di Ventra)",
    .state = "R",
    .state_unit = "ohm",
    .initial_parameter = "r_init",
    SOMN_OWED(pershin),
    .limit = somn_pershin_limit,
    .scale = somn_pershin_scale,
};

#endif
