// logisi_valley:
//   intervals >= unit (1 ms for Pasquale, else a tenth of the shortest, so that no peak lies at the edge), in units;
//   bounds: 10 d points on 0..d decades, d = ceil(log10 longest); shares, smoothed peaks: larger than every neighbour
//   within 2 bins, not the first or last bin the highest peak whose lower bound is below the cut-off; the first later
//   peak with 1 - g_min/sqrt(g_1 g_2) >= 0.7 threshold: the lower bound of the bin of g_min
#include "burst_methods.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

std::vector<std::size_t> peaks_of(const std::vector<double>& y) {
  std::vector<std::size_t> peaks;
  for (std::size_t j = 1; j + 1 < y.size(); ++j) {
    bool is_peak = true;
    for (std::size_t k = j >= 2 ? j - 2 : 0; k <= std::min(j + 2, y.size() - 1); ++k)
      is_peak = is_peak && (k == j || y[j] > y[k]);
    if (is_peak) peaks.push_back(j);
  }
  return peaks;
}

}  // namespace

Valley logisi_valley(const std::vector<double>& intervals, double unit, double cutoff) {
  std::vector<double> scaled;
  for (const double i : intervals)
    if (i / unit >= 1) scaled.push_back(i / unit);
  if (scaled.size() < 2) return {{}, ValleyProblem::no_peak_below_cutoff};
  const double decades = std::ceil(std::log10(*std::max_element(scaled.begin(), scaled.end())));
  if (!(decades >= 1 && decades < 400)) return {{}, ValleyProblem::no_peak_below_cutoff};
  const auto n_bounds = static_cast<std::size_t>(10 * decades);
  std::vector<double> bounds;
  for (std::size_t k = 0; k < n_bounds; ++k)
    bounds.push_back(std::pow(10, decades * static_cast<double>(k) / static_cast<double>(n_bounds - 1)));
  std::vector<double> density = histogram_of(scaled, bounds);
  const double total = std::accumulate(density.begin(), density.end(), 0.0);
  for (double& d : density) d /= total;
  density = lowess(density, 0.05);

  const std::vector<std::size_t> peaks = peaks_of(density);
  std::size_t intra = peaks.size();
  for (std::size_t p = 0; p < peaks.size() && bounds[peaks[p]] < cutoff / unit; ++p)
    if (intra == peaks.size() || density[peaks[p]] > density[peaks[intra]]) intra = p;
  if (intra == peaks.size()) return {{}, ValleyProblem::no_peak_below_cutoff};
  for (std::size_t p = intra + 1; p < peaks.size(); ++p) {
    const auto from = density.begin() + static_cast<std::ptrdiff_t>(peaks[intra]);
    const auto to = density.begin() + static_cast<std::ptrdiff_t>(peaks[p]) + 1;
    const auto least = std::min_element(from, to);
    if (1 - *least / std::sqrt(density[peaks[intra]] * density[peaks[p]]) >= 0.7)
      return {bounds[static_cast<std::size_t>(least - density.begin())] * unit, ValleyProblem::none};
  }
  return {{}, ValleyProblem::no_valley};
}

Bursts by_logisi(const std::vector<double>& times, const BurstOptions& options) {
  const std::vector<double> intervals = intervals_of(times);
  const bool is_pasquale = options.cutoff.has_value();
  double unit = std::numeric_limits<double>::infinity();
  for (const double i : intervals)
    if (i > 0) unit = std::min(unit, i);
  unit = is_pasquale ? 1e-3 : unit / 10;
  const double cutoff = options.cutoff.value_or(median_of(intervals));
  const Valley valley = logisi_valley(intervals, unit, cutoff);
  const auto at = [&](double threshold, double gap) {
    const double forgiven = threshold * (1 + 1e-9);
    return by_intervals(
        times,
        {.begin = forgiven, .end = forgiven, .gap = gap, .min_spikes = options.min_spikes, .is_inclusive = true});
  };
  Bursts result{.parameters = {{"cutoff_s", cutoff}, {"histogram_from_s", unit}, {"void", 0.7}}};
  result.parameters.emplace_back("valley_s", valley.threshold.value_or(std::numeric_limits<double>::quiet_NaN()));
  double threshold = valley.threshold.value_or(std::numeric_limits<double>::infinity());
  if (valley.problem == ValleyProblem::no_peak_below_cutoff) {
    result.reason = "no peak of the log-interval histogram below the cut-off";
    return result;
  }
  if (is_pasquale && threshold >= 1) {  // no valley, or one beyond 1 s
    result.bursts = at(cutoff, 0);
    threshold = cutoff;
  } else if (!valley.threshold) {
    result.reason = "no valley between the peaks of the log-interval histogram (void below 0.7)";
    return result;
  } else if (threshold > cutoff) {
    result.bursts = grown(at(cutoff, threshold), at(threshold, 0));
  } else {
    result.bursts = at(threshold, 0);
  }
  result.parameters.emplace_back("threshold_s", threshold);
  return result;
}

}  // namespace somn::analysis
