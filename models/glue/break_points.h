/* Steps and the break points of ngspice, for every code model here; wants CKTcircuit of ngspice/cktdefs.h. */
#ifndef SOMN_BREAK_POINTS_H
#define SOMN_BREAK_POINTS_H

/* Never ends a step at a break point by chance, which keeps its source from setting the next one (ngspice 39 tells it only
 * where the step was cut), nor so shortly before it that ngspice throws it away: half the way instead. `from`: where the
 * step of length w begins. */
static double somn_clear_of_break_points(const CKTcircuit *c, double from, double w) {
  int k;
  for (k = 0; k < 2 && c->CKTbreaks && k < c->CKTbreakSize; k++) {
    const double left = c->CKTbreaks[k] - from;
    if (left > 3.0 * c->CKTminBreak && w < left * (1.0 + 1e-6) && w > left - 2.0 * c->CKTminBreak) return 0.5 * left;
  }
  return w;
}

#endif
