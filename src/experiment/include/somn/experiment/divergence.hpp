// How fast neighbouring trajectories part: the procedure that J. Hochstetter et al., Nat. Commun. 12, 4008 (2021),
// doi:10.1038/s41467-021-24260-z, call the maximal Lyapunov exponent (G. Benettin et al., Meccanica 15, 9 (1980)).
//
//   settle until the analysed window begins
//   for each perturbed junction: twin = copy of the base, its state + epsilon
//   every step:  D = twin - base (all junctions), g = ln(|D|/epsilon)/dt, twin = base + D epsilon/|D|
//   rate = mean of g over the steps, then over the perturbed junctions
//
// With their epsilon, 5 % of lambda_crit, and with clipped states and dead zones this is a finite-size divergence rate,
// not a strict Lyapunov exponent: zero in the dead zone, minus infinity where both trajectories are clipped alike
// (their program records that and stops; here such a pair is counted in `n_merged` and left out of the mean).
#pragma once

#include <somn/experiment/experiment.hpp>

#include <atomic>
#include <limits>
#include <vector>

namespace somn::experiment {

struct Divergence {
  double rate = std::numeric_limits<double>::quiet_NaN();         // [1/s] mean over pairs that did not merge
  double rate_sd = std::numeric_limits<double>::quiet_NaN();      // [1/s] over those pairs
  double rate_median = std::numeric_limits<double>::quiet_NaN();  // [1/s] dead ends, which only relax, move the mean
  std::vector<double> rates = {};                                 // [1/s] by pair; NaN where it merged
  std::vector<std::size_t> junctions = {};                        // perturbed: evenly spread over the network's
  std::size_t n_merged = 0;
  double epsilon = 0, t_start = 0, t_stop = 0;  // [state unit], [s], [s]
};

// `run.lyapunov` pairs over [analysis.t_start, t_stop] by forward Euler. A settling plus (pairs + 1) windows of work.
// Stops early, with what it has, where `stop` is set.
Divergence measure_divergence(const Experiment&, const circuit::Circuit&, const std::atomic<bool>* stop = nullptr);

}  // namespace somn::experiment
