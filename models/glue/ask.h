/* How ngspice is asked for a step of a certain length, without a break point.
 *
 * ngspice's truncation-error control looks at a number that the model keeps (registered by cm_analog_integrate) and at
 * what that number was at the last points, s[0] ... s[3] over steps d[0], d[1], d[2]. It takes
 *   order 1:  w   = trtol tol / (c1 |s[0, 1, 2]|)
 *   order 2:  w^2 = trtol tol / (c2 |s[0, 1, 2, 3]|)
 * (divided differences; c1 = 1/2, c2 = 1/12, with gear 2/9; tol = reltol max(|s|, chgtol)/d[0]), repeats the step where w < 0.9 d[0], else
 * makes the next one w long, at most twice d[0]. So the model writes s[0] = s[1] = SOMN_NO_WISH and such s[2] and s[3] that both
 * orders say w: after a first-order step ngspice asks for both.
 */
#ifndef SOMN_ASK_H
#define SOMN_ASK_H

#include "glue/break_points.h"

#include <math.h>

#define SOMN_NO_WISH 1e20 /* large: neither chgtol nor abstol then has a say */

/* `s` = &now->wish in state vector 0; h: the step just computed. */
static void somn_ask(CKTcircuit *c, double *s, double h, double w) {
  const ptrdiff_t place = (char *)s - (char *)c->CKTstate0;
  const double *d = c->CKTdeltaOld, c2 = c->CKTintegrateMethod == TRAPEZOIDAL ? 0.08333333333 : 0.2222222222;
  const double tol = c->CKTtrtol * c->CKTreltol * fmax(SOMN_NO_WISH, c->CKTchgtol) / c->CKTdelta;
  double s2 = SOMN_NO_WISH, s3 = SOMN_NO_WISH;
  int k;
  if (w < 0.9 * h) w = somn_clear_of_break_points(c, c->CKTtime - h, w);
  else w = somn_clear_of_break_points(c, c->CKTtime, fmin(fmin(w, 2.0 * h), c->CKTmaxStep));
  if (w < 2.0 * d[0]) {
    const double second = tol / (0.5 * w), third = tol / (c2 * w * w);
    const double second_before = second - third * (d[0] + d[1] + d[2]);
    const double first = -second * (d[0] + d[1]), first_before = first - second_before * (d[1] + d[2]);
    s2 -= first * d[1];
    s3 = s2 - first_before * d[2];
  }
  for (k = 0; k <= 3 && k <= c->CKTmaxOrder + 1; k++)
    *(double *)((char *)c->CKTstates[k] + place) = k < 2 ? SOMN_NO_WISH : k == 2 ? s2 : s3;
}

#endif
