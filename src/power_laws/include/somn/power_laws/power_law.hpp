// The discrete power law on xmin..xmax by maximum likelihood, the upper end open, given, or the largest value.
//
//   p(k) = k^-alpha / sum_{j=xmin}^{xmax} j^-alpha
//   the maximum solves  E_alpha[ln k] = mean of ln k over the data in the range   (exponential family: concave, unique)
//   SE = 1/sqrt(n_tail Var_alpha[ln k]), the curvature there
//
// Citation: A. Clauset, C. R. Shalizi, M. E. J. Newman, SIAM Rev. 51, 661 (2009), doi:10.1137/070710111, eqs 3.5, 3.6
// and section 3.3 (xmin); upper cut-off: N. Marshall et al., Front. Physiol. 7, 250 (2016),
// doi:10.3389/fphys.2016.00250. Departures: exact zeta sums at every xmin (never the xmin - 1/2 approximation), the
// two-sided Kolmogorov-Smirnov distance by default, no bounds on alpha, and the guards min_tail and min_distinct.
#pragma once

#include <somn/power_laws/power_sum.hpp>
#include <somn/power_laws/value_counts.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace somn::analysis {

// maximum: the largest value of the data; searched: with xmin, by widest_range (judge_power_law only)
enum class UpperEnd { open, maximum, given, searched };
enum class KsSide { both, left };  // left: only F(x-) at observed values, as plfit does

struct PowerLawOptions {
  std::optional<std::int64_t> xmin = {};  // [1] >= 1; absent: least KS distance over the observed values
  UpperEnd upper_end = UpperEnd::maximum;
  std::int64_t xmax = unbounded;  // [1] with UpperEnd::given; values above are left out
  KsSide ks = KsSide::both;
  std::int64_t min_tail = 50;      // [1] a candidate xmin keeps at least so many values ...
  std::int64_t min_distinct = 10;  // [1] ... and so many distinct ones; below either, or
  double min_decades = 1.5;        // [1] log10(largest value in range / xmin) below this, the verdict is a refusal
};

// NaN where nothing could be fitted; `reason` then says why.
struct PowerLawFit {
  std::int64_t n = 0;     // [1] values of the data
  std::int64_t xmin = 0;  // [1]
  std::int64_t xmax = unbounded;
  std::int64_t n_tail = 0;      // [1] values in xmin..xmax
  std::int64_t n_distinct = 0;  // [1] among them
  double decades = 0;           // [1] log10(largest of them / xmin)
  double alpha = std::numeric_limits<double>::quiet_NaN();
  double alpha_se = std::numeric_limits<double>::quiet_NaN();
  double ks_distance = std::numeric_limits<double>::quiet_NaN();
  double log_likelihood = std::numeric_limits<double>::quiet_NaN();  // total, of the n_tail values
  std::string reason = {};
};

// Exponent on a given range; no search. O(distinct values).
PowerLawFit fit_exponent(const ValueCounts& data, std::int64_t xmin, std::int64_t xmax, KsSide ks = KsSide::both);

// With the search for xmin where it is absent; where no candidate meets the guards, the smallest value. InputError for
// xmin < 1 or xmax < xmin. O(distinct values squared) at worst; most candidates end early.
PowerLawFit fit_power_law(const ValueCounts& data, const PowerLawOptions& options);

// Largest distance between the empirical distribution of the values in xmin..xmax and the law, over every whole number
// (both) or just below the observed values (left). Gives up, with a value >= `enough`, once that is reached.
double ks_distance(const ValueCounts& data, double alpha, std::int64_t xmin, std::int64_t xmax, KsSide ks,
                   double enough = std::numeric_limits<double>::infinity());

}  // namespace somn::analysis
