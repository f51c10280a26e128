// lowess, for each point that is computed: the ns nearest points, tricube weights (times robustness weights), straight
// line; points within delta of the last computed one are interpolated; then bisquare weights from 6 median |residual|.
#include <somn/analyses/bursts/bursts.hpp>

#include <algorithm>
#include <cmath>

namespace somn::analysis {
namespace {

struct Fit {
  double y = 0;
  bool ok = false;
};

Fit fit_at(const std::vector<double>& y, long at, long left, long right, const std::vector<double>* robust) {
  const long n = static_cast<long>(y.size());
  const double h = static_cast<double>(std::max(at - left, right - at));
  std::vector<double> w;
  double total = 0;
  for (long j = left; j < n; ++j) {
    const double r = std::abs(static_cast<double>(j - at));
    if (r > 0.999 * h && !(h == 0 && r == 0)) {
      if (j > at) break;
      w.push_back(0);
      continue;
    }
    double weight = r <= 0.001 * h ? 1 : std::pow(1 - std::pow(r / h, 3), 3);
    if (robust != nullptr) weight *= (*robust)[static_cast<std::size_t>(j)];
    w.push_back(weight);
    total += weight;
  }
  if (!(total > 0)) return {};
  double mean = 0, spread = 0, sum = 0;
  for (std::size_t k = 0; k < w.size(); ++k) mean += (w[k] /= total) * static_cast<double>(left + static_cast<long>(k));
  for (std::size_t k = 0; k < w.size(); ++k)
    spread += w[k] * std::pow(static_cast<double>(left + static_cast<long>(k)) - mean, 2);
  const double slope =
      h > 0 && std::sqrt(spread) > 0.001 * static_cast<double>(n - 1) ? (static_cast<double>(at) - mean) / spread : 0;
  for (std::size_t k = 0; k < w.size(); ++k)
    sum += w[k] * (1 + slope * (static_cast<double>(left + static_cast<long>(k)) - mean)) *
           y[static_cast<std::size_t>(left) + k];
  return {sum, true};
}

}  // namespace

std::vector<double> lowess(const std::vector<double>& y, double f) {
  const long n = static_cast<long>(y.size());
  if (n < 2) return y;
  const long ns = std::clamp(static_cast<long>(f * static_cast<double>(n) + 1e-7), 2L, n);
  const double delta = 0.01 * static_cast<double>(n - 1);
  const auto at = [](long k) { return static_cast<std::size_t>(k); };
  std::vector<double> smooth(y.size()), robust(y.size()), size(y.size()), sorted(y.size());
  for (int iteration = 0; iteration <= 3; ++iteration) {
    long left = 0, right = ns - 1, last = -1;
    for (long i = 0; last < n - 1;) {
      while (right < n - 1 && i - left > right + 1 - i) ++left, ++right;
      const Fit fit = fit_at(y, i, left, right, iteration > 0 ? &robust : nullptr);
      smooth[at(i)] = fit.ok ? fit.y : y[at(i)];
      for (long j = last + 1; last >= 0 && j < i; ++j)
        smooth[at(j)] = smooth[at(last)] + (smooth[at(i)] - smooth[at(last)]) * static_cast<double>(j - last) /
                                               static_cast<double>(i - last);
      last = i;
      long next = last + 1;
      while (next < n && static_cast<double>(next - last) <= delta) ++next;
      i = std::max(last + 1, next - 1);
    }
    double scale = 0;
    for (std::size_t k = 0; k < y.size(); ++k) scale += sorted[k] = size[k] = std::abs(y[k] - smooth[k]);
    scale /= static_cast<double>(n);
    std::sort(sorted.begin(), sorted.end());
    const double reach = n % 2 == 0 ? 3 * (sorted[at(n / 2)] + sorted[at(n - n / 2 - 1)]) : 6 * sorted[at(n / 2)];
    if (reach < 1e-7 * scale || reach == 0) break;
    for (std::size_t k = 0; k < y.size(); ++k) {
      const double r = size[k];
      robust[k] = r <= 0.001 * reach ? 1 : r <= 0.999 * reach ? std::pow(1 - std::pow(r / reach, 2), 2) : 0;
    }
  }
  return smooth;
}

}  // namespace somn::analysis
