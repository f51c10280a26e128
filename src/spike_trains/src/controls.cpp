#include <somn/spike_trains/controls.hpp>
#include <somn/spike_trains/resolution.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

double largest(const std::vector<std::int64_t>& values) {
  return values.empty() ? 0 : static_cast<double>(*std::max_element(values.begin(), values.end()));
}

// The quantities of one realisation, collected column by column.
struct Columns {
  std::vector<double> n, mean_size, max_size, max_duration, branching_ratio, tau, alpha, gamma_fit, llr;
  std::vector<std::int64_t> sizes, durations;

  void add(const Avalanches& a, const AvalancheAnalysis& measured) {
    const PowerLawFit &size_range = measured.size_fit.fit, &duration_range = measured.duration_fit.fit;
    const double count = static_cast<double>(a.sizes.size());
    n.push_back(count);
    mean_size.push_back(std::accumulate(a.sizes.begin(), a.sizes.end(), 0.0) / count);
    max_size.push_back(largest(a.sizes));
    max_duration.push_back(largest(a.durations));
    branching_ratio.push_back(a.branching_ratio);
    const ValueCounts size_counts = count_values(a.sizes);
    const PowerLawFit size_fit = fit_exponent(size_counts, size_range.xmin, size_range.xmax);
    tau.push_back(size_fit.alpha);
    llr.push_back(compare_with_exponential(size_counts, size_fit).ratio);
    alpha.push_back(fit_exponent(count_values(a.durations), duration_range.xmin, duration_range.xmax).alpha);
    gamma_fit.push_back(fit_gamma(mean_size_by_duration(a), duration_range.xmin, duration_range.xmax).value);
    sizes.insert(sizes.end(), a.sizes.begin(), a.sizes.end());
    durations.insert(durations.end(), a.durations.begin(), a.durations.end());
  }
};

}  // namespace

void shuffle(std::vector<double>& values, CounterStream& random) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random.below(i)]);
}

std::vector<double> surrogate_train(ControlKind kind, const std::vector<double>& times,
                                    const std::vector<Segment>& segments, CounterStream& random) {
  const std::vector<double> sorted = sorted_times(times);
  std::vector<double> train;
  const Resolution resolution = resolution_of(sorted, segments);
  const auto events = split(sorted, segments, resolution);
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const std::span<const double> own = events[s];
    if (own.empty()) continue;
    if (kind == ControlKind::poisson) {
      for (std::size_t k = 0; k < own.size(); ++k)
        train.push_back(segments[s].start + random.uniform() * segments[s].length());
      continue;
    }
    std::vector<double> intervals;
    for (std::size_t k = 1; k < own.size(); ++k) intervals.push_back(resolution.rounded(own[k] - own[k - 1]));
    shuffle(intervals, random);
    train.push_back(own.front());
    double sum = 0;  // rounded to the grid at every event: nothing drifts off it
    for (const double interval : intervals)
      train.push_back(own.front() + (sum = resolution.rounded(sum + interval)));
    train.back() = own.back();  // the sum of the intervals, free of rounding
  }
  std::sort(train.begin(), train.end());
  return train;
}

Control run_control(ControlKind kind, const std::vector<double>& times, const std::vector<Segment>& segments,
                    const AvalancheAnalysis& measured, int n_realisations, std::uint64_t seed) {
  if (!(measured.avalanches.bin > 0)) return {};
  Columns columns;
  for (int k = 0; k < n_realisations; ++k) {
    CounterStream random(seed, (kind == ControlKind::poisson ? 1ull << 32 : 0) + static_cast<std::uint64_t>(k));
    columns.add(
        find_avalanches(surrogate_train(kind, times, segments, random), segments, {.bin = measured.avalanches.bin}),
        measured);
  }
  return {.n_realisations = n_realisations,
          .n = mean_sd(columns.n),
          .mean_size = mean_sd(columns.mean_size),
          .max_size = mean_sd(columns.max_size),
          .max_duration = mean_sd(columns.max_duration),
          .branching_ratio = mean_sd(columns.branching_ratio),
          .tau = mean_sd(columns.tau),
          .alpha = mean_sd(columns.alpha),
          .gamma_fit = mean_sd(columns.gamma_fit),
          .size_llr_exponential = mean_sd(columns.llr),
          .sizes = count_values(columns.sizes),
          .durations = count_values(columns.durations)};
}

}  // namespace somn::analysis
