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
// The same beside capacitances, where that is more: ngspice's own, of second order, whose step goes with rtol^(1/3). An
// RC circuit that is charged by pulses: 0.4 to 0.7 rtol^(2/3) at the worst point, rtol 1e-3 to 1e-7.
inline constexpr double before_events_stored = 1;  // [1] times the sum of both rtol^(2/3)

// L4 without: an event lies between two accepted points of each engine, at most the longer step apart.
inline constexpr double event_steps = 1;  // [1] times the longest step of either engine
// Each step may be wrong by rtol (native) or 7 rtol (trtol of ngspice) of the state; 4 on average, some five steps in a
// time constant: 20. Measured: 19 at worst after the first time constants, without capacitances.
inline constexpr double event_drift =
    20;  // [1] times the sum of both relative tolerances, of the time since the first event
// Where junctions switch again and again their phases are free, and differences grow without bound.
inline constexpr std::size_t early_events = 10;  // are judged there

// The size of an event is the difference of two turning points of a conductance, each taken at an accepted point: it is
// missed by the second order of the step, and the steps of a method of second order go with rtol^(1/3). Measured in 48
// right pairs of 11 laws, rtol 1e-4 and 1e-6: 10 and 6 at worst (vts, whose turning points are sharp), below 4 elsewhere.
inline constexpr double event_size = 20;  // [1] times the sum of both rtol^(2/3)

// L5. Counts and intervals: the share of right pairs that may fail each of the two (block_test.hpp has the test, whose
// p-values are exact whatever the records look like).
inline constexpr double false_alarm = 1e-3;
// The mean current: relative; in a recurrent regime so many standard errors of the difference, from ten blocks of each
// record, where that is more (Student, 18 degrees of freedom: 8e-4 of right pairs are beyond four).
inline constexpr double mean_current = 0.005;
inline constexpr double mean_sigmas = 4;

}  // namespace somn::compare::tolerance
