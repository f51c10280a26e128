// analyse_branching: the series in blocks; per block and k the sums over its t (with t + k inside the series) of
//   1, x, y, x^2, xy, x = A_t - mean, y = A_{t+k} - mean; the sum of blocks gives r_k, resampled blocks its error.
//   sums of xy: directly, or for much work by the Fourier transform of each block and its continuation
#include <somn/signals/fourier.hpp>

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/signals/branching.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <array>
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

// sum over t in [first, end) with t + k < a.size() of a_t a_{t+k}, k = 1 .. k_max.
std::vector<double> products(std::span<const double> a, std::size_t first, std::size_t end, std::size_t k_max) {
  std::vector<double> sums(k_max);
  const std::size_t last = std::min(a.size(), end + k_max);
  if (static_cast<double>(end - first) * static_cast<double>(k_max) < 1e5) {
    for (std::size_t k = 1; k <= k_max; ++k)
      for (std::size_t t = first; t < end && t + k < a.size(); ++t) sums[k - 1] += a[t] * a[t + k];
    return sums;
  }
  const std::size_t size = power_of_two_from(last - first + k_max);
  std::vector<double> x(size), y(size);
  std::copy(a.begin() + static_cast<std::ptrdiff_t>(first), a.begin() + static_cast<std::ptrdiff_t>(end), x.begin());
  std::copy(a.begin() + static_cast<std::ptrdiff_t>(first), a.begin() + static_cast<std::ptrdiff_t>(last), y.begin());
  Complexes fx = forward_real(x);
  const Complexes fy = forward_real(y);
  for (std::size_t k = 0; k < fx.size(); ++k) fx[k] = std::conj(fx[k]) * fy[k];
  const std::vector<double> correlation = inverse_real(fx, size);
  for (std::size_t k = 1; k <= k_max; ++k) sums[k - 1] = correlation[k] / static_cast<double>(size);
  return sums;
}

std::vector<std::vector<Sums>> block_sums(std::span<const double> a, std::size_t n_blocks, std::size_t k_max) {
  std::vector<double> sum(a.size() + 1), squares(a.size() + 1);
  for (std::size_t t = 0; t < a.size(); ++t) {
    sum[t + 1] = sum[t] + a[t];
    squares[t + 1] = squares[t] + a[t] * a[t];
  }
  std::vector<std::vector<Sums>> blocks(n_blocks, std::vector<Sums>(k_max));
  for (std::size_t b = 0; b < n_blocks; ++b) {
    const std::size_t first = b * a.size() / n_blocks, end = (b + 1) * a.size() / n_blocks;
    const std::vector<double> xy = products(a, first, end, k_max);
    for (std::size_t k = 1; k <= k_max; ++k) {
      const std::size_t stop = std::max(first, std::min(end, a.size() - k));
      blocks[b][k - 1] = {static_cast<double>(stop - first), sum[stop] - sum[first],
                          stop > first ? sum[stop + k] - sum[first + k] : 0, squares[stop] - squares[first], xy[k - 1]};
    }
  }
  return blocks;
}

BranchingFit fit(std::span<const double> r, bool has_offset) {
  BranchingFit f{.fit = fit_exponential(r, 1, has_offset)};
  f.m = std::exp(-1 / f.fit.tau);
  return f;
}

void add_interval(BranchingFit& f, std::vector<double> m) {
  std::erase_if(m, [](double v) { return !std::isfinite(v); });
  if (m.size() < 20) return;
  std::sort(m.begin(), m.end());
  const auto at = [&](double p) { return m[static_cast<std::size_t>(p * static_cast<double>(m.size() - 1) + 0.5)]; };
  f.m_low = at(0.025);
  f.m_high = at(0.975);
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
  b.n_blocks = std::clamp<std::size_t>(b.n / (2 * b.k_max), 1, 50);
  const auto blocks = block_sums(a, b.n_blocks, b.k_max);
  const auto slopes = [&](auto&& pick) {
    std::vector<Sums> total(b.k_max);
    for (std::size_t i = 0; i < b.n_blocks; ++i) {
      const auto& block = blocks[pick(i)];
      for (std::size_t k = 0; k < b.k_max; ++k) total[k] += block[k];
    }
    std::vector<double> r;
    for (const Sums& s : total) r.push_back(s.slope());
    return r;
  };
  b.r = slopes([](std::size_t i) { return i; });
  b.exponential = fit(b.r, false);
  b.with_offset = fit(b.r, true);
  b.line_residual_squares = line_residual(b.r);
  if (b.n_blocks >= 10 && options.n_resamples > 0) {
    const auto resampled = parallel_map(options.n_resamples, 0, [&](std::int64_t k) {
      CounterStream random(options.seed, static_cast<std::uint64_t>(k));
      const std::vector<double> r =
          slopes([&](std::size_t) { return static_cast<std::size_t>(random.below(b.n_blocks)); });
      return std::array{fit(r, false).m, fit(r, true).m};
    });
    std::vector<double> plain, offset;
    for (const auto& [m, m_offset] : resampled) {
      plain.push_back(m);
      offset.push_back(m_offset);
    }
    add_interval(b.exponential, std::move(plain));
    add_interval(b.with_offset, std::move(offset));
  }
  if (b.line_residual_squares < b.exponential.fit.residual_squares)
    b.verdict = "rejected: a straight line fits r_k better than an exponential (non-stationary drive?)";
  else
    b.verdict = fmt::format("m = {:.4f}, tau = {:.4g} steps ({})", b.exponential.m, b.exponential.fit.tau,
                            std::isnan(b.exponential.m_low)
                                ? "too few blocks for an interval"
                                : fmt::format("95 %: {:.4f} to {:.4f}", b.exponential.m_low, b.exponential.m_high));
  return b;
}

}  // namespace somn::analysis
