// Autocorrelation of a sampled signal and the time scales in it.
//
//   r_k = sum (x_i - m)(x_{i+k} - m)/sum (x_i - m)^2      (biased, sums over the pairs that exist)
//   fits: A e^(-k/tau) and A e^(-k/tau) + O by least squares over the given lags
//   integrated: tau_int = h (1/2 + sum r_k) up to the first r_k <= 0
//   DFA: fluctuation of the integrated signal about straight lines in windows of n samples, F ~ n^exponent (white noise
//     1/2), C.-K. Peng et al., Phys. Rev. E 49, 1685 (1994), doi:10.1103/PhysRevE.49.1685; windows 10 .. N/10
// A slow drift makes a long tail of r_k that says nothing about memory: `halves` gives r_1 and tau_int of either half.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

// r_0 .. r_max_lag, max_lag < n. NaN throughout for a constant signal. O(n log n).
std::vector<double> autocorrelation(std::span<const double> x, std::size_t max_lag);

struct ExponentialFit {
  double amplitude = std::numeric_limits<double>::quiet_NaN(),
         tau = std::numeric_limits<double>::quiet_NaN();  // tau [lags]
  double offset = 0;
  double amplitude_se = std::numeric_limits<double>::quiet_NaN(), tau_se = std::numeric_limits<double>::quiet_NaN();
  double residual_squares = std::numeric_limits<double>::quiet_NaN();
  bool converged = false;
};
// y_k at lags k = first_lag, first_lag + 1, ...
ExponentialFit fit_exponential(std::span<const double> y, std::size_t first_lag, bool has_offset);
// Residual sum of squares of the best straight line through the same points.
double line_residual(std::span<const double> y);

double integrated_time(std::span<const double> r);  // [lags]; NaN where r never falls to 0

struct Dfa {
  std::vector<double> windows = {}, fluctuations = {};  // [samples], [unit]
  double exponent = std::numeric_limits<double>::quiet_NaN(), exponent_se = std::numeric_limits<double>::quiet_NaN();
};
Dfa detrended_fluctuation(std::span<const double> x);  // order 1; empty for fewer than 200 samples. O(n windows)

// All of it for one signal.
struct AcfAnalysis {
  struct Half {
    double r_1 = std::numeric_limits<double>::quiet_NaN(), integrated_time = std::numeric_limits<double>::quiet_NaN();
  };
  std::size_t n = 0, max_lag = 0;
  double lag = 1;                                                     // [s, or 1] h
  std::vector<double> r = {};                                         // r_0 .. r_max_lag
  double integrated_time = std::numeric_limits<double>::quiet_NaN();  // [as lag]
  std::vector<Half> halves = {};                                      // integrated_time [as lag]
  Dfa dfa = {};
  ExponentialFit exponential = {}, with_offset = {};
  std::string verdict = {};  // why there is less; empty where all is there
};
// `max_lag` is cut to n - 1. A verdict for fewer than 2 samples.
AcfAnalysis analyse_acf(std::span<const double> x, double lag, std::size_t max_lag);

}  // namespace somn::analysis
