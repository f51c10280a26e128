/* The step that a junction wishes for: how long the step just computed should have been, or the next one may be.
 *
 *   path      of voltage and state within the step: glue/path.h
 *   error     e = what Simpson's rule makes of the rate along that path, minus what the step made of it; for the
 *             trapezoid on a smooth path that is its h^3/12 x'''. Linear laws: the same of what is not linear in x, the
 *             step being exact otherwise, and what the change of df/dx makes of the step. It sees a corner of the rate
 *             anywhere in the step.
 *   tolerance of a step: accuracy h (pace + 1/t_stop), in a state weighted by what it does to the conductance: the errors
 *             of a swing of the state through its range, and of a whole run, add up to `accuracy`. The pace [1/s] is
 *             |dx/dt|/scale, and 1/(t + 1/pace) a time t after: a state that turns round is not held to the rate that
 *             it has there
 *   kinks     a step in which the law went over to another branch (law->kinks) may miss 1/20 of the accuracy beside. Else:
 *             repeated so that it ends at the kink. Where the path goes on into a kink, the next step ends there.
 *             A bound that the state meets, or a corner of its conductance, within a step is judged by how far the
 *             state then is from the line between both ends: who samples it sees that.
 *   samples   what whoever samples between the points is owed: glue/samples.h; the first step of a phase is short, as the
 *             state jumps in it
 *   wish      the shortest of all these, and of the bound for regenerative states (glue/step.h)
 */
#ifndef SOMN_WISH_H
#define SOMN_WISH_H

#include "samples.h"

typedef struct {
  double accuracy; /* [1] error of the state for one swing through its range; INFINITY: no error control */
  double t_stop;   /* [s] */
  double finest;   /* [s] what happens faster is instantaneous in this run */
} somn_demand;

/* State error of the step, in units of the state. */
static inline double somn_step_error(const somn_law* law, const void* params, const somn_path* p,
                                     const somn_state* start, const somn_state* end) {
  const double z = -p->h * start->f_x, theta = somn_theta(law, z), h = p->h;
  const double v = 0.5 * (p->v0 + p->v1) - 0.25 * p->c * h * h;
  if (end->beyond != 0.0) return 0.0; /* at a bound there is nothing to be wrong about */
  if (law->is_linear) {
    const double x = p->x1 + (p->x0 - p->x1) / (1.0 + exp(0.5 * z));
    const double f = law->rate(params, &start->memory, x, v).f;
    const double f_x = fmax(start->f_x, end->f_x), least = -h * f_x; /* what forgets the error of the step least */
    const double rest = f - 0.5 * (p->f0 + p->f1) - f_x * (x - 0.5 * (p->x0 + p->x1));
    const double kept = fabs(least) > 1e-6 ? -expm1(-least) / least : 1.0;
    const double other = fabs((theta - somn_theta(law, least)) * (p->f1 - p->f0)) / (1.0 + theta * least);
    return h * (2.0 / 3.0 * kept * fabs(rest) + other);
  } else {
    const double x = 0.5 * (p->x0 + p->x1) + 0.125 * h * (p->f0 - p->f1);
    const double f = somn_rate_on(law, params, p, &start->memory, x, v);
    const double slope = 1.0 - theta * h * end->f_x;
    return fabs(h * (p->f0 * (theta - 5.0 / 6.0) + f * (2.0 / 3.0) + p->f1 * (1.0 / 6.0 - theta))) / fmax(slope, 0.1);
  }
}

/* A voltage that changes fast after a corner of the drive was taken for a jump; had it risen evenly, the rate would have
 * been that of the old voltage at first. */
static inline double somn_jump_error(const somn_law* law, const void* params, const somn_path* p,
                                     const somn_state* start) {
  return 0.5 * p->h * fabs(p->f0 - law->rate(params, &start->memory, p->x0, start->v).f);
}

/* The next step, of length w at most, as far as the kinks ahead allow it. */
static inline double somn_ahead(const somn_law* law, const void* params, const somn_path* p, const somn_state* end,
                                const somn_demand* demand, double w) {
  const double scale = somn_scale(law, params), v_t = (p->v1 - p->v0) / p->h + p->c * p->h;
  const double f_t = end->beyond != 0.0 ? 0.0 : (p->f1 - p->f0) / p->h;
  double first = INFINITY;
  int k;
  for (k = 0; k < p->kinks.n_v; k++) first = fmin(first, somn_first_root(p->v1 - p->kinks.v[k], v_t, p->c));
  if (first < w) {
    const double x = somn_limit(law, params, &end->memory, p->x1 + w * p->f1, p->v1);
    const double v_middle = p->v1 + w * (0.5 * v_t + 0.25 * w * p->c), v_last = p->v1 + w * (v_t + w * p->c);
    const double middle = somn_rate_on(law, params, p, &end->memory, 0.5 * (p->x1 + x), v_middle);
    const double last = somn_rate_on(law, params, p, &end->memory, x, v_last);
    const double missed = w * (2.0 / 3.0) * fabs(middle - 0.5 * (p->f1 + last)) * end->weight;
    if (missed > somn_kink_share() * demand->accuracy) w = first;
  }
  first = somn_state_kink(&p->kinks, p->x1, w * p->f1, w * (p->f1 + 0.5 * w * f_t), scale, demand->accuracy);
  return first < 1.0 ? first * w : w;
}

