/* What a junction law is, to anything that integrates it: plain C, no simulator in sight.
 *
 * A junction has two terminals (v = v(positive) - v(negative)) and one state x:
 *     dx/dt = f(x, v)        i = i(x, v)
 *
 * Timeline of one transient step from an accepted point (x_begin, f_begin) over h to the next:
 *   prepare   once for a set of parameters: derived values; says what is wrong with a nonsensical combination
 *   rate      any number of times, x the unknown: f and its exact partial derivatives. `x_begin` is the state at the
 *             beginning of the step: a law whose rate jumps with the sign of the state (tunnel) takes the sign from it
 *   limit     once on the result: keeps the state inside its bounds
 *   current   once: i and its exact partial derivatives at the final state
 *   level     once: y = ln(G/G_off)/ln(G_on/G_off), the junction's place between off (0) and on (1)
 *
 * The law owns no memory. All functions are pure; params points to the law's own parameter struct.
 */
#ifndef SOMN_LAW_H
#define SOMN_LAW_H

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

typedef struct {
  const char* (*prepare)(void* params); /* NULL, or one sentence that says what is wrong */
  double (*initial)(const void* params);
  somn_rate (*rate)(const void* params, double x, double v, double x_begin);
  double (*limit)(const void* params, double x, double v, double x_begin);
  somn_current (*current)(const void* params, double x, double v);
  double (*level)(const void* params, double x);
  double (*scale)(const void* params); /* size of the state: its unit for tolerances */
  double (*unique_step)(
      const void* params); /* [s] the implicit trapezoid has one solution below it; INFINITY if always */
} somn_law;

#endif
