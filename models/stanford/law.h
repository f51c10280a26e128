/* stanford: filament of an oxide RRAM whose gap grows and shrinks by thermally activated hops, with Joule heating.
 *
 *   (1)  i = i0 exp(-g/g0) sinh(v/v0)
 *   (2)  dg/dt = -nu0 exp(-e_a/u_T) sinh(gamma (a0/thickness) v/u_T),   u_T = k T/q
 *   (3)  gamma = gamma0 - beta (g/g1)^3
 *   (4)  T = t_ambient + r_th |v i|
 *   (5)  gap_min <= g <= gap_max
 *
 * State: the gap g [m]; a positive voltage closes it (SET). The filament heats as it closes, and a hot filament moves
 * faster: SET runs away, a series resistance holds it. The temperature follows the power at once. At rest the gap stays;
 * below some tenths of a volt it creeps: the published code holds it there (gamma = 0 below a field of 1.4 V/nm) and adds
 * noise, both are left out. sinh is continued by its tangents beyond an argument of 80. Numbers that follow from the
 * published set: conductance i0/v0 exp(-g/g0) = 1.797 mS closed and 4.455 uS open, a ratio of e^6; at 1 V the open
 * junction closes in 37.8 us.
 * References: Jiang, Wu, Yu, Yang, Song, Karim, Guan, Wong, IEEE Trans. Electron Devices 63, 1884 (2016),
 * doi:10.1109/TED.2016.2545412; Guan, Yu, Wong, IEEE Electron Device Lett. 33, 1405 (2012), doi:10.1109/LED.2012.2210856.
 */
#ifndef SOMN_STANFORD_LAW_H
#define SOMN_STANFORD_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "stanford/params.def"
#include "glue/members.h"
  double barrier; /* q e_a/k [K] */
  double lever;   /* q a0/(k thickness) [K/V] */
} somn_stanford_params;

static const char* somn_stanford_prepare(void* params) {
  somn_stanford_params* p = (somn_stanford_params*)params;
  const double kelvin_per_volt = 11604.518121550082; /* q/k */
  if (!(p->gap_min < p->gap_max)) return "gap_min must be below gap_max";
  if (!(p->gap_max < 100.0 * p->g0)) return "gap_max must be below 100 times g0: nothing would flow";
  if (!(p->gap_min <= p->gap0 && p->gap0 <= p->gap_max)) return "gap0 must lie within gap_min and gap_max";
  p->barrier = p->e_a * kelvin_per_volt;
  p->lever = p->a0 / p->thickness * kelvin_per_volt;
  return NULL;
}

static double somn_stanford_initial(const void* params) {
  return ((const somn_stanford_params*)params)->gap0;
}

static double somn_stanford_limit(const void* params, const somn_memory* memory, double x, double v) {
  const somn_stanford_params* p = (const somn_stanford_params*)params;
  (void)memory, (void)v;
  return x < p->gap_min ? p->gap_min : x > p->gap_max ? p->gap_max : x;
}

static somn_current somn_stanford_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_stanford_params* p = (const somn_stanford_params*)params;
  const double size = p->i0 * exp(-x / p->g0);
  double slope;
  somn_current c;
  (void)memory;
  c.i = size * somn_sinh(v / p->v0, &slope);
  c.i_x = -c.i / p->g0;
  c.i_v = size * slope / p->v0;
  return c;
}

static somn_rate somn_stanford_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_stanford_params* p = (const somn_stanford_params*)params;
  const double g = somn_stanford_limit(params, memory, x, v), y = g / p->g1; /* a trial state beyond is at the end */
  const somn_current c = somn_stanford_current(params, memory, g, v);
  const double t = p->t_ambient + p->r_th * v * c.i; /* v i >= 0 */
  const double t_x = p->r_th * v * c.i_x, t_v = p->r_th * (c.i + v * c.i_v);
  const double gamma = p->gamma0 - p->beta * y * y * y, gamma_x = -3.0 * p->beta * y * y / p->g1;
  const double u = p->lever * gamma * v / t;
  const double u_x = p->lever * gamma_x * v / t - u * (t_x / t), u_v = p->lever * gamma / t - u * (t_v / t);
  const double speed = -p->nu0 * exp(-p->barrier / t);
  const double activated = p->barrier / t / t; /* d ln(speed)/dT */
  double slope;
  const double s = somn_sinh(u, &slope);
  somn_rate r;
  r.f = speed * s;
  r.f_x = x < p->gap_min || x > p->gap_max ? 0.0 : speed * (activated * t_x * s + slope * u_x);
  r.f_v = speed * (activated * t_v * s + slope * u_v);
  return r;
}

static void somn_stanford_range(const void* params, double* g_off, double* g_on) {
  const somn_stanford_params* p = (const somn_stanford_params*)params;
  *g_off = p->i0 / p->v0 * exp(-p->gap_max / p->g0);
  *g_on = p->i0 / p->v0 * exp(-p->gap_min / p->g0);
}

static double somn_stanford_scale(const void* params) {
  const somn_stanford_params* p = (const somn_stanford_params*)params;
  return p->gap_max - p->gap_min;
}

/* everything is smooth but the ends of the gap */
static void somn_stanford_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_stanford_params* p = (const somn_stanford_params*)params;
  (void)memory, (void)x;
  somn_kink_at_state(k, p->gap_min);
  somn_kink_at_state(k, p->gap_max);
}

static const somn_law somn_stanford_law = {
    .title = "oxide RRAM: a filament's gap with Joule heating (Jiang, Stanford)",
    .state = "g",
    .state_unit = "m",
    .initial_parameter = "gap0",
    .is_bent = 1,
    SOMN_OWED(stanford),
    .limit = somn_stanford_limit,
    .scale = somn_stanford_scale,
};

#endif
