// find_avalanches:
//   bin = the given one, or the mean over the intervals within segments
//   per segment, events in order:
//     index = floor((t - start)/bin)
//     index > previous + 1: close the run, open another
//   close: keep, unless it holds the first or the last whole bin of its segment (a rest at the end, shorter than a bin,
//     cannot show by being empty that the run had ended)
#include <somn/analysis/avalanches.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace somn::analysis {
namespace {

constexpr double largest_index = 0x1p53;  // beyond, neighbouring bins are one double

struct Run {
  double first_bin = 0, last_bin = 0;  // whole numbers
  std::int64_t size = 0, in_first = 0, in_second = 0;
};

double mean_interval(const std::vector<double>& times, const std::vector<Segment>& segments) {
  double sum = 0, n = 0;
  for (const auto& list : intervals_within(times, segments))
    for (const double interval : list) {
      sum += interval;
      ++n;
    }
  return sum / n;
}

void choose_bin(Avalanches& result, const std::vector<double>& times, const std::vector<Segment>& segments,
                const AvalancheOptions& options) {
  if (options.bin) {
    if (!(*options.bin > 0 && std::isfinite(*options.bin)))
      throw InputError({.what = "bin width out of range",
                        .where = "bin",
                        .value = to_text(*options.bin),
                        .allowed = "positive and finite"});
    result.bin = *options.bin;
    result.bin_rule = "given";
    return;
  }
  const double mean = mean_interval(times, segments);
  result.bin = options.is_sampled ? std::max(1.0, std::round(mean)) : mean;
  result.bin_rule = options.is_sampled ? "mean inter-event interval, rounded, at least 1" : "mean inter-event interval";
  if (!(mean >= 0)) result.bin = std::numeric_limits<double>::quiet_NaN();
  if (!(result.bin > 0)) result.reason = "no inter-event interval above 0: no bin width";
}

void keep(Avalanches& result, const Run& run, const Segment& segment, double n_bins, double& ratio_sum) {
  if (run.first_bin == 0 || run.last_bin + 1 >= n_bins) {
    ++result.n_edge_dropped;
    result.n_edge_events += run.size;
    return;
  }
  result.sizes.push_back(run.size);
  result.durations.push_back(static_cast<std::int64_t>(run.last_bin - run.first_bin) + 1);
  result.start_times.push_back(segment.start + run.first_bin * result.bin);
  ratio_sum += static_cast<double>(run.in_second) / static_cast<double>(run.in_first);
}

void scan_segment(Avalanches& result, std::span<const double> times, const Segment& segment, double& ratio_sum) {
  const double n_bins = std::floor(segment.length() / result.bin + 1e-9);  // whole ones, rounding forgiven
  if (!(n_bins < largest_index))
    throw InputError({.what = "bin width too small for the record",
                      .where = "bin",
                      .value = to_text(result.bin),
                      .allowed = "at least " + to_text(segment.length() / largest_index)});
  Run run;
  for (const double time : times) {
    const double index = std::floor((time - segment.start) / result.bin);
    if (run.size > 0 && index > run.last_bin + 1) {
      keep(result, run, segment, n_bins, ratio_sum);
      run = {};
    }
    if (run.size == 0) run.first_bin = index;
    run.last_bin = index;
    ++run.size;
    run.in_first += index == run.first_bin;
    run.in_second += index == run.first_bin + 1;
  }
  if (run.size > 0) keep(result, run, segment, n_bins, ratio_sum);
}

}  // namespace

Avalanches find_avalanches(std::vector<double> times, const std::vector<Segment>& segments,
                           const AvalancheOptions& options) {
  Avalanches result;
  times = sorted_times(std::move(times));
  choose_bin(result, times, segments, options);
  double ratio_sum = 0;
  for (const Segment& segment : segments) {
    const auto first = std::lower_bound(times.begin(), times.end(), segment.start);
    const auto last = std::lower_bound(first, times.end(), segment.end);
    result.n_events += last - first;
    if (result.reason.empty()) scan_segment(result, {first, last}, segment, ratio_sum);
  }
  if (result.sizes.empty() && result.reason.empty()) result.reason = "no run of events lies between two empty bins";
  if (!result.sizes.empty()) result.branching_ratio = ratio_sum / static_cast<double>(result.sizes.size());
  return result;
}

MeanSizes mean_size_by_duration(const Avalanches& avalanches) {
  std::map<std::int64_t, std::pair<double, std::int64_t>> by_duration;
  for (std::size_t i = 0; i < avalanches.sizes.size(); ++i) {
    auto& [sum, count] = by_duration[avalanches.durations[i]];
    sum += static_cast<double>(avalanches.sizes[i]);
    ++count;
  }
  MeanSizes result;
  for (const auto& [duration, entry] : by_duration) {
    result.durations.push_back(duration);
    result.mean_sizes.push_back(entry.first / static_cast<double>(entry.second));
    result.counts.push_back(entry.second);
  }
  return result;
}

Estimate fit_gamma(const MeanSizes& sizes, std::int64_t tmin, std::int64_t tmax) {
  double w = 0, wx = 0, wy = 0, n = 0;
  const auto for_each = [&](auto&& use) {
    for (std::size_t i = 0; i < sizes.durations.size(); ++i)
      if (sizes.durations[i] >= tmin && sizes.durations[i] <= tmax)
        use(static_cast<double>(sizes.counts[i]), std::log10(static_cast<double>(sizes.durations[i])),
            std::log10(sizes.mean_sizes[i]));
  };
  for_each([&](double weight, double x, double y) {
    w += weight;
    wx += weight * x;
    wy += weight * y;
    ++n;
  });
  if (n < 3) return {};
  const double mean_x = wx / w, mean_y = wy / w;
  double xx = 0, xy = 0, residual = 0;
  for_each([&](double weight, double x, double y) {
    xx += weight * (x - mean_x) * (x - mean_x);
    xy += weight * (x - mean_x) * (y - mean_y);
  });
  const double slope = xy / xx;
  for_each([&](double weight, double x, double y) {
    const double r = y - mean_y - slope * (x - mean_x);
    residual += weight * r * r;
  });
  return {.value = slope, .se = std::sqrt(residual / (n - 2) / xx)};
}

Estimate predict_gamma(const Estimate& tau, const Estimate& alpha) {
  if (!(tau.value > 1 && alpha.value > 1)) return {};
  const double gamma = (alpha.value - 1) / (tau.value - 1);
  return {.value = gamma, .se = gamma * std::hypot(tau.se / (tau.value - 1), alpha.se / (alpha.value - 1))};
}

AvalancheAnalysis analyse_avalanches(Avalanches avalanches, const PowerLawOptions& size_options,
                                     const PowerLawOptions& duration_options, const BootstrapOptions& bootstrap) {
  AvalancheAnalysis a{.avalanches = std::move(avalanches)};
  a.mean_sizes = mean_size_by_duration(a.avalanches);
  a.size_fit = judge_power_law(count_values(a.avalanches.sizes), size_options, bootstrap);
  a.duration_fit = judge_power_law(count_values(a.avalanches.durations), duration_options, bootstrap);
  a.gamma_fit = fit_gamma(a.mean_sizes, a.duration_fit.fit.xmin, a.duration_fit.fit.xmax);
  a.gamma_predicted = predict_gamma(a.tau(), a.alpha());
  return a;
}

}  // namespace somn::analysis
