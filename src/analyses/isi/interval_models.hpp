// Which law do the intervals follow? Maximum-likelihood fits of the usual ones, ranked by AICc, and the Fano factor as
// a function of the window.
//
//   exponential, gamma, lognormal, inverse Gaussian, Weibull, all from 0; power law with exponential cut-off from the
//   shortest interval on. AICc = 2k - 2 ln L + 2k(k + 1)/(n - k - 1). ks_distance: of the fit, both sides.
// Intervals of 0 have no density in most of these: they are left out of the fits and counted (n_zero).
// F(W) = variance/mean of the counts in windows of length W laid end to end within each segment (population variance).
// A Poisson train has F = 1 at every W.
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/spike_trains/interval_statistics.hpp>

#include <string>
#include <utility>
#include <vector>

namespace somn::analysis {

struct IntervalModel {
  std::string name = {};                                        // "inverse_gaussian"
  std::vector<std::pair<std::string, double>> parameters = {};  // "shape" [1], "scale" [s], "mean" [s], ...
  double log_likelihood = std::numeric_limits<double>::quiet_NaN();
  double aic = std::numeric_limits<double>::quiet_NaN();
  double aicc = std::numeric_limits<double>::quiet_NaN();
  double ks_distance = std::numeric_limits<double>::quiet_NaN();
};

struct IntervalModels {
  std::int64_t n = 0, n_zero = 0;          // [1] fitted; left out
  std::vector<IntervalModel> models = {};  // best AICc first
  std::string reason = {};                 // why there are none: fewer than 5 intervals above 0, or all equal
};
IntervalModels fit_intervals(std::vector<double> intervals);

struct FanoCurve {
  std::vector<double> windows = {}, fano = {};  // [s], [1]
  std::vector<std::int64_t> n_windows = {};     // [1]
};
// About `per_decade` windows a decade from the mean interval to a tenth of the record. O(events × windows).
FanoCurve fano_curve(const std::vector<double>& times, const std::vector<Segment>& segments, int per_decade = 5);

// Their tables (somn/schema/fields.hpp).
schema::Fields<IntervalModel> fields_of(const IntervalModel*);
schema::Fields<IntervalModels> fields_of(const IntervalModels*);
schema::Fields<FanoCurve> fields_of(const FanoCurve*);

}  // namespace somn::analysis
