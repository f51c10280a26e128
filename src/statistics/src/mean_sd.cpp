#include <somn/statistics/mean_sd.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace somn::analysis {

MeanSd mean_sd(const std::vector<double>& values) {
  std::vector<double> finite;
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double v) { return std::isfinite(v); });
  if (finite.empty()) return {};
  const double n = static_cast<double>(finite.size());
  const double mean = std::accumulate(finite.begin(), finite.end(), 0.0) / n;
  double squares = 0;
  for (const double v : finite) squares += (v - mean) * (v - mean);
  MeanSd result{.mean = mean};
  if (finite.size() >= 2) result.sd = std::sqrt(squares / (n - 1));
  return result;
}

double median_of(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace somn::analysis
