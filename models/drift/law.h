/* drift: linear ion drift, the memristor of HP, with the windows of the literature.
 *
 *   (1)  v = M i,   M = r_on x + r_off (1 - x)
 *   (2)  dx/dt = k i F,   k = mu_v r_on/d^2
 *   (3)  F = 1, or a window: see glue/window.h; kvatinsky: F = exp(-exp(|x - a|/w_c))
 *
 * State: the doped part x of the film, in [0, 1]; a positive current raises it. Without a window, and with Biolek's, x
 * stops at the ends of the film and leaves them at once when the current turns; a film that has reached an end under
 * Joglekar's or Prodromakis' window stays there. References: Strukov et al., Nature 453, 80 (2008),
 * doi:10.1038/nature06932, eq. 5-7; windows as cited in glue/window.h. Closed forms: Georgiou et al., arXiv:1011.0060.
 */
#ifndef SOMN_DRIFT_LAW_H
#define SOMN_DRIFT_LAW_H

#include "glue/law.h"
#include "glue/window.h"

typedef struct {
#define SOMN_TABLE "drift/params.def"
#include "glue/members.h"
  double k; /* [1/C] */
} somn_drift_params;

static const char* somn_drift_prepare(void* params) {
  somn_drift_params* p = (somn_drift_params*)params;
  if (!(p->r_on < p->r_off)) return "r_on must be below r_off";
  if (!(p->r_on <= p->r_init && p->r_init <= p->r_off)) return "r_init must lie within r_on and r_off";
  p->k = p->mu_v * p->r_on / (p->d * p->d);
  return NULL;
}

static double somn_drift_initial(const void* params) {
  const somn_drift_params* p = (const somn_drift_params*)params;
  return (p->r_off - p->r_init) / (p->r_off - p->r_on);
}

static somn_current somn_drift_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_drift_params* p = (const somn_drift_params*)params;
  const double g = 1.0 / (p->r_on * x + p->r_off * (1.0 - x));
  (void)memory;
  return somn_ohmic(g, (p->r_off - p->r_on) * g * g, v);
}

static somn_window somn_drift_window(const somn_drift_params* p, double x, int grows) {
  somn_window w;
  if (p->window != SOMN_KVATINSKY) return somn_window_at(p->window, x, grows, p->p, p->j);
  w = somn_window_gompertz(fabs(x - p->a) / p->w_c);
  w.f_x *= ((x > p->a) - (x < p->a)) / p->w_c;
  return w;
}

static somn_rate somn_drift_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_drift_params* p = (const somn_drift_params*)params;
  const double inside = somn_limit_to_one(x); /* a trial state beyond an end is taken as the end */
  const somn_window w = somn_drift_window(p, inside, v > 0.0);
  const somn_current c = somn_drift_current(params, memory, inside, v);
  somn_rate r;
  r.f = p->k * c.i * w.f;
  r.f_x = x < 0.0 || x > 1.0 ? 0.0 : p->k * (c.i_x * w.f + c.i * w.f_x);
  r.f_v = p->k * c.i_v * w.f;
  return r;
}

/* where rate, current or bound change their branch */
static void somn_drift_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_drift_params* p = (const somn_drift_params*)params;
  (void)memory, (void)x;
  somn_kink_at_voltage(k, 0.0); /* Biolek's window, and the ends of the film */
  somn_kink_at_state(k, 0.0);
  somn_kink_at_state(k, 1.0);
  if (p->window == SOMN_KVATINSKY) somn_kink_at_state(k, p->a);
}

static void somn_drift_range(const void* params, double* g_off, double* g_on) {
  const somn_drift_params* p = (const somn_drift_params*)params;
  *g_off = 1.0 / p->r_off;
  *g_on = 1.0 / p->r_on;
}

static const somn_law somn_drift_law = {
    .title = "linear ion drift (HP) with no, Joglekar's, Biolek's, Prodromakis' or Kvatinsky's window",
    .state = "x",
    .state_unit = "1",
    .initial_parameter = "r_init",
    SOMN_OWED(drift),
};

#endif
