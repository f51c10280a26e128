// The tolerances of the comparison ladder, each with its reason. A threshold network amplifies small differences into
// different switching histories: one tolerance for all would be either blind or false.
#pragma once

#include <cstddef>

namespace somn::compare::tolerance {

// L0, the two transcriptions of a law at one point: the same formula in another order of operations loses a few hundred
// roundings of 1e-16 where terms cancel.
inline constexpr double law = 1e-12;  // [1] relative

// L1, the network while its states are initial is linear (its laws are ohmic): both engines solve it directly. The loss
// is the condition of the matrix, 1e3 to 1e5 for conductance ratios of 1e3, times 1e-16; ngspice stores 15 digits.
inline constexpr double linear = 1e-9;  // [1] relative

// L2 to L4 with --halving, which measures the error of each engine: half the largest step and a tenth of the tolerance
// leave at most half of an error (a quarter for second order with the step, 10^(-2/3) with the tolerance), so that the
// error is at most twice what halving takes away, and what is left at most as much.
inline constexpr double halving = 2;  // [1] times the sum of both engines' changes

// L3 without: until the first switching event the global error of an engine is its tolerance times the number of time
// constants over which it adds up, and 7 (trtol) in ngspice. The allowances of compare.cpp (lines between points, a
// displacement in time) come off first. Measured: below 2.3 in 110 runs of 11 laws at rtol 1e-4; 9.3 at worst where a
// conductance begins at 1e-4 of its range, of which rtol is an absolute part (yakopcic).
inline constexpr double before_events = 10;  // [1] times the sum of both relative tolerances, RMS

// L4 without: an event lies between two accepted points of each engine, at most the longer step apart.
inline constexpr double event_steps = 1;  // [1] times the longest step of either engine
// Each step may be wrong by rtol (native) or 7 rtol (trtol of ngspice) of the state; 4 on average, some five steps in a
// time constant: 20. Measured: 19 at worst after the first time constants, without capacitances.
inline constexpr double event_drift =
    20;  // [1] times the sum of both relative tolerances, of the time since the first event
// Where junctions switch again and again their phases are free, and differences grow without bound.
inline constexpr std::size_t early_events = 10;  // are judged there

// L5, distributions. Counts of two runs of the same process differ by chance like Poisson numbers at worst; four
// standard deviations are passed once in 16000 comparisons. Kolmogorov and Smirnov's test of inter-event intervals at
// the same level.
inline constexpr double count_sigmas = 4;
inline constexpr double p_value = 6e-5;
inline constexpr double mean_current = 0.005;  // [1] relative, mean of the second half; in a recurrent regime four
                                               // standard errors of the difference where that is more

}  // namespace somn::compare::tolerance
