// L5: what holds for the whole of two records whose events may have parted long ago.
#include "block_test.hpp"
#include "rungs.hpp"

#include <somn/compare/tolerances.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::compare {
namespace {

std::vector<double> event_times(const Run& run, double until) {
  std::vector<double> times;
  for (const JunctionEvent& e : run.events)
    if (e.time - run.time_shift <= until) times.push_back(e.time - run.time_shift);
  std::sort(times.begin(), times.end());
  return times;
}

// Mean over the second half and its standard error, from the means of ten blocks.
std::pair<double, double> mean_and_error(const Curve& curve, const std::vector<double>& times) {
  constexpr std::size_t n_blocks = 10;
  std::vector<double> sums(n_blocks), counts(n_blocks);
  for (std::size_t k = 0; k < times.size(); ++k) {
    const std::size_t block = k * n_blocks / times.size();
    sums[block] += curve(times[k]), counts[block] += 1;
  }
  double mean = 0, square = 0;
  for (std::size_t k = 0; k < n_blocks; ++k) {
    const double block = counts[k] > 0 ? sums[k] / counts[k] : 0;
    mean += block / n_blocks;
    square += block * block / n_blocks;
  }
  return {mean, std::sqrt(std::max(0.0, square - mean * mean) / (n_blocks - 1))};
}

Rung mean_current(const Run& a, const Run& b, const Facts& facts) {
  const Curve x(a, observed(facts)), y(b, observed(facts));
  const double to = std::min(x.last(), y.last()), from = 0.5 * (to + std::max(x.first(), y.first()));
  const std::vector<double> times = x.times(from, to);
  const auto [mean_a, error_a] = mean_and_error(x, times);
  const auto [mean_b, error_b] = mean_and_error(y, times);
  double size = 0;
  for (const double t : times) size += std::abs(x(t)) / static_cast<double>(times.size());
  Rung rung{.name = "L5",
            .title = "mean current of the second half, relative to its mean size",
            .tolerance = tolerance::mean_current};
  rung.value = size > 0 ? std::abs(mean_a - mean_b) / size : 0;
  if (is_recurrent(facts.regime) && size > 0) {
    const double chance = tolerance::mean_sigmas * std::hypot(error_a, error_b) / size;
    rung.tolerance = std::max(rung.tolerance, chance);
    rung.note = fmt::format("{} standard errors of the difference are {:.2g}", tolerance::mean_sigmas, chance);
  }
  rung.verdict = judged(rung.value, rung.tolerance);
  return rung;
}

void judge(Rung& rung, const std::vector<std::vector<double>>& difference) {
  const double p = exchange_p_value(difference);
  rung.value = p < 1 ? -std::log10(p) : 0;
  rung.note += fmt::format("p = {:.3g} that the parts of one record may be exchanged with the other's", p);
  rung.verdict = judged(rung.value, rung.tolerance);
}

}  // namespace

std::vector<Rung> distribution_rungs(const Run& a, const Run& b, const Facts& facts) {
  const double until = std::min(a.trace.time().back() - a.time_shift, b.trace.time().back() - b.time_shift);
  const std::vector<double> x = event_times(a, until), y = event_times(b, until);
  const double most = -std::log10(tolerance::false_alarm);
  Rung counts{.name = "L5", .title = "event counts in 16 parts: -log10 p of exchanges", .tolerance = most},
      intervals{.name = "L5", .title = "inter-event intervals in 16 parts: -log10 p of exchanges", .tolerance = most};
  std::vector<double> pooled = x;
  pooled.insert(pooled.end(), y.begin(), y.end());
  const std::vector<double> edges = edges_of_parts(pooled);
  counts.note = fmt::format("{} and {} events; ", x.size(), y.size());
  if (edges.empty()) {
    counts.note += fmt::format("fewer than {} together", 4 * n_parts);
    intervals.note = counts.note;
  } else {
    const auto parts_x = in_parts(x, edges), parts_y = in_parts(y, edges);
    const Limit limit = event_limits(a, b, facts).time;
    const double drift = std::max(limit.drift, tolerance::event_drift * (a.rtol + b.rtol));
    judge(counts, count_differences(parts_x, parts_y, drift));
    judge(intervals, interval_differences(parts_x, parts_y, 2 * limit.step, drift));
  }
  return {counts, intervals, mean_current(a, b, facts)};
}

}  // namespace somn::compare
