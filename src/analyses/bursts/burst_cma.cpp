// by_cma: histogram of intervals in 1000 steps of their range; CMA_k = mean of the first k counts; at its maximum m,
//   and with shares a1, a2 that its skewness picks: thresholds where CMA, behind m, is nearest to a1 and a2 of its
//   maximum. Bursts at the first are cores that grow to those at the second; neighbours closer than the second are
//   merged.
// by_isi_rank: theta = the count per window that 95 % of the windows do not exceed (at least 2); a burst begins at an
//   interval of the lower half of ranks where theta more spikes fall within one window, ends where theta/2 do not.
#include "burst_methods.hpp"

#include <somn/spike_trains/resolution.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

// With the sample standard deviation: m3/s^3.
double skewness(const std::vector<double>& x) {
  const double n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double m2 = 0, m3 = 0;
  for (const double v : x) {
    m2 += (v - mean) * (v - mean) / n;
    m3 += std::pow(v - mean, 3) / n;
  }
  return m3 / std::pow(m2, 1.5) * std::pow(1 - 1 / n, 1.5);
}

// Steps of 1, 2 or 5 times a power of ten that cut `low`..`high` into about n pieces.
std::vector<double> round_bounds(double low, double high, double n) {
  const double h = 1.5, h5 = 2.75, range = high - low;
  double cell = range / n;
  if (range <= 0) cell = 0.75 * std::max(std::abs(high), 1.0) / std::floor(n / 3);
  const double base = std::pow(10, std::floor(std::log10(cell)));
  double unit = base;
  if (2 * base - cell < h * (cell - unit)) {
    unit = 2 * base;
    if (5 * base - cell < h5 * (cell - unit)) {
      unit = 5 * base;
      if (10 * base - cell < h * (cell - unit)) unit = 10 * base;
    }
  }
  std::vector<double> bounds;
  const double first = std::floor(low / unit + 1e-10), last = std::ceil(high / unit - 1e-10);
  for (double k = first; k <= std::max(last, first + 1); ++k) bounds.push_back(k * unit);
  return bounds;
}

}  // namespace

Bursts by_cma(const std::vector<double>& times, const BurstOptions& options) {
  const std::vector<double> intervals = intervals_of(times);
  const auto [least, largest] = std::minmax_element(intervals.begin(), intervals.end());
  const double range = *largest - *least, step = range / 1000;
  Bursts result;
  if (!(step > 0) || *largest / step > 1e7) {
    result.reason = "all intervals are (nearly) equal";
    return result;
  }
  std::vector<double> bounds;
  for (double k = 0; k * step <= (*largest + step) * (1 + 1e-10); ++k) bounds.push_back(k * step);
  std::vector<double> cma = histogram_of(intervals, bounds);
  std::partial_sum(cma.begin(), cma.end(), cma.begin());
  for (std::size_t k = 0; k < cma.size(); ++k) cma[k] /= static_cast<double>(k + 1);
  const auto peak = std::max_element(cma.begin(), cma.end());

  struct Shares {
    double below, core, wide;
  };
  constexpr std::array<Shares, 4> table{{{1, 1, 0.5}, {4, 0.7, 0.5}, {9, 0.5, 0.3}, {1000, 0.3, 0.1}}};
  const double skew = skewness(cma);
  const auto shares = std::find_if(table.begin(), table.end(), [&](const Shares& s) { return skew < s.below; });
  if (shares == table.end()) {
    result.reason = "the skewness of the cumulative moving average is out of the table";
    return result;
  }
  const auto threshold = [&](double share) {
    auto best = peak;
    for (auto at = peak; at != cma.end(); ++at)
      if (std::abs(*at - share * *peak) < std::abs(*best - share * *peak)) best = at;
    const auto k = static_cast<std::size_t>(best - cma.begin());
    return (bounds[k] + bounds[k + 1]) / 2;
  };
  const double core = threshold(shares->core), wide = threshold(shares->wide);
  const auto at = [&](double t) {
    return by_intervals(times, {.begin = t, .end = t, .min_spikes = options.min_spikes, .is_inclusive = true});
  };
  result.parameters = {{"skewness", skew}, {"core_threshold_s", core}, {"threshold_s", wide}};
  const Resolution resolution = resolution_of(times);
  for (const Burst& b : grown(at(core), at(wide))) {
    if (!result.bursts.empty() && resolution.is_below(times[b.first] - times[result.bursts.back().last], wide))
      result.bursts.back().last = b.last;
    else
      result.bursts.push_back(b);
  }
  return result;
}

Bursts by_isi_rank(const std::vector<double>& times, const BurstOptions& options) {
  const std::vector<double> intervals = intervals_of(times), ranks = ranks_of(intervals);
  const Resolution resolution = resolution_of(times);
  const double largest_rank = *std::max_element(ranks.begin(), ranks.end()), window = options.window;
  const double start = window * resolution.bin(times.front(), 0, window);  // windows begin at multiples of their length
  const double n_windows = resolution.bin(times.back(), start, window) + 1;
  Bursts result;
  if (!(n_windows <= 1e8)) {
    result.reason = "more than 1e8 windows";
    return result;
  }
  std::vector<double> counts(static_cast<std::size_t>(std::max(n_windows, 1.0)));
  for (const double t : times)
    if (const double k = resolution.bin(t, start, window); k < n_windows) counts[static_cast<std::size_t>(k)] += 1;
  const auto [low, high] = std::minmax_element(counts.begin(), counts.end());
  const std::vector<double> bounds = round_bounds(*low, *high, 200), histogram = histogram_of(counts, bounds);
  double share = 0;
  std::size_t n_above = 0;
  for (const double h : histogram) n_above += 1 - (share += h / static_cast<double>(counts.size())) > 0.05;
  const double middle = n_above == 0 ? 0 : (bounds[n_above - 1] + bounds[n_above]) / 2;
  const auto theta = static_cast<std::size_t>(std::max(2.0, std::ceil(middle))), half = theta / 2;
  result.parameters = {{"window_s", window}, {"theta", static_cast<double>(theta)}};
  bool is_in = false;
  std::size_t j = 0;
  for (; j + theta + 1 < intervals.size(); ++j) {
    if (!is_in && ranks[j] / largest_rank < 0.5) {
      if (resolution.is_below(times[j + theta] - times[j], window)) {
        is_in = true;
        result.bursts.push_back({.first = j, .last = j});
      }
    } else if (is_in && resolution.exceeds(times[j + half] - times[j], window)) {
      result.bursts.back().last = j;
      is_in = false;
    }
  }
  if (is_in) result.bursts.back().last = j;
  return result;
}

}  // namespace somn::analysis
