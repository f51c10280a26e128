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

/* What a law's state is at rest under: dx/dt has the sign of |v| - v, whatever the sign of the voltage; and G rises with x.
 * Then a resistive network of such junctions under DC has a Lyapunov function and comes to rest. */
typedef struct {
  double v;   /* [V], 0 where the state falls at every voltage below; NaN: chance moves the state of this junction */
  double g_x; /* [S/state] dG/dx */
} somn_rest;

/* A law whose state integrates the voltage: dx/dt = |v| - v_set above v_set, -b (v_reset - |v|) below v_reset, in the
 * direction of the voltage; from 0 to `closed` it closes. */
typedef struct {
  double v_set, v_reset; /* [V] */
  double b;              /* [1] */
  double closed;         /* [V s] */
} somn_flux;

/* A law that, left to charge slowly, is a relay: it closes at v_set and opens at v_hold. */
typedef struct {
  double v_set, v_hold; /* [V] */
  double c2c, seed;     /* width of the log-normal factor of both in each cycle [1] */
} somn_relay;

/* Functions below the line may be left out (NULL), and traits (0). Members are named in a law's table, so that their
 * order here is the only one that counts. */
typedef struct {
  const char *title, *state, *state_unit;
  const char* initial_parameter;        /* that of the initial state, which is linear in it */
  double capacitance;                   /* [F] of a junction in a network unless the user says otherwise; 0: none */
  int is_linear;                        /* f is linear in x at constant v: a step is exact there */
  int is_bent;                          /* i is not G(x) v */
  int is_synaptic;                      /* its state is a weight, which the spikes of others move: it has none itself */
  const char* scaled_together;          /* "v_set v_hold": what scatters from device to device by one factor */
  const char* unit_voltage;             /* the parameter that a drive in units of the law (v_star) counts in */
  const char* (*prepare)(void* params); /* NULL, or one sentence that says what is wrong */
  double (*initial)(const void* params);
  somn_rate (*rate)(const void* params, const somn_memory* memory, double x, double v);
  somn_current (*current)(const void* params, const somn_memory* memory, double x, double v);
  void (*range)(const void* params, double* g_off,
                double* g_on); /* [S] conductance of the open and the closed junction */
  void (*kinks)(const void* params, const somn_memory* memory, double x, somn_kinks* kinks); /* adds those at state x */
  /* -------- left out: */
  int (*begin)(const void* params, somn_device_key device, double time, somn_memory* memory); /* no memory */
  double (*limit)(const void* params, const somn_memory* memory, double x, double v);         /* 0 <= x <= 1 */
  double (*scale)(const void* params);             /* 1: size of the state, its unit for tolerances */
  double (*unique_step)(const void* params);       /* INFINITY: [s] below it an implicit step has one solution */
  double (*slot)(const void* params);              /* INFINITY: [s] length of the time slots of its noise */
  double (*phase_end)(const somn_memory* memory);  /* -INFINITY: state at which the phase of a latched law ends */
  somn_rest (*rest)(const void* params, double x); /* no Lyapunov function */
  somn_flux (*flux)(const void* params);
  somn_relay (*relay)(const void* params);
} somn_law;

/* The six functions that every law owes, under their usual names */
#define SOMN_OWED(law)                                                                                      \
  .prepare = somn_##law##_prepare, .initial = somn_##law##_initial, .rate = somn_##law##_rate,              \
  .current = somn_##law##_current, .range = somn_##law##_range, .kinks = somn_##law##_kinks

#ifdef __cplusplus
#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* which a law leaves out on purpose */
#endif

static inline int somn_update(const somn_law* law, const void* params, somn_device_key device, double time,
                              somn_memory* memory) {
  return law->begin ? law->begin(params, device, time, memory) : SOMN_SAME;
}

static inline double somn_limit_to_one(double x) {
  return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
}

static inline double somn_limit(const somn_law* law, const void* params, const somn_memory* memory, double x,
                                double v) {
  return law->limit ? law->limit(params, memory, x, v) : somn_limit_to_one(x);
}

static inline double somn_scale(const somn_law* law, const void* params) {
  return law->scale ? law->scale(params) : 1.0;
}

static inline double somn_unique_step(const somn_law* law, const void* params) {
  return law->unique_step ? law->unique_step(params) : INFINITY;
}

static inline double somn_slot(const somn_law* law, const void* params) {
  return law->slot ? law->slot(params) : INFINITY;
}

static inline double somn_phase_end(const somn_law* law, const somn_memory* memory) {
  return law->phase_end ? law->phase_end(memory) : -INFINITY;
}

/* --- what several laws are made of -------------------------------------------------------------------------------- */

static inline void somn_kink_at_voltage(somn_kinks* kinks, double v) {
  if (kinks->n_v < SOMN_MOST_KINKS) kinks->v[kinks->n_v++] = v;
}

static inline void somn_kink_at_state(somn_kinks* kinks, double x) {
  if (kinks->n_x < SOMN_MOST_KINKS) kinks->x[kinks->n_x++] = x;
}

/* i = G(x) v */
static inline somn_current somn_ohmic(double g, double g_x, double v) {
  somn_current c;
  c.i = g * v;
  c.i_x = g_x * v;
  c.i_v = g;
  return c;
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
