#include "block_test.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace somn::compare {
namespace {

double largest(const std::vector<double>& sums) {
  double most = 0;
  for (const double s : sums) most = std::max(most, std::abs(s));
  return most;
}

// Share of the sorted `values` that are at most x.
double share(const std::vector<double>& values, double x) {
  return static_cast<double>(std::upper_bound(values.begin(), values.end(), x) - values.begin()) /
         static_cast<double>(values.size());
}

std::vector<double> intervals(const std::vector<double>& times) {
  std::vector<double> result;
  for (std::size_t k = 1; k < times.size(); ++k) result.push_back(times[k] - times[k - 1]);
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<double> quantiles(std::vector<double> values, std::size_t n) {
  std::sort(values.begin(), values.end());
  std::vector<double> result;
  for (std::size_t q = 0; q < n && !values.empty(); ++q)
    result.push_back(values[(2 * q + 1) * values.size() / (2 * n)]);
  return result;
}

}  // namespace

// All signs but the first, in the order of the Gray code: one flips at a time.
double exchange_p_value(const std::vector<std::vector<double>>& difference) {
  if (difference.empty()) return 1;
  std::vector<double> sums(difference.front().size());
  for (const auto& part : difference)
    for (std::size_t q = 0; q < sums.size(); ++q) sums[q] += part[q];
  const double observed = largest(sums);
  if (!(observed > 0)) return 1;
  const std::size_t n = std::size_t{1} << (difference.size() - 1);
  std::vector<double> sign(difference.size(), 1);
  std::size_t as_large = 1;
  for (std::size_t k = 1; k < n; ++k) {
    const auto flipped = static_cast<std::size_t>(std::countr_zero(k)) + 1;
    for (std::size_t q = 0; q < sums.size(); ++q) sums[q] -= 2 * sign[flipped] * difference[flipped][q];
    sign[flipped] = -sign[flipped];
    as_large += largest(sums) >= observed * (1 - 1e-9);
  }
  return static_cast<double>(as_large) / static_cast<double>(n);
}

std::vector<double> edges_of_parts(std::vector<double> pooled) {
  if (pooled.size() < 4 * n_parts) return {};
  std::sort(pooled.begin(), pooled.end());
  std::vector<double> edges{-INFINITY};
  for (std::size_t k = 1; k < n_parts; ++k) {
    const std::size_t at = k * pooled.size() / n_parts;
    edges.push_back(0.5 * (pooled[at - 1] + pooled[at]));
  }
  edges.push_back(INFINITY);
  return edges;
}

std::vector<std::vector<double>> in_parts(const std::vector<double>& times, const std::vector<double>& edges) {
  std::vector<std::vector<double>> parts;
  for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
    const auto from = std::lower_bound(times.begin(), times.end(), edges[k]),
               to = std::lower_bound(from, times.end(), edges[k + 1]);
    parts.emplace_back(from, to);
  }
  return parts;
}

std::vector<std::vector<double>> count_differences(const std::vector<std::vector<double>>& a,
                                                   const std::vector<std::vector<double>>& b, double drift) {
  std::vector<std::vector<double>> result;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double n = static_cast<double>(a[k].size()), m = static_cast<double>(b[k].size());
    const double excess = std::abs(n - m) - 1 - drift * std::max(n, m);
    result.push_back({excess > 0 ? std::copysign(excess, n - m) : 0});
  }
  return result;
}

std::vector<std::vector<double>> interval_differences(const std::vector<std::vector<double>>& a,
                                                      const std::vector<std::vector<double>>& b, double step,
                                                      double drift) {
  std::vector<std::vector<double>> x, y;
  std::vector<double> all;
  for (std::size_t k = 0; k < a.size(); ++k) {
    x.push_back(intervals(a[k])), y.push_back(intervals(b[k]));
    all.insert(all.end(), x[k].begin(), x[k].end()), all.insert(all.end(), y[k].begin(), y[k].end());
  }
  const std::vector<double> lengths = quantiles(std::move(all), 32);
  std::vector<std::vector<double>> result;
  for (std::size_t k = 0; k < a.size(); ++k) {
    std::vector<double>& part = result.emplace_back(lengths.size());
    for (std::size_t q = 0; q < lengths.size() && !x[k].empty() && !y[k].empty(); ++q) {
      const double l = lengths[q], longer = l + step + drift * l;
      const double more = share(x[k], l) - share(y[k], longer), less = share(x[k], longer) - share(y[k], l);
      part[q] = more > 0 ? more : less < 0 ? less : 0;
    }
  }
  return result;
}

}  // namespace somn::compare
