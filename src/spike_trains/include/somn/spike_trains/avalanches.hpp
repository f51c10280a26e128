// Avalanches: runs of non-empty time bins between two empty ones.
//
//   bin width = mean inter-event interval of the pooled train, unless given; binning restarts at each segment
//   size = events in the run; duration = bins of the run; a run that holds the first or the last whole bin of its
//   segment is dropped, for nobody knows how it began or ended
//
// Citation: J. M. Beggs, D. Plenz, J. Neurosci. 23, 11167 (2003), doi:10.1523/JNEUROSCI.23-35-11167.2003.
// Scaling relation (alpha - 1)/(tau - 1) = gamma: J. P. Sethna, K. A. Dahmen, C. R. Myers, Nature 410, 242 (2001),
// doi:10.1038/35065675. It also holds for many data that are not critical (J. Touboul, A. Destexhe, Phys. Rev. E 95,
// 012413 (2017), doi:10.1103/PhysRevE.95.012413): read it beside the controls.
#pragma once

#include <somn/power_laws/goodness_of_fit.hpp>
#include <somn/schema/forward.hpp>
#include <somn/spike_trains/interval_statistics.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace somn::analysis {

struct AvalancheOptions {
  std::optional<double> bin = {};  // [s] (or samples); absent: mean inter-event interval
  bool is_sampled = false;         // times are sample numbers: the default bin is rounded, at least 1
};

// Times and bins in s (in samples, where the events are).
struct Avalanches {
  double bin = std::numeric_limits<double>::quiet_NaN();
  std::string bin_rule = {};
  std::string reason = {};                                            // why there are none
  std::int64_t n_events = 0;                                          // [1] events within the segments
  std::int64_t n_edge_dropped = 0;                                    // [1] runs that touch an end of a segment
  std::int64_t n_edge_events = 0;                                     // [1] events in them
  double branching_ratio = std::numeric_limits<double>::quiet_NaN();  // [1] mean of second bin / first bin; 0 for T = 1
  std::vector<std::int64_t> sizes = {};                               // [1] events
  std::vector<std::int64_t> durations = {};                           // [1] bins
  std::vector<double> start_times = {};                               // of the first bin
  std::vector<std::int32_t> profiles = {};                          // [1] events per bin, one avalanche after the other
  double mean_interval = std::numeric_limits<double>::quiet_NaN();  // within segments
};

// O(n log n) time, O(n) memory however long the record. InputError for a bin that is not positive and finite, and where
// the record has more than 2^53 bins.
Avalanches find_avalanches(std::vector<double> times, const std::vector<Segment>& segments,
                           const AvalancheOptions& options = {});

// NaN and 0 for no avalanche.
struct SizeMoments {
  double mean = std::numeric_limits<double>::quiet_NaN();   // <S> [1]
  double ratio = std::numeric_limits<double>::quiet_NaN();  // <S^2>/<S> [1]: grows with the cut-off of a power law
  std::int64_t largest = 0;
};
SizeMoments size_moments(const std::vector<std::int64_t>& sizes);

// <S>(T), in order of duration.
struct MeanSizes {
  std::vector<std::int64_t> durations = {};  // [1] bins
  std::vector<double> mean_sizes = {};       // [1] events
  std::vector<std::int64_t> counts = {};     // [1] avalanches
};
MeanSizes mean_size_by_duration(const Avalanches& avalanches);

struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double se = std::numeric_limits<double>::quiet_NaN();
};

// Slope of log10 <S> on log10 T for tmin <= T <= tmax, least squares weighted with the counts; se from the weighted
// residuals with n - 2 degrees of freedom. NaN for fewer than 3 durations.
Estimate fit_gamma(const MeanSizes& sizes, std::int64_t tmin, std::int64_t tmax);

// The same without weights.
Estimate fit_gamma_unweighted(const MeanSizes& sizes, std::int64_t tmin, std::int64_t tmax);

// (alpha - 1)/(tau - 1), se = |gamma| sqrt((tau_se/(tau-1))^2 + (alpha_se/(alpha-1))^2). NaN unless tau > 1 and
// alpha > 1.
Estimate predict_gamma(const Estimate& tau, const Estimate& alpha);

// Errors of everything at once: avalanches (size and duration together) resampled with replacement, exponents fitted on
// the given ranges. sd, and the 2.5 and 97.5 % points of DCC = |gamma_predicted - gamma_fit| (Z. Ma et al., Neuron 104,
// 655 (2019), doi:10.1016/j.neuron.2019.08.031).
struct JointErrors {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  int n_resamples = 0;
  double tau = nan, alpha = nan, gamma_fit = nan, gamma_predicted = nan;  // sd
  double dcc = nan, dcc_low = nan, dcc_high = nan;
};

// The whole chain: avalanches, both fits, both gammas.
struct AvalancheAnalysis {
  Avalanches avalanches = {};
  MeanSizes mean_sizes = {};
  JudgedPowerLaw size_fit = {}, duration_fit = {};
  Estimate gamma_fit = {}, gamma_ols = {}, gamma_predicted = {};

  Estimate tau() const { return {size_fit.fit.alpha, size_fit.fit.alpha_se}; }
  Estimate alpha() const { return {duration_fit.fit.alpha, duration_fit.fit.alpha_se}; }
};
AvalancheAnalysis analyse_avalanches(Avalanches avalanches, const PowerLawOptions& size_options,
                                     const PowerLawOptions& duration_options, const BootstrapOptions& bootstrap,
                                     Rivals rivals = Rivals::exponential);
JointErrors joint_errors(const AvalancheAnalysis& analysis, const BootstrapOptions& bootstrap);

// Their tables (somn/schema/fields.hpp).
schema::Fields<MeanSizes> fields_of(const MeanSizes*);
schema::Fields<JointErrors> fields_of(const JointErrors*);
schema::Fields<AvalancheAnalysis> fields_of(const AvalancheAnalysis*);

}  // namespace somn::analysis
