// Autocorrelation of a sampled signal and the time scales in it.
//
//   r_k = sum (x_i - m)(x_{i+k} - m)/sum (x_i - m)^2      (biased, sums over the pairs that exist)
//   fits: A e^(-k/tau) and A e^(-k/tau) + O by least squares over the given lags
//   integrated: tau_int = h (1/2 + sum r_k) up to the first r_k <= 0
//   power law: r_k ~ k^-slope, least squares of log r_k on log k over lags at ten a decade; interval: 2.5 and 97.5 % of
//     resampled blocks of the products (x_i - m)(x_{i+k} - m), which keep their lags (block length >= 2 last_lag)
//   DFA: fluctuation of the integrated signal about straight lines in windows of n samples, F ~ n^exponent (white noise
//     1/2), C.-K. Peng et al., Phys. Rev. E 49, 1685 (1994), doi:10.1103/PhysRevE.49.1685; windows 10 .. N/10
// A slow drift makes a long tail of r_k that says nothing about memory: `halves` gives r_1 and tau_int of either half,
// `is_detrended` takes the least-squares line off first.
#pragma once

#include <somn/schema/forward.hpp>

#include <cstdint>
#include <limits>
#include <optional>
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
  // of a series, from its blocks (exponential_errors.hpp); fit_exponential, which sees the y alone, leaves them NaN
  double amplitude_se = std::numeric_limits<double>::quiet_NaN(), tau_se = std::numeric_limits<double>::quiet_NaN();
  double tau_low = std::numeric_limits<double>::quiet_NaN(),
         tau_high = std::numeric_limits<double>::quiet_NaN();  // 95 %
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
  // 95 %, t(0.975, 9) standard errors: from the scatter over tenths of the record, since all windows see the same data
  double exponent_low = std::numeric_limits<double>::quiet_NaN(),
         exponent_high = std::numeric_limits<double>::quiet_NaN();
};
Dfa detrended_fluctuation(std::span<const double> x);  // order 1; empty for fewer than 200 samples. O(n windows)

struct LagRange {
  std::size_t first = 1, last = 1;  // both taken in
};

// slope > 0 for a decay. NaN with a reason where a power law cannot be judged (less than a decade of lags, r_k <= 0
// among them) or where log r_k is nearer to a straight line in k (exponential) than in log k.
struct AcfPowerLaw {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double slope = nan, low = nan, high = nan;  // [1], 95 %
  std::size_t first_lag = 0, last_lag = 0, n_lags = 0;
  std::string reason = {};  // why slope or interval is missing
};
// The slope alone, of r_0 .. r_max over `range` (range.last < r.size()).
AcfPowerLaw fit_power_law(std::span<const double> r, LagRange range);
// Slope and interval. Without a range: lags from 1 to the last before r_k <= 1.96 sqrt((1 + 2 sum_{j<k} r_j^2)/n), its
// noise (M. S. Bartlett, Suppl. J. R. Stat. Soc. 8, 27 (1946), doi:10.2307/2983611), at most n/20. `r` is that of `x`.
// O(n) for each of about 10 lags a decade.
AcfPowerLaw fit_power_law(std::span<const double> x, std::span<const double> r, std::optional<LagRange> range,
                          int n_resamples, std::uint64_t seed);

std::vector<double> without_line(std::span<const double> x);  // x less its least-squares line; unchanged for n < 3

struct AcfOptions {
  bool is_detrended = false;               // linear
  std::optional<LagRange> power_law = {};  // lags of its slope
  int n_resamples = 200;
  std::uint64_t seed = 1;
};

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
  AcfPowerLaw power_law = {};
  bool is_detrended = false;
  std::string verdict = {};  // why there is less; empty where all is there
};
// `max_lag` is cut to n - 1. A verdict for fewer than 2 samples.
AcfAnalysis analyse_acf(std::span<const double> x, double lag, std::size_t max_lag, const AcfOptions& options = {});

// Their tables (somn/schema/fields.hpp).
schema::Fields<Dfa> fields_of(const Dfa*);
schema::Fields<AcfPowerLaw> fields_of(const AcfPowerLaw*);
schema::Fields<AcfAnalysis::Half> fields_of(const AcfAnalysis::Half*);
schema::Fields<AcfAnalysis> fields_of(const AcfAnalysis*);

}  // namespace somn::analysis
