/* What a junction law is, to anything that integrates it: plain C, no simulator in sight.
 *
 * A junction has two terminals (v = v(positive) - v(negative)) and one state x:
 *     dx/dt = f(x, v)        i = i(x, v)
 * A law with a latch, cycle-to-cycle scatter or noise has a memory beside it, which is constant over a time step.
 *
 * Timeline of one step from an accepted point to the next:
 *   prepare   once for a set of parameters: derived values; says what is wrong with a nonsensical combination
 *   begin     once, with the state and voltage of the accepted point: brings the memory up to date. It may move the
 *             state (a broken filament, a jump)
 *   rate      any number of times, x the unknown: f and its exact partial derivatives
 *   limit     once on the result: keeps the state inside its bounds
 *   current   once: i and its exact partial derivatives at the final state
 *   kinks     once on the result: where the law goes over to another branch, which no step may cross unseen
 *   level     once: y = ln(G/G_off)/ln(G_on/G_off), the junction's place between off (0) and on (1)
 *
 * The law owns no memory. All functions are pure; params points to the law's own parameter struct.
 */
#ifndef SOMN_LAW_H
#define SOMN_LAW_H

#include "glue/random.h"

#include <math.h>
#include <stddef.h>

typedef struct {
  double f;   /* dx/dt, in units of the state per second */
  double f_x; /* its partial derivative by the state [1/s] */
  double f_v; /* its partial derivative by the voltage */
} somn_rate;

typedef struct {
  double i;   /* [A], positive from the positive to the negative terminal */
  double i_x; /* its partial derivative by the state */
  double i_v; /* its partial derivative by the voltage [S] */
} somn_current;

/* Voltages and states at which rate or current have a corner or a jump, bounds of the state included: the switching
 * functions v - v[k] and x - x[k]. */
enum { SOMN_MOST_KINKS = 8 };
typedef struct {
  int n_v, n_x;
  double v[SOMN_MOST_KINKS]; /* [V] */
  double x[SOMN_MOST_KINKS]; /* [state unit] */
} somn_kinks;

/* Constant over a step; all zero but x in a new junction. */
typedef struct {
  double x, v;        /* state and voltage at the beginning of the step */
  double count;       /* completed switching cycles */
  int branch;         /* the law's own: which branch it is on */
  double own[2];      /* the law's own: drawn or derived for this cycle */
  double slot, noise; /* number of the time slot and the random force in it */
} somn_memory;

/* What `begin` did */
enum {
  SOMN_SAME,     /* nothing */
  SOMN_REDRAWN,  /* state, thresholds or noise changed: the rate at the beginning of the step is to be taken anew */
  SOMN_SWITCHED, /* the conductance jumped, and the voltage with it: the rate at the beginning is not known */
};

typedef struct {
  const char *title, *state, *state_unit;
  double capacitance;                   /* [F] of a junction in a network unless the user says otherwise; 0: none */
  int is_linear;                        /* f is linear in x at constant v: a step is exact there */
  const char* (*prepare)(void* params); /* NULL, or one sentence that says what is wrong */
  double (*initial)(const void* params);
  int (*begin)(const void* params, somn_device_key device, double time, somn_memory* memory);
  somn_rate (*rate)(const void* params, const somn_memory* memory, double x, double v);
  double (*limit)(const void* params, const somn_memory* memory, double x, double v);
  somn_current (*current)(const void* params, const somn_memory* memory, double x, double v);
  double (*level)(const void* params, double x);
  void (*range)(const void* params, double* g_off, double* g_on); /* [S] conductance at level 0 and 1 */
  double (*scale)(const void* params);                            /* size of the state: its unit for tolerances */
  double (*unique_step)(const void* params); /* [s] below it an implicit step has one solution; INFINITY if always */
  double (*slot)(const void* params);        /* [s] length of the time slots of its noise; INFINITY: no noise */
  void (*kinks)(const void* params, const somn_memory* memory, double x, somn_kinks* kinks); /* adds those at state x */
  double (*phase_end)(const somn_memory* memory); /* state at which the phase of a latched law ends; -INFINITY: none */
} somn_law;

/* --- what several laws are made of -------------------------------------------------------------------------------- */

static inline int somn_begin_nothing(const void* params, somn_device_key device, double time, somn_memory* memory) {
  (void)params, (void)device, (void)time, (void)memory;
  return SOMN_SAME;
}

static inline double somn_limit_to_one(const void* params, const somn_memory* memory, double x, double v) {
  (void)params, (void)memory, (void)v;
  return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
}

static inline double somn_one(const void* params) {
  (void)params;
  return 1.0;
}

static inline double somn_no_end(const somn_memory* memory) {
  (void)memory;
  return -INFINITY;
}

static inline void somn_kink_at_voltage(somn_kinks* kinks, double v) {
  if (kinks->n_v < SOMN_MOST_KINKS) kinks->v[kinks->n_v++] = v;
}

static inline void somn_kink_at_state(somn_kinks* kinks, double x) {
  if (kinks->n_x < SOMN_MOST_KINKS) kinks->x[kinks->n_x++] = x;
}

static inline double somn_never(const void* params) {
  (void)params;
  return INFINITY;
}

/* i = G(x) v */
static inline somn_current somn_ohmic(double g, double g_x, double v) {
  somn_current c;
  c.i = g * v;
  c.i_x = g_x * v;
  c.i_v = g;
  return c;
}

static inline double somn_level_of(double g, double g_off, double g_on) {
  return log(g / g_off) / log(g_on / g_off);
}

/* exp(u), continued by its tangent beyond u = 80, so that a trial voltage far off can neither overflow nor kink */
static inline double somn_exp(double u, double* slope) {
  const double e = exp(u < 80.0 ? u : 80.0);
  *slope = e;
  return u < 80.0 ? e : e * (1.0 + (u - 80.0));
}

/* sinh(u), continued by its tangents beyond |u| = 80 */
static inline double somn_sinh(double u, double* slope) {
  const double s = u > 80.0 ? 80.0 : u < -80.0 ? -80.0 : u;
  *slope = cosh(s);
  return sinh(s) + *slope * (u - s);
}

#endif
