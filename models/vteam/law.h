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
  somn_team_shape shape; /* first: functions of shape.h take it for the whole */
#define SOMN_TABLE "vteam/params.def"
#include "glue/members.h"
} somn_vteam_params;

static const char* somn_vteam_prepare(void* params) {
  somn_vteam_params* p = (somn_vteam_params*)params;
  const somn_team_shape shape = SOMN_SHAPE(p, v_off, v_on);
  p->shape = shape;
  return somn_shape_check(&p->shape);
}

static somn_rate somn_vteam_rate(const void* params, const somn_memory* memory, double x, double v) {
  (void)memory;
  return somn_shape_rate((const somn_team_shape*)params, x, v);
}

static const somn_law somn_vteam_law = {
    .title = "threshold adaptive memristor, driven by its voltage (VTEAM)",
    .state = "x",
    .state_unit = "m",
    .initial_parameter = "x0",
    .prepare = somn_vteam_prepare,
    .initial = somn_shape_initial,
    .rate = somn_vteam_rate,
    .current = somn_shape_current,
    .range = somn_shape_range,
    .kinks = somn_shape_kinks,
    .limit = somn_shape_limit,
    .scale = somn_shape_scale,
};

#endif
