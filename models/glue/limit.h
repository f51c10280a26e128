/* Newton's method on a steep branch.
 *
 * Over one time step a junction is a resistor i(v). Where its state answers fast (a threshold just passed), i(v) has a
 * nearly vertical part between two flat ones, and Newton's method jumps to and fro between these. The cure is that of
 * ngspice's diodes, in general form: where the current overshoots what the last tangent predicted,
 * i_p = i_last + g_last (v - v_last), the junction is linearised at the voltage between v_last and v that carries i_p.
 */
#ifndef SOMN_LIMIT_H
#define SOMN_LIMIT_H

#include <math.h>

typedef struct {
  double v, i; /* point of linearisation */
  double g;    /* di/dv along the step, the state's answer included */
  double i_v;  /* di/dv at frozen state */
  double i_x;  /* di/dx at frozen voltage */
} somn_branch;

static inline double somn_predicted(const somn_branch* last, double v) {
  return last->i + last->g * (v - last->v);
}

/* Half as far again as predicted, and by more than rounding. */
static inline int somn_overshoots(const somn_branch* last, const somn_branch* b) {
  const double predicted = somn_predicted(last, b->v), beyond = b->i - predicted, ahead = predicted - last->i;
  return beyond * ahead > 0.0 && fabs(beyond) > 0.5 * fabs(ahead) && fabs(beyond) > 1e-3 * fabs(b->i);
}

#endif
