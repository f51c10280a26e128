// Avalanches of a signal that is never silent: its excursions above a threshold.
//
//   size = area above the threshold (above zero it would grow with the threshold: P. Villegas et al., Phys. Rev. E 100,
//     012133 (2019), doi:10.1103/PhysRevE.100.012133), duration = samples above it; excursions that touch an end are
//     dropped
//   sweep: the same at thresholds of several quantiles. Exponents that depend on the threshold belong to it, not to the
//     system: thresholded noise (an Ornstein-Uhlenbeck process) shows power laws too
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

struct Excursions {
  double threshold = 0;                      // [unit]
  std::vector<double> areas = {};            // [unit s]
  std::vector<std::int64_t> durations = {};  // [1] samples
  std::size_t n_open_dropped = 0;            // [1] under way where a record begins or ends
};

// `segment_rows`: rows of each of the records that were joined; empty: one. O(n). InputError for values that are not
// finite and a sample step that is not positive.
Excursions find_excursions(std::span<const double> x, double sample_step, double threshold,
                           const std::vector<std::size_t>& segment_rows = {});

struct ThresholdRow {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double quantile = 0, threshold = 0;
  std::size_t n = 0;
  double tau = nan, tau_se = nan, alpha = nan, alpha_se = nan;  // of areas (continuous) and durations, xmin searched
  double mean_area = nan, mean_duration = nan;                  // [unit s], [samples]
};

struct ThresholdSweep {
  std::vector<ThresholdRow> rows = {};
  double largest_difference_se = ThresholdRow::nan;  // of tau or alpha, between any two rows, in standard errors
  std::string verdict = {};  // "threshold-dependent: ...", "not seen to depend ...", "not enough: ..."
};
// At the quantiles 0.3, 0.4, ... 0.9 of the signal.
ThresholdSweep sweep_thresholds(std::span<const double> x, double sample_step,
                                const std::vector<std::size_t>& segment_rows = {});

}  // namespace somn::analysis
