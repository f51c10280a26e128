// The continuous power law on xmin..xmax by maximum likelihood: amplitudes, seconds, anything that is not counted.
//
//   open:   p(x) = (a - 1)/xmin (x/xmin)^-a,  a = 1 + n/sum ln(x_i/xmin),  SE = (a - 1)/sqrt(n)
//   ending at xmax:  p(x) ~ x^-a on xmin..xmax; a solves E_a[ln x] = mean of ln x, SE from the curvature
//   xmin: least KS distance over the observed values
//   KS both: sup over x of |F_n(x) - F(x)|, equal values taken together. KS left: max over i of |(i - 1)/n - F(x_(i))|
//     point by point, the convention of plfit, R poweRlaw and Clauset's plfit.m, whose answer for data with ties
//     differs
//
// Citation: Clauset, Shalizi, Newman (2009), eqs 3.1, 3.2, 3.9.
#pragma once

#include <somn/power_laws/alternatives.hpp>
#include <somn/power_laws/goodness_of_fit.hpp>
#include <somn/schema/forward.hpp>

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

struct ContinuousOptions {
  std::optional<double> xmin = {};                        // > 0; absent: searched
  double xmax = std::numeric_limits<double>::infinity();  // values above are left out
  KsSide ks = KsSide::both;
  std::int64_t min_tail = 50, min_distinct = 10;  // [1] as in PowerLawOptions
  double min_decades = 1.5;                       // [1]
};

struct ContinuousFit {
  std::int64_t n = 0;  // [1] values of the data
  double xmin = std::numeric_limits<double>::quiet_NaN();
  double xmax = std::numeric_limits<double>::infinity();
  std::int64_t n_tail = 0, n_distinct = 0;  // [1] values, and distinct ones, in the range
  double decades = 0;                       // [1] log10(largest of them / xmin)
  double alpha = std::numeric_limits<double>::quiet_NaN();
  double alpha_se = std::numeric_limits<double>::quiet_NaN();
  double ks_distance = std::numeric_limits<double>::quiet_NaN();
  double log_likelihood = std::numeric_limits<double>::quiet_NaN();  // total, of the n_tail values
  std::int64_t n_candidates = 0;                                     // [1] values of xmin that were tried
  std::string reason = {};
};

// Values in any order, all > 0 and finite (InputError). Up to 10000 distinct values every one of them is a candidate
// for xmin; beyond, 1000 of them at equal steps of ln(rank), then every one around the best. O(n log n + n candidates)
// at worst; a candidate is given up at the first of a few ranks where its distance exceeds the least so far.
ContinuousFit fit_continuous(std::vector<double> values, const ContinuousOptions& options);
// The same for values in ascending order, unchecked.
ContinuousFit fit_sorted(std::span<const double> values, const ContinuousOptions& options);

struct JudgedContinuous {
  ContinuousOptions options = {};
  BootstrapOptions bootstrap = {};
  ContinuousFit fit = {};
  std::optional<double> resolution = {};  // values are rounded to multiples of it (lattice.hpp); surrogates are, too
  double p_value = std::numeric_limits<double>::quiet_NaN();
  BootstrapErrors errors = {};
  std::vector<Comparison> comparisons = {};
  std::string verdict = {};
};

// Fit, p value by surrogates that are fitted anew, errors, rivals, verdict: as judge_power_law.
JudgedContinuous judge_continuous(std::vector<double> values, const ContinuousOptions& options,
                                  const BootstrapOptions& bootstrap);

// Its table (somn/schema/fields.hpp).
schema::Fields<JudgedContinuous> fields_of(const JudgedContinuous*);

}  // namespace somn::analysis
