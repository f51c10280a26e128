// The branching parameter from activity in time steps, by multistep regression: it survives that only a part of the
// activity was seen, which the slope at one step does not.
//
//   r_k = slope of A_{t+k} on A_t = cov(A_t, A_{t+k})/var(A_t), each over the pairs that exist, k = 1 .. k_max
//   r_k = b e^(-k/tau), and b e^(-k/tau) + O; m = e^(-1/tau)
//   interval: every m that the data do not reject (exponential_errors.hpp)
// m near 1 alone is no sign of criticality: a slow drift of the drive gives it too. Where the exponential fits worse
// than a straight line, `verdict` says so.
//
// Citation: J. Wilting, V. Priesemann, Nat. Commun. 9, 2325 (2018), doi:10.1038/s41467-018-04725-4.
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/signals/autocorrelation.hpp>
#include <somn/statistics/nulls.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

struct BranchingOptions {
  std::size_t k_max = 200;                                 // [1] steps; at most a quarter of the series
  std::uint64_t seed = 1;                                  // of the controls
  double step = std::numeric_limits<double>::quiet_NaN();  // [s] of one step; NaN: not known
};

struct BranchingFit {
  ExponentialFit fit = {};  // tau in steps
  double m = std::numeric_limits<double>::quiet_NaN();
  double m_low = std::numeric_limits<double>::quiet_NaN(), m_high = std::numeric_limits<double>::quiet_NaN();  // 95 %
  std::size_t n_blocks = 0;  // [1] whose scatter the interval comes from; 0: none
};

struct Branching {
  std::size_t n = 0, k_max = 0;                            // [1] as used
  double step = std::numeric_limits<double>::quiet_NaN();  // [s] as in the options
  double mean = 0, variance = 0;                           // of the activity (population)
  std::vector<double> r = {};                              // r_1 .. r_k_max
  BranchingFit exponential = {}, with_offset = {};
  double line_residual_squares = std::numeric_limits<double>::quiet_NaN();
  std::string verdict = {};  // a sentence, never the word critical
};

// InputError for values that are not finite. A verdict and NaN for fewer than 20 steps and for constant activity.
// O(n log n) for long series, O(n k_max) for short ones.
Branching analyse_branching(std::span<const double> activity, const BranchingOptions& options = {});

// The same of activity without memory: in random order (shuffled), or Poisson counts of the same mean (NaN where that
// is not in 0 to 1e8). The slope at one step is then 0 within its sd, and m, fitted to noise, means nothing: a measured
// m or slope within these is none.
struct BranchingControl {
  int n_realisations = 0;  // [1]
  MeanSd naive_slope = {}, m = {};
};
BranchingControl branching_control(ControlKind kind, std::span<const double> activity, const BranchingOptions& options,
                                   int n_realisations);

// 20, of long series fewer (1e6 steps in all, at least 3): the longer a series, the less realisations differ.
int branching_realisations(std::size_t n_steps);

// Both together, as they stand in every result.
struct BranchingAnalysis {
  Branching branching = {};
  Nulls<BranchingControl> control = {};
};
BranchingAnalysis branching_with_controls(std::span<const double> activity, const BranchingOptions& options,
                                          int n_realisations);

// Their tables (somn/schema/fields.hpp).
schema::Fields<Branching> fields_of(const Branching*);
schema::Fields<BranchingControl> fields_of(const BranchingControl*);
schema::Fields<BranchingAnalysis> fields_of(const BranchingAnalysis*);

}  // namespace somn::analysis
