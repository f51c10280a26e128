// by_poisson_surprise: from each spike n with two intervals below <I>/2:
//   i = 3 spikes; look up to 10 spikes ahead for a larger S, giving up behind an interval > 2 <I>; repeat from there
//   drop the first spike as long as that raises S and more than 3 remain; go on behind it; keep where S >= min_surprise
// by_rank_surprise: in each run of intervals below the third quartile, for every stretch of q >= 2 intervals:
//   u = floor of the sum of ranks; S = -ln P(sum of q discrete uniforms 1..N <= u), exact for q < 30, else Gaussian
//   take the stretch with the largest S, drop what overlaps it, and so on
#include "burst_methods.hpp"

#include <somn/core/error.hpp>
#include <somn/spike_trains/resolution.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

// -ln P(N >= k), Poisson with the given mean.
double surprise(double k, double mean) {
  if (!(mean > 0)) return std::numeric_limits<double>::infinity();
  double term = 1, sum = 1;
  if (mean < k + 1) {
    for (double j = k + 1; term > 1e-17 * sum; ++j) sum += term *= mean / j;
    return mean - k * std::log(mean) + std::lgamma(k + 1) - std::log(sum);
  }
  double below = 0, p = std::exp(-mean);  // the mean is large: sum what is below
  if (p == 0) return 0;
  for (double j = 0; j < k; ++j) {
    below += p;
    p *= mean / (j + 1);
  }
  return -std::log1p(-below);
}

struct PoissonSearch {
  const std::vector<double>& t;
  double mean_interval;
  Resolution resolution;
  double of(std::size_t first, std::size_t n) const {
    return surprise(static_cast<double>(n - 1), resolution.rounded(t[first + n - 1] - t[first]) / mean_interval);
  }
  // The burst that grows from three spikes at `first`.
  Burst grow(std::size_t first) const {
    std::size_t n = 3;
    double s = of(first, n);
    for (bool is_growing = true; is_growing;) {
      is_growing = false;
      const std::size_t ahead = std::min<std::size_t>(10, t.size() - (first + n));
      for (std::size_t i = n + 1; i <= n + ahead; ++i) {
        const double longer = of(first, i);
        if (longer > s) {
          s = longer;
          n = i;
          is_growing = true;
          break;
        }
        if (resolution.exceeds(t[i - 1] - t[i - 2], 2 * mean_interval)) break;  // sjemea's index: see bursts.hpp
      }
    }
    while (n > 3) {
      const double shorter = of(first + 1, n - 1);
      if (!(shorter > s)) break;
      s = shorter;
      ++first;
      --n;
    }
    return {.first = first, .last = first + n - 1, .surprise = s};
  }
};

double quartile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  const double at = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double above = values[std::min(below + 1, values.size() - 1)];
  return values[below] + (at - static_cast<double>(below)) * (above - values[below]);
}

class RankSurprise {
 public:
  explicit RankSurprise(double n) : n_(n) {
    for (std::size_t k = 1; k <= 30; ++k) log_factorial_[k] = log_factorial_[k - 1] + std::log(static_cast<double>(k));
  }
  double of(double sum_of_ranks, std::size_t q) const {
    const double u = std::floor(sum_of_ranks), count = static_cast<double>(q);
    if (q >= 30) {
      const double z = (u - count * (n_ + 1) / 2) / std::sqrt(count * (n_ * n_ - 1) / 12);
      return -std::log(0.5 * std::erfc(-z / std::sqrt(2.0)));
    }
    double p = 0, sign = 1;
    for (std::size_t k = 0; static_cast<double>(k) <= (u - count) / n_; ++k, sign = -sign) {
      double log_term = -log_factorial_[k] - log_factorial_[q - k] - count * std::log(n_);
      for (std::size_t j = 0; j < q; ++j)
        log_term += std::log(u - static_cast<double>(k) * n_ - static_cast<double>(j));
      p += sign * std::exp(log_term);
    }
    return -std::log(p);
  }

 private:
  double n_;
  std::array<double, 31> log_factorial_{};
};

struct Stretch {
  double surprise;
  std::size_t first, n;  // intervals within the run
};

}  // namespace

Bursts by_poisson_surprise(const std::vector<double>& times, const BurstOptions& options) {
  const double least = options.min_surprise.value_or(5);
  const double mean = (times.back() - times.front()) / static_cast<double>(times.size() - 1);
  const Resolution resolution = resolution_of(times);
  const PoissonSearch search{times, mean, resolution};
  Bursts result{.parameters = {{"min_surprise", least}, {"mean_interval_s", mean}, {"look_ahead", 10}}};
  for (std::size_t k = 0; k + 3 < times.size();) {
    if (resolution.is_below(times[k + 1] - times[k], mean / 2) &&
        resolution.is_below(times[k + 2] - times[k + 1], mean / 2)) {
      const Burst b = search.grow(k);
      if (b.surprise >= least) result.bursts.push_back(b);
      k = b.last + 1;
    } else {
      ++k;
    }
  }
  return result;
}

Bursts by_rank_surprise(const std::vector<double>& times, const BurstOptions& options) {
  const std::vector<double> intervals = intervals_of(times), ranks = ranks_of(intervals);
  const double limit = quartile(intervals, 0.75), least = options.min_surprise.value_or(3);
  const RankSurprise rank_surprise(static_cast<double>(intervals.size()));
  Bursts result{.parameters = {{"min_surprise", least}, {"longest_interval_s", limit}}};
  for (std::size_t begin = 0; begin < intervals.size();) {
    std::size_t end = begin;
    while (end < intervals.size() && intervals[end] < limit) ++end;
    const std::size_t length = end - begin;
    if (length > 20000)
      throw InputError({.what = "too long a run of short intervals for rank surprise",
                        .where = fmt::format("interval {}", begin),
                        .value = std::to_string(length),
                        .allowed = "at most 20000",
                        .remedy = "use another method"});
    std::vector<Stretch> stretches;
    for (std::size_t i = 0; i + 2 <= length; ++i) {
      double sum = ranks[begin + i];
      for (std::size_t q = 2; i + q <= length; ++q) {
        sum += ranks[begin + i + q - 1];
        const double s = rank_surprise.of(sum, q);
        if (s >= least) stretches.push_back({s, i, q});
      }
    }
    std::stable_sort(stretches.begin(), stretches.end(),
                     [](const Stretch& a, const Stretch& b) { return a.surprise > b.surprise; });
    std::vector<bool> is_taken(length);
    for (const Stretch& s : stretches) {
      const auto from = is_taken.begin() + static_cast<std::ptrdiff_t>(s.first),
                 to = from + static_cast<std::ptrdiff_t>(s.n);
      if (std::find(from, to, true) != to) continue;
      std::fill(from, to, true);
      result.bursts.push_back({.first = begin + s.first, .last = begin + s.first + s.n, .surprise = s.surprise});
    }
    begin = std::max(end, begin + 1);
  }
  std::sort(result.bursts.begin(), result.bursts.end(),
            [](const Burst& a, const Burst& b) { return a.first < b.first; });
  return result;
}

}  // namespace somn::analysis
