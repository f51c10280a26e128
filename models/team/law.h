/* team: threshold adaptive memristor, driven by its current (Kvatinsky).
 *
 *   (1)  v = R i,   R = r_on + (r_off - r_on) y  or  r_on (r_off/r_on)^y,   y = (x - x_on)/(x_off - x_on)
 *   (2)  dx/dt = k_off (i/i_off - 1)^alpha_off F_off(x)    i > i_off > 0
 *              = k_on  (i/i_on  - 1)^alpha_on  F_on(x)     i < i_on  < 0
 *              = 0                                         otherwise
 *   (3)  x_on <= x <= x_off
 *   (4)  F = 1, a window of y (glue/window.h), or F_off = exp(-exp((x - a_off)/w_c)), F_on = exp(-exp(-(x - a_on)/w_c))
 *
 * State: the undoped width x [m]. Sign: a positive current raises x and with it the resistance (RESET); i_on and k_on
 * are negative. Reference: Kvatinsky, Friedman, Kolodny, Weiser, IEEE TCAS-I 60, 211 (2013),
 * doi:10.1109/TCSI.2012.2215714, eq. 11-19; defaults: Technion's Verilog-A model.
 */
#ifndef SOMN_TEAM_LAW_H
#define SOMN_TEAM_LAW_H

#include "team/shape.h"

typedef struct {
  somn_team_shape shape; /* first: functions of shape.h take it for the whole */
#define SOMN_TABLE "team/params.def"
#include "glue/members.h"
} somn_team_params;

static const char* somn_team_prepare(void* params) {
  somn_team_params* p = (somn_team_params*)params;
  const somn_team_shape shape = SOMN_SHAPE(p, i_off, i_on);
  p->shape = shape;
  return somn_shape_check(&p->shape);
}

static somn_rate somn_team_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_team_shape* s = (const somn_team_shape*)params;
  const double inside = somn_shape_bounded(s, x);
  const somn_current c = somn_shape_current(s, memory, inside, v);
  somn_rate r = somn_shape_rate(s, x, c.i);
  if (inside >= x && inside <= x) r.f_x += r.f_v * c.i_x; /* at fixed v the current depends on the state */
  r.f_v *= c.i_v;
  return r;
}

/* where rate, current or bound change their branch */
static void somn_team_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_team_shape* s = (const somn_team_shape*)params;
  double r_x;
  const double r = somn_shape_resistance(s, somn_shape_bounded(s, x), &r_x);
  (void)memory;
  somn_kink_at_voltage(k, s->u_off * r);
  somn_kink_at_voltage(k, s->u_on * r);
  somn_kink_at_state(k, s->x_on);
  somn_kink_at_state(k, s->x_off);
}

static const somn_law somn_team_law = {
    .title = "threshold adaptive memristor, driven by its current (TEAM)",
    .state = "x",
    .state_unit = "m",
    .initial_parameter = "x0",
    .prepare = somn_team_prepare,
    .initial = somn_shape_initial,
    .rate = somn_team_rate,
    .current = somn_shape_current,
    .range = somn_shape_range,
    .kinks = somn_team_kinks,
    .limit = somn_shape_limit,
    .scale = somn_shape_scale,
};

#endif
