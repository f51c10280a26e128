/* tunnel: the tunnelling-gap junction of silver nanowire networks.
 *
 *   (1)  i = G(lambda) v
 *   (2)  d(lambda)/dt = eta (|v| - v_set) sgn v               |v| > v_set      growth
 *                     = 0                                     v_reset <= |v| <= v_set
 *                     = -eta b (v_reset - |v|) sgn lambda     |v| < v_reset    decay
 *   (3)  |lambda| <= lambda_max
 *   (4)  gap  d = max(0, (lambda_crit - |lambda|) gap_max/lambda_crit)         [nm]
 *   (5)  R_t = (2/a) d^gap_exponent barrier^(-1/2) exp(c0 barrier^barrier_exponent d) / j1
 *   (6)  G = 1/(R_t + 1/g_on) + g_off;   gap_law = binary: g_on where |lambda| >= lambda_crit, else g_off
 *
 * State: the flux lambda [V s]. The decay is blind to polarity. It jumps with the sign of lambda; within a step
 * the sign is that of its beginning (and so is the conductance of gap_law = binary). In continuous time a decay ends at
 * zero, and so it does here; zero_clamp says what forward Euler does with a step that would cross zero. gap_exponent and barrier_exponent: the published programs differ (d^1 in NWNsim,
 * d^2 in Xu's) and both use the power 2 of the barrier where Simmons' law has 1/2. References: Hochstetter et al., Nat.
 * Commun. 12, 4008 (2021), doi:10.1038/s41467-021-24260-z, Methods; Xu, Gottwald, Kuncic, arXiv:2506.10773.
 */
#ifndef SOMN_TUNNEL_LAW_H
#define SOMN_TUNNEL_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "tunnel/params.def"
#include "glue/members.h"
  double prefactor; /* (2/a) barrier^(-1/2) / j1 */
  double exponent;  /* c0 barrier^barrier_exponent [1/nm] */
  double log_ratio; /* ln(g_on/g_off) */
} somn_tunnel_params;

enum { SOMN_TUNNEL_GAP_TUNNEL, SOMN_TUNNEL_GAP_BINARY }; /* order of gap_law's choices */

static const char* somn_tunnel_prepare(void* params) {
  somn_tunnel_params* p = (somn_tunnel_params*)params;
  if (!(p->v_reset <= p->v_set)) return "v_reset must not be above v_set";
  if (!(p->g_off < p->g_on)) return "g_off must be below g_on";
  if (!(p->lambda_crit <= p->lambda_max)) return "lambda_crit must not be above lambda_max";
  if (!(fabs(p->lambda0) <= p->lambda_max)) return "lambda0 must lie within -lambda_max and lambda_max";
  p->prefactor = 2.0 / p->a / sqrt(p->barrier) / p->j1;
  p->exponent = p->c0 * pow(p->barrier, p->barrier_exponent);
  p->log_ratio = log(p->g_on / p->g_off);
  return NULL;
}

static double somn_tunnel_initial(const void* params) {
  return ((const somn_tunnel_params*)params)->lambda0;
}

static double somn_tunnel_sign(double x) {
  return (x > 0.0) - (x < 0.0);
}

/* branch: the sign of the flux at the beginning of the step; own[0]: whether the gap is closed there, for the binary
 * law */
static int somn_tunnel_begin(const void* params, somn_device_key device, double time, somn_memory* memory) {
  const int sign_before = memory->branch;
  const double closed_before = memory->own[0];
  (void)device, (void)time;
  memory->branch = (memory->x > 0.0) - (memory->x < 0.0);
  memory->own[0] = fabs(memory->x) >= ((const somn_tunnel_params*)params)->lambda_crit;
  if (((const somn_tunnel_params*)params)->gap_law == SOMN_TUNNEL_GAP_BINARY &&
      (memory->own[0] < closed_before || memory->own[0] > closed_before))
    return SOMN_SWITCHED;
  return memory->branch != sign_before ? SOMN_REDRAWN : SOMN_SAME;
}

