#include <somn/analyses/harmonics/harmonics.hpp>
#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <fmt/format.h>
#include <numbers>
#include <numeric>

namespace somn::analysis {

Harmonics harmonics(std::span<const double> signal, std::size_t per_period, std::size_t n_harmonics) {
  const std::size_t m = per_period;
  if (m <= 2 * n_harmonics || signal.empty() || signal.size() % m != 0)
    throw InputError({.what = "harmonics need whole periods, each of more than two rows per harmonic",
                      .where = "harmonics",
                      .value = fmt::format("{} rows, {} per period, {} harmonics", signal.size(), m, n_harmonics)});
  std::vector<double> period(m, 0.0);
  for (std::size_t j = 0; j < signal.size(); ++j) period[j % m] += signal[j];
  for (double& y : period) y *= static_cast<double>(m) / static_cast<double>(signal.size());

  Harmonics h;
  h.dc = std::accumulate(period.begin(), period.end(), 0.0) / static_cast<double>(m);
  double above = 0;
  for (std::size_t k = 1; k <= n_harmonics; ++k) {
    std::complex<double> sum = 0;
    for (std::size_t j = 0; j < m; ++j)  // k j mod m: the angle stays small
      sum +=
          period[j] * std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * j % m) / static_cast<double>(m));
    h.amplitude.push_back(2 * std::abs(sum) / static_cast<double>(m));
    if (k > 1) above += h.amplitude.back() * h.amplitude.back();
  }
  if (h.amplitude.front() > 0) h.thd = std::sqrt(above) / h.amplitude.front();
  return h;
}

VoltageShape voltage_shape(const Potentials& u, std::span<const Branch> branches, std::size_t first, double threshold) {
  std::vector<double> kurtoses;
  const std::size_t n = u.n_rows();
  for (const Branch& b : branches) {
    double highest = 0, second = 0, fourth = 0;
    for (std::size_t row = first; row < n; ++row) {
      const double v = u.across(b, row), square = v * v;
      highest = std::max(highest, std::abs(v));
      second += square;
      fourth += square * square;
    }
    if (highest > threshold) kurtoses.push_back(fourth * static_cast<double>(n - first) / (second * second));
  }
  VoltageShape shape{.n_active = static_cast<std::int64_t>(kurtoses.size())};
  if (kurtoses.empty()) return shape;
  shape.kurtosis = std::accumulate(kurtoses.begin(), kurtoses.end(), 0.0) / static_cast<double>(kurtoses.size());
  const auto middle = kurtoses.begin() + static_cast<std::ptrdiff_t>(kurtoses.size() / 2);
  std::nth_element(kurtoses.begin(), middle, kurtoses.end());
  shape.kurtosis_median = *middle;
  return shape;
}

}  // namespace somn::analysis