static inline double somn_pace(const somn_law* law, const void* params, const somn_state* start, const somn_state* end,
                               double h) {
  return fmax(fabs(end->x - start->x) / (h * somn_scale(law, params)), start->pace / (1.0 + h * start->pace));
}

/* Part of the step until a phase of a latched law ended in it. The next step is to end shortly before: the break point
 * that the glue sets there then restarts everybody else. */
static inline double somn_phase_ended(const somn_law* law, const somn_path* p, const somn_state* start, double way,
                                      double scale, double accuracy) {
  const double phase_end = somn_phase_end(law, &start->memory);
  const double s = phase_end > -INFINITY ? somn_first_root(p->x0 - phase_end, p->h * p->f0, way - p->h * p->f0) : INFINITY;
  return s < 1.0 && s * (1.0 - s) * fabs(way) / scale > somn_kink_share() * accuracy ? 0.9 * s : INFINITY;
}

/* Below 0.9 h: the step is to be repeated with that length. */
static inline double somn_error_wish(const somn_law* law, const void* params, const somn_path* p,
                                     const somn_state* start, const somn_state* end, const somn_demand* demand) {
  const double scale = somn_scale(law, params), h = p->h, accuracy = demand->accuracy;
  const double way = end->x + end->beyond - start->x;
  double error = somn_step_error(law, params, p, start, end) * end->weight;
  const double tolerance = accuracy * h * (end->pace + 1.0 / demand->t_stop);
  const double at_voltage = somn_voltage_kink(p), at_state = somn_state_kink(&p->kinks, p->x0, h * p->f0, way, scale, accuracy);
  const double turn = somn_turn(p, start, end);
  const double bend = somn_bend(law, params, p, start, end) / cbrt(4.0 * accuracy);
  double w = 2.0 * h;
  if (end->jumped) error += somn_jump_error(law, params, p, start) * end->weight;
  if (bend > 1.0) w = fmin(w, h * (bend < 1.3 ? 0.91 : fmax(0.9 / bend, 0.1)));
  if (bend > 0.4 && bend <= 1.0) w = fmin(w, h * fmax(0.91, 0.9 / bend));
  if (turn > 2.0 * accuracy) w = fmin(w, h * fmax(0.9 * sqrt(2.0 * accuracy / turn), 0.1));
  w = fmin(w, h * somn_phase_ended(law, p, start, way, scale, accuracy));
  if (at_state < 1.0) w = fmin(w, h * fmin(at_state, 0.85));
  if (at_voltage < 1.0 || end->jumped) {
    const double share = fmax(tolerance, somn_kink_share() * accuracy);
    if (error > share) w = fmin(w, h * (at_voltage < 1.0 ? fmin(at_voltage, 0.85) : fmax(0.1, 0.9 * sqrt(share / error))));
  } else if (error > 0.15 * tolerance) {
    const double part = 0.8 * sqrt(tolerance / error);
    w = fmin(w, h * (error < 2.0 * tolerance ? fmax(part, 0.91) : fmax(part, 0.1))); /* up to twice passes */
  }
  if (w < 0.9 * h) return w;
  /* state and conductance jump next: a thousandth of the phase */
  if (end->x <= somn_phase_end(law, &start->memory)) return fmin(1e-3 / end->pace, 2.0 * h);
  return somn_ahead(law, params, p, end, demand, w);
}

static inline double somn_wish(const somn_law* law, const void* params, const somn_state* start, const somn_state* end,
                               double h, double h_max, int is_smooth, const somn_demand* demand) {
  double w = INFINITY;
  if (h > demand->finest && somn_too_long(law, params, start, end, h, h_max)) w = 0.125 * h;
  if (end->f_x > 0.0) w = fmin(w, somn_next_step(law, params, end, h_max));
  if (demand->accuracy < INFINITY) {
    const somn_path p = somn_path_of(law, params, start, end, h, is_smooth);
    w = fmin(w, somn_error_wish(law, params, &p, start, end, demand));
  }
  return w < INFINITY ? fmax(w, demand->finest) : w;
}

#endif
