// Sums of powers over a range of whole numbers: the normalisation of the discrete power law and of its tails.
//
//   Z(a) = sum_{k=first}^{last} (k/s)^-a ,   L = ln(k/s) ,   s: a scale that keeps the terms near 1 (take xmin)
//
// With `last` unbounded this is s^a times the Hurwitz zeta function zeta(a, first) and needs a > 1; with a finite
// `last` any real a will do. Direct sum up to m = 16 + 2|a|, Euler-Maclaurin with six Bernoulli terms beyond (NIST DLMF
// 25.11.5, https://dlmf.nist.gov/25.11): relative error about 1e-14. O(|a|) time.
#pragma once

#include <cstdint>
#include <limits>

namespace somn::analysis {

inline constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();  // as `last`: to infinity

struct PowerSum {
  double z = 0;         // sum of (k/s)^-a
  double mean_log = 0;  // of L under the weights (k/s)^-a: -d ln z/da
  double var_log = 0;   // of L likewise: d^2 ln z/da^2
};

// 1 <= first <= last, s > 0. InternalError for an empty range, and for a <= 1 where `last` is unbounded.
PowerSum power_sum(double a, std::int64_t first, std::int64_t last, double s);

// z alone; `first > last` gives 0. What distribution functions are made of.
double power_sum_value(double a, std::int64_t first, std::int64_t last, double s);

}  // namespace somn::analysis
