// find_avalanches:
//   bin = the given one, or the mean over the intervals within segments
//   per segment, events in order:
//     index = floor((t - start)/bin), within what the times are worth (resolution.hpp)
//     index > previous + 1: close the run, open another
//   close: keep, unless it holds the first or the last whole bin of its segment (a rest at the end, shorter than a bin,
//     cannot show by being empty that the run had ended)
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/avalanches.hpp>
#include <somn/spike_trains/gap_avalanches.hpp>
#include <somn/spike_trains/resolution.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace somn::analysis {

double mean_interval(const std::vector<double>& times, const std::vector<Segment>& segments) {
  double sum = 0, n = 0;
  for (const auto& events : split(times, segments, resolution_of(times, segments))) {
    if (events.size() < 2) continue;
    sum += events.back() - events.front();
    n += static_cast<double>(events.size() - 1);
  }
  return sum / n;
}

namespace {

constexpr double largest_index = 0x1p53;  // beyond, neighbouring bins are one double

struct Run {
  double first_bin = 0, last_bin = 0;  // whole numbers
  std::int64_t size = 0;
  std::vector<std::int32_t> counts = {};  // per bin
};

void choose_bin(Avalanches& result, const AvalancheOptions& options, const std::vector<Segment>& segments,
                Resolution resolution) {
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
  const double mean = result.mean_interval;
  if (resolution.step == 0 && options.is_sampled) resolution.step = 1;
  result.bin = resolution.bin_width(mean);
  result.bin_rule = options.is_sampled ? "mean inter-event interval, rounded, at least 1"
                    : resolution.step > 0 ? "mean inter-event interval, rounded to the grid of the times"
                                       : "mean inter-event interval";
  if (!(mean >= 0)) result.bin = std::numeric_limits<double>::quiet_NaN();
  for (const Segment& segment : segments)  // all events at one time, but for rounding
    if (segment.length() >= largest_index * result.bin) result.bin = 0;
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
  result.profiles.insert(result.profiles.end(), run.counts.begin(), run.counts.end());
  if (run.counts.size() > 1) ratio_sum += static_cast<double>(run.counts[1]) / static_cast<double>(run.counts[0]);
}

void scan_segment(Avalanches& result, std::span<const double> times, const Segment& segment,
                  const Resolution& resolution, double& ratio_sum) {
  const double n_bins = resolution.whole_bins(segment.length(), result.bin);
  if (!(n_bins < largest_index))
    throw InputError({.what = "bin width too small for the record",
                      .where = "bin",
                      .value = to_text(result.bin),
                      .allowed = "at least " + to_text(segment.length() / largest_index)});
  Run run;
  for (const double time : times) {
    const double index = resolution.bin(time, segment.start, result.bin);
    if (run.size > 0 && index > run.last_bin + 1) {
      keep(result, run, segment, n_bins, ratio_sum);
      run.size = 0;
      run.counts.clear();
    }
    if (run.size == 0) run.first_bin = index;
    if (run.size == 0 || index > run.last_bin) run.counts.push_back(0);
    run.last_bin = index;
    ++run.size;
    ++run.counts.back();
  }
  if (run.size > 0) keep(result, run, segment, n_bins, ratio_sum);
}

}  // namespace

Avalanches find_avalanches(std::vector<double> times, const std::vector<Segment>& segments,
                           const AvalancheOptions& options) {
  Avalanches result;
  times = sorted_times(std::move(times));
  result.mean_interval = mean_interval(times, segments);
  const Resolution resolution = resolution_of(times, segments);
  choose_bin(result, options, segments, resolution);
  double ratio_sum = 0;
  const auto events = split(times, segments, resolution);
  for (std::size_t k = 0; k < segments.size(); ++k) {
    result.n_events += static_cast<std::int64_t>(events[k].size());
    if (result.reason.empty()) scan_segment(result, events[k], segments[k], resolution, ratio_sum);
  }
  if (result.sizes.empty() && result.reason.empty()) result.reason = "no run of events lies between two empty bins";
  if (!result.sizes.empty()) result.branching_ratio = ratio_sum / static_cast<double>(result.sizes.size());
  return result;
}