static somn_rate somn_tunnel_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_tunnel_params* p = (const somn_tunnel_params*)params;
  const double size = fabs(v), sign = somn_tunnel_sign(v);
  somn_rate r = {0.0, 0.0, 0.0};
  (void)x;
  if (size > p->v_set) {
    r.f = p->eta * (size - p->v_set) * sign;
    r.f_v = p->eta;
  } else if (size < p->v_reset) {
    r.f = -p->eta * p->b * (p->v_reset - size) * memory->branch;
    r.f_v = p->eta * p->b * sign * memory->branch;
  }
  return r;
}

static double somn_tunnel_limit(const void* params, const somn_memory* memory, double x, double v) {
  const somn_tunnel_params* p = (const somn_tunnel_params*)params;
  if (x * memory->branch < 0.0 && fabs(v) < p->v_reset) return 0.0;
  return x > p->lambda_max ? p->lambda_max : x < -p->lambda_max ? -p->lambda_max : x;
}

/* G and dG/d(lambda) */
static double somn_tunnel_conductance(const somn_tunnel_params* p, double x, double* g_x) {
  const double gap = (p->lambda_crit - fabs(x)) * p->gap_max / p->lambda_crit;
  double r, r_gap, g;
  *g_x = 0.0;
  if (p->gap_law == SOMN_TUNNEL_GAP_BINARY) return fabs(x) >= p->lambda_crit ? p->g_on : p->g_off;
  if (gap <= 0.0) return p->g_on + p->g_off;
  {
    const double power1 = p->gap_exponent == 1.0 ? 1.0 : p->gap_exponent == 2.0 ? gap : pow(gap, p->gap_exponent - 1.0);
    const double u = p->exponent * gap; /* beyond 600 nothing tunnels: no overflow */
    const double e = p->prefactor * power1 * exp(u < 600.0 ? u : 600.0);
    r = e * gap;
    r_gap = e * (p->gap_exponent + p->exponent * gap);
  }
  g = 1.0 / (r + 1.0 / p->g_on);
  *g_x = g * g * r_gap * somn_tunnel_sign(x) * p->gap_max / p->lambda_crit;
  return g + p->g_off;
}

static somn_current somn_tunnel_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_tunnel_params* p = (const somn_tunnel_params*)params;
  double g_x;
  const double g = somn_tunnel_conductance(p, x, &g_x);
  if (p->gap_law == SOMN_TUNNEL_GAP_BINARY) return somn_ohmic(memory->own[0] > 0.0 ? p->g_on : p->g_off, 0.0, v);
  return somn_ohmic(g, g_x, v);
}

static double somn_tunnel_scale(const void* params) {
  return ((const somn_tunnel_params*)params)->lambda_crit;
}

/* where rate, current or bound change their branch */
static void somn_tunnel_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_tunnel_params* p = (const somn_tunnel_params*)params;
  const double side = x < 0.0 ? -1.0 : 1.0;
  (void)memory;
  somn_kink_at_voltage(k, p->v_set);
  somn_kink_at_voltage(k, -p->v_set);
  somn_kink_at_voltage(k, p->v_reset);
  somn_kink_at_voltage(k, -p->v_reset);
  somn_kink_at_state(k, 0.0);
  somn_kink_at_state(k, side * p->lambda_crit);
  somn_kink_at_state(k, side * p->lambda_max);
}

static void somn_tunnel_range(const void* params, double* g_off, double* g_on) {
  const somn_tunnel_params* p = (const somn_tunnel_params*)params;
  *g_off = p->g_off;
  *g_on = p->g_on;
}

static somn_flux somn_tunnel_flux(const void* params) {
  const somn_tunnel_params* p = (const somn_tunnel_params*)params;
  const somn_flux flux = {p->v_set, p->v_reset, p->b, p->lambda_crit / p->eta};
  return flux;
}

static const somn_law somn_tunnel_law = {
    .title = "tunnelling-gap junction of silver nanowire networks (Hochstetter 2021, Xu 2025)",
    .state = "lambda",
    .state_unit = "V s",
    .initial_parameter = "lambda0",
    .unit_voltage = "v_set",
    SOMN_OWED(tunnel),
    .begin = somn_tunnel_begin,
    .limit = somn_tunnel_limit,
    .scale = somn_tunnel_scale,
    .flux = somn_tunnel_flux,
};

#endif
