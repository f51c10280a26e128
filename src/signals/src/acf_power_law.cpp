// fit_power_law of an autocorrelation: lags at ten a decade, least squares on log-log, blocks of products resampled.
#include <somn/signals/autocorrelation.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

struct Line {
  double slope = 0, residual_squares = 0;
};

Line fit_line(std::span<const double> x, std::span<const double> y) {
  const double n = static_cast<double>(x.size());
  const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n, my = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0, xy = 0, yy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    xx += (x[k] - mx) * (x[k] - mx);
    xy += (x[k] - mx) * (y[k] - my);
    yy += (y[k] - my) * (y[k] - my);
  }
  return {.slope = xy / xx, .residual_squares = std::max(0.0, yy - xy * xy / xx)};
}

std::vector<std::size_t> lags_of(LagRange range) {
  std::vector<std::size_t> lags;
  for (int j = 0;; ++j) {
    const auto lag = static_cast<std::size_t>(std::llround(static_cast<double>(range.first) * std::pow(10, 0.1 * j)));
    if (lag >= range.last) break;
    if (lags.empty() || lag > lags.back()) lags.push_back(lag);
  }
  lags.push_back(range.last);
  return lags;
}

std::vector<double> logs(const std::vector<std::size_t>& lags) {
  std::vector<double> x;
  for (const std::size_t lag : lags) x.push_back(std::log(static_cast<double>(lag)));
  return x;
}

// [block][lag]: sums of (x_i - m)(x_{i+k} - m) over i of the block; lag 0 first.
std::vector<std::vector<double>> block_products(std::span<const double> x, const std::vector<std::size_t>& lags,
                                                std::size_t n_blocks) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  std::vector<double> d;
  for (const double value : x) d.push_back(value - mean);
  std::vector<std::vector<double>> sums(n_blocks, std::vector<double>(lags.size() + 1));
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<double>& block = sums[i * n_blocks / x.size()];
    block[0] += d[i] * d[i];
    for (std::size_t k = 0; k < lags.size(); ++k)
      if (i + lags[k] < x.size()) block[k + 1] += d[i] * d[i + lags[k]];
  }
  return sums;
}

// Slopes of resampled blocks, in order; those with a correlation <= 0 are left out.
std::vector<double> resampled_slopes(const std::vector<std::vector<double>>& blocks, const std::vector<double>& log_lag,
                                     int n_resamples, std::uint64_t seed) {
  std::vector<double> slopes;
  for (int b = 0; b < n_resamples; ++b) {
    CounterStream random(seed, static_cast<std::uint64_t>(b));
    std::vector<double> sum(blocks.front().size()), y;
    for (std::size_t k = 0; k < blocks.size(); ++k) {
      const std::vector<double>& drawn = blocks[random.below(blocks.size())];
      std::transform(sum.begin(), sum.end(), drawn.begin(), sum.begin(), std::plus<>());
    }
    for (std::size_t k = 1; k < sum.size(); ++k) y.push_back(std::log(sum[k] / sum[0]));
    const double slope = -fit_line(log_lag, y).slope;
    if (std::isfinite(slope)) slopes.push_back(slope);
  }
  std::sort(slopes.begin(), slopes.end());
  return slopes;
}

// The measured mean was taken off, not the true one: r_k is low by V = var(mean)/variance, r = (r' - V)/(1 - V), and V is
// known for r_k = A k^-a: (1 + 2 sum_j (1 - j/n) A j^-a)/n. The slope with that put right, a fixed point in a few steps.
double slope_without_bias(std::span<const double> r, const std::vector<std::size_t>& lags, double slope, double n) {
  const std::vector<double> x = logs(lags);
  double a = slope, amplitude = r[lags.front()] * std::pow(static_cast<double>(lags.front()), slope);
  for (int step = 0; step < 30; ++step) {
    double sum = 1;
    for (double j = 1, next = 0; j < n; j = next) {  // on a geometric grid
      next = std::min(n, std::max(j + 1, std::floor(1.02 * j)));
      const double at = (j + next - 1) / 2;
      sum += 2 * (next - j) * (1 - at / n) * std::min(1.0, amplitude * std::pow(at, -a));
    }
    const double v = std::min(sum / n, 0.5);
    std::vector<double> y;
    for (const std::size_t lag : lags) y.push_back(std::log(r[lag] * (1 - v) + v));
    const double next = -fit_line(x, y).slope;
    amplitude = std::exp(y.front() + next * x.front());
    if (std::abs(next - a) < 1e-6) return next;
    a = next;
  }
  return a;
}

}  // namespace

AcfPowerLaw fit_power_law(std::span<const double> r, LagRange range) {
  AcfPowerLaw law{.first_lag = range.first, .last_lag = range.last};
  if (range.first < 1 || range.last < 10 * range.first || range.last >= r.size()) {
    law.reason = fmt::format("lags {} to {} are less than a decade", range.first, std::min(range.last, r.size() - 1));
    return law;
  }
  const std::vector<std::size_t> lags = lags_of(range);
  std::vector<double> x, y;
  for (const std::size_t lag : lags) {
    if (!(r[lag] > 0)) {
      law.reason = fmt::format("r_k is not positive at lag {}", lag);
      return law;
    }
    x.push_back(static_cast<double>(lag));
    y.push_back(std::log(r[lag]));
  }
  law.n_lags = lags.size();
  const Line power = fit_line(logs(lags), y), exponential = fit_line(x, y);
  if (exponential.residual_squares < power.residual_squares)
    law.reason = "log r_k is straighter against k than against log k: exponential rather than a power law";
  else
    law.slope = -power.slope;
  return law;
}

AcfPowerLaw fit_power_law(std::span<const double> x, std::span<const double> r, std::optional<LagRange> given,
                          int n_resamples, std::uint64_t seed) {
  LagRange range{.first = 1, .last = 0};
  double variance = 1;  // n var r_k = 1 + 2 sum over j < k of r_j^2
  while (range.last + 1 < std::min(r.size(), x.size() / 20 + 1)) {
    const double next = r[range.last + 1];
    if (!(next > 1.96 * std::sqrt(variance / static_cast<double>(x.size())))) break;
    variance += 2 * next * next;
    ++range.last;
  }
  if (given) range = *given;
  AcfPowerLaw law = fit_power_law(r, range);
  if (!given && range.last < 10)
    law.reason = "r_k stands out of its noise at less than a decade of lags (at most n/20)";
  if (std::isnan(law.slope)) return law;
  const std::size_t n_blocks = std::min<std::size_t>(50, x.size() / (2 * range.last));
  if (n_blocks < 10) {
    law.reason = fmt::format("no interval: {} samples are less than 10 blocks of twice the last lag", x.size());
    return law;
  }
  const std::vector<std::size_t> lags = lags_of(range);
  const std::vector<double> slopes = resampled_slopes(block_products(x, lags, n_blocks), logs(lags), n_resamples, seed);
  const double n = static_cast<double>(slopes.size());
  if (n < 20 || n < 0.95 * n_resamples) {
    law.reason = fmt::format("no interval: r_k is positive at all lags in {} of {} resamples only", n, n_resamples);
    return law;
  }
  const double shift = slope_without_bias(r, lags, law.slope, static_cast<double>(x.size())) - law.slope;
  law.low = slopes[static_cast<std::size_t>(0.025 * (n - 1))] + shift;
  law.high = slopes[static_cast<std::size_t>(0.975 * (n - 1) + 0.5)] + shift;
  return law;
}

}  // namespace somn::analysis
