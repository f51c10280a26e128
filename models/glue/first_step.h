/* The first step of a run. ngspice judges the truncation error of every step but this one. A junction that finds it too
 * long calls it not converged, and ngspice repeats it at an eighth.
 *
 * Capacitors take the voltages that the failed step ended with for those at which the run begins. So all junctions hold
 * their states as soon as one of them has given a step up, as in the operating point, and the voltages go back to it. */
#ifndef SOMN_FIRST_STEP_H
#define SOMN_FIRST_STEP_H

/* [s] end of the step that was given up last; below 0: none. One for all laws. */
extern __attribute__((visibility("hidden"))) double somn_given_up;

static inline int somn_holds_on(int is_first, double time) {
  if (!is_first) somn_given_up = -1.0;
  return is_first && time == somn_given_up;
}

#endif
