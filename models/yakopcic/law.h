/* yakopcic: generalised memristor with sinh conduction and programming thresholds.
 *
 *   (1)  i = a1 x sinh(b v) + g_leak v  (v >= 0),   a2 x sinh(b v) + g_leak v  (v < 0)
 *   (2)  dx/dt = eta g(v) f(x)
 *   (3)  g = a_p (exp(v) - exp(v_p))     v >  v_p          (v in volts)
 *          = -a_n (exp(-v) - exp(v_n))   v < -v_n
 *          = 0                           otherwise
 *   (4)  eta v >= 0:  f = exp(-alpha_p (x - x_p)) w_p  for x >= x_p, else 1;      w_p = (x_p - x)/(1 - x_p) + 1
 *   (5)  eta v <  0:  f = exp(alpha_n (x + x_n - 1)) w_n  for x <= 1 - x_n, else 1;   w_n = x/(1 - x_n)
 *
 * State: x in [0, 1]. sinh and exp are continued by their tangents beyond an argument of 80. Reference: Yakopcic, Taha,
 * Subramanyam, Pino, IEEE TCAD 32, 1201 (2013), doi:10.1109/TCAD.2013.2252057, eq. 1-7.
 */
#ifndef SOMN_YAKOPCIC_LAW_H
#define SOMN_YAKOPCIC_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "yakopcic/params.def"
#include "glue/members.h"
  double g_on; /* [S] for small voltages at x = 1 */
} somn_yakopcic_params;

static const char* somn_yakopcic_prepare(void* params) {
  somn_yakopcic_params* p = (somn_yakopcic_params*)params;
  p->g_on = p->a1 * p->b + p->g_leak;
  return NULL;
}

static double somn_yakopcic_initial(const void* params) {
  return ((const somn_yakopcic_params*)params)->x0;
}

/* f(x) and its derivative; up: eta v >= 0 */
static void somn_yakopcic_window(const somn_yakopcic_params* p, double x, int up, double* f, double* f_x) {
  *f = 1.0;
  *f_x = 0.0;
  if (up && x >= p->x_p) {
    const double e = exp(-p->alpha_p * (x - p->x_p)), w = (p->x_p - x) / (1.0 - p->x_p) + 1.0;
    *f = e * w;
    *f_x = -e * (p->alpha_p * w + 1.0 / (1.0 - p->x_p));
  } else if (!up && x <= 1.0 - p->x_n) {
    const double e = exp(p->alpha_n * (x + p->x_n - 1.0)), w = x / (1.0 - p->x_n);
    *f = e * w;
    *f_x = e * (p->alpha_n * w + 1.0 / (1.0 - p->x_n));
  }
}

static somn_rate somn_yakopcic_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_yakopcic_params* p = (const somn_yakopcic_params*)params;
  const double inside = somn_limit_to_one(x);
  double f, f_x, g = 0.0, g_v = 0.0, slope, unused;
  somn_rate r;
  (void)memory;
  if (v > p->v_p) {
    g = p->a_p * (somn_exp(v, &slope) - somn_exp(p->v_p, &unused));
    g_v = p->a_p * slope;
  } else if (v < -p->v_n) {
    g = -p->a_n * (somn_exp(-v, &slope) - somn_exp(p->v_n, &unused));
    g_v = p->a_n * slope;
  }
  somn_yakopcic_window(p, inside, p->eta * v >= 0.0, &f, &f_x);
  r.f = p->eta * g * f;
  r.f_x = x < 0.0 || x > 1.0 ? 0.0 : p->eta * g * f_x;
  r.f_v = p->eta * g_v * f;
  return r;
}

static somn_current somn_yakopcic_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_yakopcic_params* p = (const somn_yakopcic_params*)params;
  const double a = v < 0.0 ? p->a2 : p->a1;
  double slope;
  const double s = somn_sinh(p->b * v, &slope);
  somn_current c;
  (void)memory;
  c.i = a * x * s + p->g_leak * v;
  c.i_x = a * s;
  c.i_v = a * x * p->b * slope + p->g_leak;
  return c;
}

/* where rate, current or bound change their branch */
static void somn_yakopcic_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_yakopcic_params* p = (const somn_yakopcic_params*)params;
  (void)memory, (void)x;
  somn_kink_at_voltage(k, p->v_p);
  somn_kink_at_voltage(k, -p->v_n);
  somn_kink_at_voltage(k, 0.0); /* a1 and a2; and the window, where both thresholds are zero */
  somn_kink_at_state(k, p->x_p);
  somn_kink_at_state(k, 1.0 - p->x_n);
  somn_kink_at_state(k, 0.0);
  somn_kink_at_state(k, 1.0);
}

static void somn_yakopcic_range(const void* params, double* g_off, double* g_on) {
  const somn_yakopcic_params* p = (const somn_yakopcic_params*)params;
  *g_off = p->g_leak;
  *g_on = p->g_on;
}

static const somn_law somn_yakopcic_law = {
    .title = "generalised memristor with sinh conduction and thresholds (Yakopcic)",
    .state = "x",
    .state_unit = "1",
    .initial_parameter = "x0",
    .is_bent = 1,
    SOMN_OWED(yakopcic),
};

#endif
