#include <somn/analyses/avalanches/excursions.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/power_laws/power_law.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

ThresholdRow row_at(std::span<const double> x, double sample_step, const std::vector<std::size_t>& segment_rows,
                    double quantile, double threshold) {
  const Excursions e = find_excursions(x, sample_step, threshold, segment_rows);
  ThresholdRow row{.quantile = quantile, .threshold = threshold, .n = e.areas.size()};
  if (e.areas.empty()) return row;
  const double n = static_cast<double>(e.areas.size());
  row.mean_area = std::accumulate(e.areas.begin(), e.areas.end(), 0.0) / n;
  row.mean_duration = std::accumulate(e.durations.begin(), e.durations.end(), 0.0) / n;
  const ContinuousFit size = fit_continuous(e.areas, {});
  const PowerLawFit duration = fit_power_law(count_values(e.durations), {.upper_end = UpperEnd::open});
  if (size.n_tail >= 50) row.tau = size.alpha, row.tau_se = size.alpha_se;
  if (duration.n_tail >= 50) row.alpha = duration.alpha, row.alpha_se = duration.alpha_se;
  return row;
}

void scan_record(std::span<const double> x, double sample_step, Excursions& found) {
  bool is_open_at_start = true;
  double area = 0;
  std::int64_t duration = 0;
  for (const double value : x) {
    if (!std::isfinite(value))
      throw InputError({.what = "signal is not finite", .where = "excursions", .value = to_text(value)});
    if (value > found.threshold) {
      area += (value - found.threshold) * sample_step;
      ++duration;
      continue;
    }
    if (duration > 0 && is_open_at_start) {
      ++found.n_open_dropped;
    } else if (duration > 0) {
      found.areas.push_back(area);
      found.durations.push_back(duration);
    }
    is_open_at_start = false;
    area = 0;
    duration = 0;
  }
  found.n_open_dropped += duration > 0;
}

}  // namespace

Excursions find_excursions(std::span<const double> x, double sample_step, double threshold,
                           const std::vector<std::size_t>& segment_rows) {
  if (!(sample_step > 0 && std::isfinite(sample_step)))
    throw InputError({.what = "sample step out of range", .where = "excursions", .value = to_text(sample_step)});
  Excursions found{.threshold = threshold};
  std::size_t first = 0;
  for (const std::size_t n : segment_rows.empty() ? std::vector<std::size_t>{x.size()} : segment_rows) {
    scan_record(x.subspan(first, n), sample_step, found);
    first += n;
  }
  return found;
}

ThresholdSweep sweep_thresholds(std::span<const double> x, double sample_step,
                                const std::vector<std::size_t>& segment_rows) {
  ThresholdSweep sweep;
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  for (int k = 3; k <= 9 && !sorted.empty(); ++k)
    sweep.rows.push_back(row_at(x, sample_step, segment_rows, k / 10.0,
                                sorted[static_cast<std::size_t>(k / 10.0 * static_cast<double>(sorted.size() - 1))]));
  double largest = 0;
  int n_fitted = 0;
  for (const ThresholdRow& a : sweep.rows) {
    n_fitted += !std::isnan(a.tau) && !std::isnan(a.alpha);
    for (const ThresholdRow& b : sweep.rows) {
      const double tau = std::abs(a.tau - b.tau) / std::hypot(a.tau_se, b.tau_se);
      const double alpha = std::abs(a.alpha - b.alpha) / std::hypot(a.alpha_se, b.alpha_se);
      if (tau > largest) largest = tau;
      if (alpha > largest) largest = alpha;
    }
  }
  if (n_fitted < 3) {
    sweep.verdict = fmt::format("not enough: {} thresholds with 50 excursions in the tail", n_fitted);
    return sweep;
  }
  sweep.largest_difference_se = largest;
  sweep.verdict =
      largest > 3 ? fmt::format("threshold-dependent: an exponent differs by {:.1f} standard errors between thresholds",
                                largest)
                  : fmt::format("not seen to depend on the threshold: at most {:.1f} standard errors", largest);
  return sweep;
}

}  // namespace somn::analysis
