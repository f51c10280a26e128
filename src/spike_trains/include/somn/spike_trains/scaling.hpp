// What goes beyond exponents: the shape of avalanches, kappa, and the table that stands in place of the word
// "critical".
//
// Shape collapse: mean profile s(t, T) of the avalanches of each duration T, at (j - 1/2)/T; scaled by T^(1 - gamma)
//   the profiles should fall on one curve. Error(gamma) = mean over t of the variance over T/(largest - smallest
//   value)^2, least on 0 <= gamma <= 4 in steps of 0.001; its sd by resampling avalanches. Fewer than 5 usable
//   durations: refused. S. Papanikolaou et al., Nat. Phys. 7, 316 (2011), doi:10.1038/nphys1884; N. Marshall et al.
//   (2016).
// kappa = 1 + mean over m = 10 sizes b_k, log-spaced from the least to the largest, of F_ref(b_k) - F(b_k), F =
//   fraction of sizes < b_k, F_ref the discrete power law of a *given* exponent on the same range: near 1 where they
//   agree. W. L. Shew et al., J. Neurosci. 29, 15595 (2009), doi:10.1523/JNEUROSCI.3864-09.2009 (they: the continuous
//   F_ref).
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/signals/branching.hpp>
#include <somn/spike_trains/avalanches.hpp>
#include <somn/spike_trains/controls.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace somn::analysis {

struct MeanProfile {
  std::int64_t duration = 0, n = 0;      // [1] bins, avalanches
  std::vector<double> mean_events = {};  // [1] per bin
};
std::vector<MeanProfile> mean_profiles(const Avalanches& avalanches);  // in order of duration

struct CollapseOptions {
  std::int64_t min_duration = 4;     // [1] bins
  std::int64_t min_avalanches = 20;  // [1] of a duration
  int n_resamples = 20;
  std::uint64_t seed = 1;
};

struct ShapeCollapse {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::size_t n_durations = 0;
  double gamma = nan, gamma_sd = nan, error = nan;   // error at gamma
  double asymmetry = nan;                            // skewness of the mean collapsed profile as a distribution in t/T
  double parabola_r_squared = nan, curvature = nan;  // of its fit c0 + c1 x + c2 x^2, x = t/T: c2/peak
  std::vector<double> x = {}, shape = {};            // [1] mean collapsed profile, 101 points
  std::string verdict = {};
};
ShapeCollapse collapse_shapes(const Avalanches& avalanches, const CollapseOptions& options = {});

double kappa(const std::vector<std::int64_t>& sizes, double exponent);  // NaN for fewer than 2 different sizes

// One line of the table: what was asked, whether it holds ("yes", "no", "not tested") and on what numbers.
struct Criterion {
  std::string question, holds, facts;
};
struct CriticalityTable {
  std::vector<Criterion> criteria = {};
  int n_yes = 0, n_tested = 0;
  std::string summary = {};  // "scale-free over 1.5 decades; 4 of 5 tested criteria hold, 8 asked", never more
};
// `branching` may be null. Criteria 3 (cut-off grows with N) and 7 (fluctuations peak together) need several runs and
// are "not tested" here.
CriticalityTable criticality_table(const AvalancheAnalysis& measured, const JointErrors& errors,
                                   const ShapeCollapse& collapse, const ShapeCollapse& shuffled_collapse,
                                   const Branching* branching, const Control& shuffled, const Control& poisson);

// Their tables (somn/schema/fields.hpp).
schema::Fields<MeanProfile> fields_of(const MeanProfile*);
schema::Fields<ShapeCollapse> fields_of(const ShapeCollapse*);
schema::Fields<Criterion> fields_of(const Criterion*);
schema::Fields<CriticalityTable> fields_of(const CriticalityTable*);

}  // namespace somn::analysis
