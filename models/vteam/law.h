/* vteam: threshold adaptive memristor, driven by its voltage (Kvatinsky).
 *
 *   (1)  v = R i,   R = r_on + (r_off - r_on) y  or  r_on (r_off/r_on)^y,   y = (x - x_on)/(x_off - x_on)
 *   (2)  dx/dt = k_off (v/v_off - 1)^alpha_off F_off(x)    v > v_off > 0
 *              = k_on  (v/v_on  - 1)^alpha_on  F_on(x)     v < v_on  < 0
 *              = 0                                         otherwise
 *   (3)  x_on <= x <= x_off
 *   (4)  F = 1, a window of y (glue/window.h), or F_off = exp(-exp((x - a_off)/w_c)), F_on = exp(-exp(-(x - a_on)/w_c))
 *
 * State: x [m]. Sign: a positive voltage raises x and with it the resistance (RESET); v_on and k_on are negative.
 * Reference: Kvatinsky, Ramadan, Friedman, Kolodny, IEEE TCAS-II 62, 786 (2015), doi:10.1109/TCSII.2015.2433536, eq.
 * 1-6; defaults: the set of MemTorch.
 */
#ifndef SOMN_VTEAM_LAW_H
#define SOMN_VTEAM_LAW_H

#include "team/shape.h"

typedef struct {
#define SOMN_REAL(name, ...) double name;
#define SOMN_CHOICE(name, ...) int name;
#define SOMN_PRESET(...)
#include "vteam/params.def"
#undef SOMN_REAL
#undef SOMN_CHOICE
#undef SOMN_PRESET
  somn_team_shape shape;
} somn_vteam_params;

static const char* somn_vteam_prepare(void* params) {
  somn_vteam_params* p = (somn_vteam_params*)params;
  const somn_team_shape shape = SOMN_SHAPE(p, v_off, v_on);
  p->shape = shape;
  return somn_shape_check(&p->shape, p->x0);
}

static double somn_vteam_initial(const void* params) {
  return ((const somn_vteam_params*)params)->x0;
}

static somn_current somn_vteam_current(const void* params, const somn_memory* memory, double x, double v) {
  (void)memory;
  return somn_shape_current(&((const somn_vteam_params*)params)->shape, x, v);
}

static somn_rate somn_vteam_rate(const void* params, const somn_memory* memory, double x, double v) {
  (void)memory;
  return somn_shape_rate(&((const somn_vteam_params*)params)->shape, x, v);
}

static double somn_vteam_limit(const void* params, const somn_memory* memory, double x, double v) {
  (void)memory, (void)v;
  return somn_shape_bounded(&((const somn_vteam_params*)params)->shape, x);
}

static double somn_vteam_level(const void* params, double x) {
  return somn_shape_level(&((const somn_vteam_params*)params)->shape, x);
}

/* where rate, current or bound change their branch */
static void somn_vteam_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_team_shape* s = &((const somn_vteam_params*)params)->shape;
  (void)memory, (void)x;
  somn_kink_at_voltage(k, s->u_off);
  somn_kink_at_voltage(k, s->u_on);
  somn_kink_at_state(k, s->x_on);
  somn_kink_at_state(k, s->x_off);
}

static void somn_vteam_range(const void* params, double* g_off, double* g_on) {
  const somn_vteam_params* p = (const somn_vteam_params*)params;
  *g_off = 1.0 / p->r_off;
  *g_on = 1.0 / p->r_on;
}

static double somn_vteam_scale(const void* params) {
  const somn_vteam_params* p = (const somn_vteam_params*)params;
  return p->x_off - p->x_on;
}

static const somn_law somn_vteam_law = {"threshold adaptive memristor, driven by its voltage (VTEAM)",
                                        "x",
                                        "m",
                                        0.0,
                                        0,
                                        somn_vteam_prepare,
                                        somn_vteam_initial,
                                        somn_begin_nothing,
                                        somn_vteam_rate,
                                        somn_vteam_limit,
                                        somn_vteam_current,
                                        somn_vteam_level,
                                        somn_vteam_range,
                                        somn_vteam_scale,
                                        somn_never,
                                        somn_never,
                                        somn_vteam_kinks,
                                        somn_no_end};

#endif
