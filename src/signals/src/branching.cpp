#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/signals/branching.hpp>
#include <somn/signals/exponential_errors.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

struct Sums {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  Sums& operator+=(const Sums& s) {
    n += s.n, x += s.x, y += s.y, xx += s.xx, xy += s.xy;
    return *this;
  }
  double slope() const { return (xy - x * y / n) / (xx - x * x / n); }
};

// Slopes of A_{t+k} on A_t, k = 1 .. k_max, of the pairs that exist; a is A less its mean.
std::vector<double> slopes(std::span<const double> a, const std::vector<double>& xy) {
  std::vector<double> sum(a.size() + 1), squares(a.size() + 1), r;
  for (std::size_t t = 0; t < a.size(); ++t) {
    sum[t + 1] = sum[t] + a[t];
    squares[t + 1] = squares[t] + a[t] * a[t];
  }
  for (std::size_t k = 1; k < xy.size(); ++k) {
    const double n = static_cast<double>(a.size() - k), x = sum[a.size() - k], y = sum[a.size()] - sum[k];
    r.push_back((xy[k] - x * y / n) / (squares[a.size() - k] - x * x / n));
  }
  return r;
}

BranchingFit fit(std::span<const double> r, const LagProducts& products, bool has_offset) {
  BranchingFit f{.fit = fit_exponential(r, 1, has_offset)};
  const ExponentialErrors e = exponential_errors(products, f.fit, has_offset);
  f.m = std::exp(-1 / f.fit.tau);
  f.m_low = std::exp(-1 / e.tau_low);
  f.m_high = std::exp(-1 / e.tau_high);
  f.fit.tau_se = e.tau_se;
  f.fit.amplitude_se = e.amplitude_se;
  f.n_blocks = e.n_blocks;
  return f;
}

}  // namespace

Branching analyse_branching(std::span<const double> activity, const BranchingOptions& options) {
  const auto bad = std::find_if_not(activity.begin(), activity.end(), [](double v) { return std::isfinite(v); });
  if (bad != activity.end())
    throw InputError({.what = "activity is not finite",
                      .where = fmt::format("step {}", bad - activity.begin()),
                      .value = to_text(*bad)});
  if (options.k_max < 1)
    throw InputError({.what = "out of range", .where = "k_max", .value = "0", .allowed = "1 or more"});
  Branching b{.n = activity.size(), .k_max = std::min(options.k_max, activity.size() / 4), .step = options.step};
  if (activity.size() < 20) {
    b.verdict = fmt::format("not enough steps: {}", activity.size());
    return b;
  }
  const double n = static_cast<double>(b.n);
  b.mean = std::accumulate(activity.begin(), activity.end(), 0.0) / n;
  std::vector<double> a;
  for (const double v : activity) a.push_back(v - b.mean);
  b.variance = std::inner_product(a.begin(), a.end(), a.begin(), 0.0) / n;
  if (!(b.variance > 0) || !std::isfinite(b.variance)) {
    b.verdict = "the activity is constant (or too large to square): no regression";
    return b;
  }
  const LagProducts products = lag_products(a, b.k_max);
  b.r = slopes(a, products.total());
  b.exponential = fit(b.r, products, false);
  b.with_offset = fit(b.r, products, true);
  b.line_residual_squares = line_residual(b.r);
  if (b.line_residual_squares < b.exponential.fit.residual_squares)
    b.verdict = "rejected: a straight line fits r_k better than an exponential (non-stationary drive?)";
  else
    b.verdict = fmt::format("m = {:.4f}, tau = {:.4g} steps ({})", b.exponential.m, b.exponential.fit.tau,
                            std::isnan(b.exponential.m_low)
                                ? "too short for an interval"
                                : fmt::format("95 %: {:.4f} to {:.4f}", b.exponential.m_low, b.exponential.m_high));
  return b;
}

}  // namespace somn::analysis
