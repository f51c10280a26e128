// The tolerances of the comparison ladder, each with its reason. A threshold network amplifies small differences into
// different switching histories: one tolerance for all would be either blind or false.
#pragma once

namespace somn::compare::tolerance {

// L0, the two transcriptions of a law at one point: the same formula in another order of operations loses a few hundred
// roundings of 1e-16 where terms cancel.
inline constexpr double law = 1e-12;  // [1] relative

// L1, the network while its states are initial is linear (its laws are ohmic): both engines solve it directly. The loss
// is the condition of the matrix, 1e3 to 1e5 for conductance ratios of 1e3, times 1e-16; ngspice stores 15 digits.
inline constexpr double linear = 1e-9;  // [1] relative

// L3, until the first switching event nothing is amplified: the global error of either engine is its tolerance, times
// the number of time constants it is accumulated over, some ten at most. ngspice judges small charges against chgtol =
// 1e-14 C, a tenth of 0.1 pF at 1 V, which is ten times looser.
inline constexpr double before_events = 100;  // [1] times the sum of both relative tolerances, RMS

// L4, an event lies between two accepted points of each engine; its time is known to a part of the longer step, and is
// displaced by the error of the state, rtol of its range at the speed of switching, which is again less than a step.
inline constexpr double event_steps = 1;  // [1] times the longest step of either engine
// The period of an oscillation is wrong by some ten times the tolerance of a step, and its phase drifts with time.
inline constexpr double event_drift =
    20;  // [1] times the sum of both relative tolerances, of the time since the first event
inline constexpr double event_size = 0.05;  // [1] relative difference of delta_g: extremes are sampled, too

// L5, distributions. Counts of two runs of the same process differ by chance like Poisson numbers at worst; four
// standard deviations are passed once in 16000 comparisons. Kolmogorov and Smirnov's test of inter-event intervals at
// the same level.
inline constexpr double count_sigmas = 4;
inline constexpr double p_value = 6e-5;
inline constexpr double mean_current = 0.02;  // [1] relative, mean of the second half; in a chaotic regime four
                                              // standard errors of the difference where that is more

}  // namespace somn::compare::tolerance
