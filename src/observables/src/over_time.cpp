#include <somn/observables/over_time.hpp>

#include <cmath>

namespace somn::analysis {
namespace {

struct Line {
  double slope, slope_se;
};

Line least_squares(std::span<const double> y) {  // at x = 0, 1, ...
  const double n = static_cast<double>(y.size()), middle = (n - 1) / 2, sum_xx = n * (n * n - 1) / 12;
  double mean = 0, sum_xy = 0, residual = 0;
  for (const double value : y) mean += value / n;
  for (std::size_t k = 0; k < y.size(); ++k) sum_xy += (static_cast<double>(k) - middle) * (y[k] - mean);
  const double slope = sum_xy / sum_xx;
  for (std::size_t k = 0; k < y.size(); ++k)
    residual += std::pow(y[k] - mean - slope * (static_cast<double>(k) - middle), 2);
  return {slope, std::sqrt(residual / (n - 2) / sum_xx)};
}

void add_settled(OverTime& result, const Segment& analysed) {
  const double slack = 1e-9 * analysed.length();
  std::vector<double> counts;
  for (std::size_t k = 0; k < result.windows.size(); ++k) {
    if (result.windows[k].start < analysed.start - slack || result.windows[k].end > analysed.end + slack) continue;
    counts.push_back(static_cast<double>(result.orders[k].n_events));
    ++result.n_settled;
    result.n_settled_with_events += result.orders[k].n_events > 0;
  }
  const std::size_t half = counts.size() / 2;
  double early = 0, late = 0, sum = 0;
  for (const double count : counts) sum += count;
  for (std::size_t k = 0; k < half; ++k) early += counts[k], late += counts[counts.size() - half + k];
  if (early > 0) result.late_over_early = late / early;
  if (counts.size() < 3 || sum == 0) return;
  const Line line = least_squares(counts);
  const double n = static_cast<double>(counts.size());
  result.trend = line.slope * n / (sum / n);
  result.trend_se = line.slope_se * n / (sum / n);
}

}  // namespace

OverTime order_over_time(std::span<const JunctionEvent> events, const Trace& trace, const Segment& record, int n,
                         const Segment& analysed, const OrderOptions& options) {
  OverTime result;
  for (int k = 0; k < n; ++k) {
    const auto edge = [&](int i) { return record.start + record.length() * i / n; };
    result.windows.push_back({.start = edge(k), .end = edge(k + 1)});
    result.orders.push_back(order_parameters(events, trace, result.windows.back(), options));
  }
  add_settled(result, analysed);
  return result;
}

}  // namespace somn::analysis