SizeMoments size_moments(const std::vector<std::int64_t>& sizes) {
  SizeMoments m;
  double sum = 0, squares = 0;
  for (const std::int64_t size : sizes) {
    const auto s = static_cast<double>(size);
    sum += s, squares += s * s;
    m.largest = std::max(m.largest, size);
  }
  if (sum > 0) m.mean = sum / static_cast<double>(sizes.size()), m.ratio = squares / sum;
  return m;
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

namespace {

Estimate log_slope(const MeanSizes& sizes, std::int64_t tmin, std::int64_t tmax, bool is_weighted) {
  double w = 0, wx = 0, wy = 0, n = 0;
  const auto for_each = [&](auto&& use) {
    for (std::size_t i = 0; i < sizes.durations.size(); ++i)
      if (sizes.durations[i] >= tmin && sizes.durations[i] <= tmax)
        use(is_weighted ? static_cast<double>(sizes.counts[i]) : 1.0,
            std::log10(static_cast<double>(sizes.durations[i])), std::log10(sizes.mean_sizes[i]));
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

}  // namespace

Estimate fit_gamma(const MeanSizes& sizes, std::int64_t tmin, std::int64_t tmax) {
  return log_slope(sizes, tmin, tmax, true);
}

Estimate fit_gamma_unweighted(const MeanSizes& sizes, std::int64_t tmin, std::int64_t tmax) {
  return log_slope(sizes, tmin, tmax, false);
}

Estimate predict_gamma(const Estimate& tau, const Estimate& alpha) {
  if (!(tau.value > 1 && alpha.value > 1)) return {};
  const double gamma = (alpha.value - 1) / (tau.value - 1);
  return {.value = gamma, .se = gamma * std::hypot(tau.se / (tau.value - 1), alpha.se / (alpha.value - 1))};
}

AvalancheAnalysis analyse_avalanches(Avalanches avalanches, const PowerLawOptions& size_options,
                                     const PowerLawOptions& duration_options, const BootstrapOptions& bootstrap,
                                     Rivals rivals) {
  AvalancheAnalysis a{.avalanches = std::move(avalanches)};
  a.mean_sizes = mean_size_by_duration(a.avalanches);
  a.size_fit = judge_power_law(count_values(a.avalanches.sizes), size_options, bootstrap, rivals);
  a.duration_fit = judge_power_law(count_values(a.avalanches.durations), duration_options, bootstrap, rivals);
  const PowerLawFit& range = a.duration_fit.fit;
  a.gamma_fit = fit_gamma(a.mean_sizes, range.xmin, range.xmax);
  a.gamma_ols = fit_gamma_unweighted(a.mean_sizes, range.xmin, range.xmax);
  a.gamma_predicted = predict_gamma(a.tau(), a.alpha());
  return a;
}

JointErrors joint_errors(const AvalancheAnalysis& a, const BootstrapOptions& bootstrap) {
  JointErrors errors;
  const std::size_t n = a.avalanches.sizes.size();
  if (n < 2 || std::isnan(a.gamma_predicted.value)) return errors;
  const PowerLawFit &s = a.size_fit.fit, &t = a.duration_fit.fit;
  const auto all = parallel_map(bootstrap.n_resamples, bootstrap.n_threads, [&](std::int64_t b) {
    CounterStream random(bootstrap.seed, resample_streams + (1ull << 38) + static_cast<std::uint64_t>(b));
    Avalanches drawn;
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t pick = random.below(n);
      drawn.sizes.push_back(a.avalanches.sizes[pick]);
      drawn.durations.push_back(a.avalanches.durations[pick]);
    }
    const PowerLawFit tau = fit_exponent(count_values(drawn.sizes), s.xmin, s.xmax);
    const PowerLawFit alpha = fit_exponent(count_values(drawn.durations), t.xmin, t.xmax);
    const double gamma = fit_gamma(mean_size_by_duration(drawn), t.xmin, t.xmax).value;
    const double predicted = predict_gamma({tau.alpha, tau.alpha_se}, {alpha.alpha, alpha.alpha_se}).value;
    return std::array{tau.alpha, alpha.alpha, gamma, predicted};
  });
  std::array<double, 4> sum{}, squares{};
  std::vector<double> dcc;
  for (const auto& one : all) {
    if (!std::all_of(one.begin(), one.end(), [](double v) { return std::isfinite(v); })) continue;
    dcc.push_back(std::abs(one[3] - one[2]));
    for (std::size_t k = 0; k < 4; ++k) sum[k] += one[k], squares[k] += one[k] * one[k];
  }
  errors.n_resamples = static_cast<int>(dcc.size());
  errors.dcc = std::abs(a.gamma_predicted.value - a.gamma_fit.value);
  if (dcc.size() < 20) return errors;
  const double m = static_cast<double>(dcc.size());
  const auto sd = [&](std::size_t k) {
    return std::sqrt(std::max(0.0, squares[k] / m - sum[k] * sum[k] / m / m) * m / (m - 1));
  };
  errors.tau = sd(0), errors.alpha = sd(1), errors.gamma_fit = sd(2), errors.gamma_predicted = sd(3);
  std::sort(dcc.begin(), dcc.end());
  errors.dcc_low = dcc[static_cast<std::size_t>(0.025 * (m - 1))];
  errors.dcc_high = dcc[static_cast<std::size_t>(0.975 * (m - 1) + 0.5)];
  return errors;
}

}  // namespace somn::analysis
