#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/signals/fourier.hpp>

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

// w_k = c_0 + c_1 cos a + c_2 cos 2a + ..., a = 2 pi k/n
std::vector<double> cosines_of(Window window) {
  switch (window) {
    case Window::hann:
      return {0.5, -0.5};
    case Window::blackman_harris:
      return {0.35875, -0.48829, 0.14128, -0.01168};
    case Window::boxcar:
      break;
  }
  return {1};
}

std::vector<double> window_of(const std::vector<double>& cosines, std::size_t n) {
  std::vector<double> w(n, cosines.front());
  const double step = 2 * std::acos(-1.0) / static_cast<double>(n);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t j = 1; j < cosines.size(); ++j) w[k] += cosines[j] * std::cos(static_cast<double>(j * k) * step);
  return w;
}

// piece = (x - its trend) w
void detrend_and_window(std::span<const double> x, Detrend kind, const std::vector<double>& w,
                        std::vector<double>& piece) {
  const double n = static_cast<double>(x.size());
  const double mean = kind == Detrend::none ? 0 : std::reduce(x.begin(), x.end()) / n;
  for (std::size_t k = 0; k < x.size(); ++k) piece[k] = (x[k] - mean) * w[k];
  if (kind != Detrend::linear) return;
  double xy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) xy += (static_cast<double>(k) - (n - 1) / 2) * (x[k] - mean);
  const double slope = xy / (n * (n * n - 1) / 12);
  for (std::size_t k = 0; k < x.size(); ++k) piece[k] -= slope * (static_cast<double>(k) - (n - 1) / 2) * w[k];
}

void refuse_bad(std::span<const double> x, double sample_step, const WelchOptions& o) {
  if (!(sample_step > 0 && std::isfinite(sample_step)))
    throw InputError({.what = "sample step out of range",
                      .where = "spectrum",
                      .value = to_text(sample_step),
                      .allowed = "positive and finite"});
  if (!(o.overlap >= 0 && o.overlap < 1))
    throw InputError({.what = "overlap out of range",
                      .where = "spectrum",
                      .value = to_text(o.overlap),
                      .allowed = "0 <= overlap < 1"});
  if (x.size() < 8)
    throw InputError({.what = "too short a signal",
                      .where = "spectrum",
                      .value = std::to_string(x.size()),
                      .allowed = "8 samples or more"});
  const auto bad = std::find_if_not(x.begin(), x.end(), [](double v) { return std::isfinite(v); });
  if (bad != x.end())
    throw InputError(
        {.what = "signal is not finite", .where = fmt::format("sample {}", bad - x.begin()), .value = to_text(*bad)});
}

std::size_t default_length(std::size_t n) {
  std::size_t length = 256;
  while (length * 2 <= n / 8) length *= 2;
  return length;
}

double median_over(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  double bias = 1;
  for (std::size_t k = 2; k <= (n % 2 == 1 ? n - 1 : n - 2) && n > 1; k += 2)
    bias += 1 / static_cast<double>(k + 1) - 1 / static_cast<double>(k);
  return (values[(n - 1) / 2] + values[n / 2]) / 2 / bias;
}

// Variance over squared mean of the median of n exponential values: their order statistics are sums of independent
// exponentials of means 1/n, 1/(n-1), ...
double relative_variance_of_median(std::size_t n) {
  double mean = 0, variance = 0;
  for (std::size_t k = n; k > n - (n + 1) / 2; --k) {
    const double step = 1 / static_cast<double>(k);
    mean += step;
    variance += step * step;
  }
  return variance / (mean * mean);
}

// Correlation of "above the median" of two exponential values that share r of their variance: sum_k r^k (L_{k-1}(a) -
// L_k(a))^2 with a = ln 2 and Laguerre's polynomials L, from the series of their joint density (Kibble 1941).
double shared_by_medians(double r) {
  constexpr double a = 0.6931471805599453;
  double before = 1, now = 1 - a, power = r, sum = 0;
  for (int k = 1; power > 1e-6 && k < 1000; ++k, power *= r) {
    sum += power * (before - now) * (before - now);
    const double next = ((2 * k + 1 - a) * now - k * before) / (k + 1);
    before = now, now = next;
  }
  return sum;
}

// nu = 2K/(1 + 2 sum_{d>0} (1 - d/K) rho_d^2), rho_d = sum w_t w_{t+d step}/sum w^2: overlapping segments share noise
// (Welch 1967). A median keeps less of what K segments know than a mean, and segments that overlap have less of it in
// common.
double degrees_of_freedom(const std::vector<double>& w, std::size_t step, std::size_t n_segments, Averaging averaging) {
  const double squares = std::inner_product(w.begin(), w.end(), w.begin(), 0.0), n = static_cast<double>(n_segments);
  double shared = 0;
  for (std::size_t d = 1; d < n_segments && d * step < w.size(); ++d) {
    const auto later = static_cast<std::ptrdiff_t>(d * step);
    const double rho = std::inner_product(w.begin() + later, w.end(), w.begin(), 0.0) / squares;
    shared += (1 - static_cast<double>(d) / n) * (averaging == Averaging::mean ? rho * rho : shared_by_medians(rho * rho));
  }
  const double nu = 2 * n / (1 + 2 * shared);
  return averaging == Averaging::mean ? nu : std::max(2.0, nu / (n * relative_variance_of_median(n_segments)));
}

}  // namespace

Spectrum welch(std::span<const double> x, double sample_step, const WelchOptions& options) {
  refuse_bad(x, sample_step, options);
  const std::size_t length =
      std::min(x.size(), options.segment_length > 0 ? options.segment_length : default_length(x.size()));
  const auto shared = static_cast<std::size_t>(options.overlap * static_cast<double>(length) + 1e-9);
  const std::size_t step = length - shared, n_bins = length / 2 + 1;
  Spectrum s{
      .n_segments = (x.size() - shared) / step, .segment_length = length, .window_cosines = cosines_of(options.window)};
  const std::vector<double> w = window_of(s.window_cosines, length);
  const double sum = std::accumulate(w.begin(), w.end(), 0.0);
  const double squares = std::inner_product(w.begin(), w.end(), w.begin(), 0.0);
  const double scale = options.scaling == Scaling::density ? sample_step / squares : 1 / (sum * sum);

  s.power.assign(n_bins, 0);
  std::vector<std::vector<double>> all;
  std::vector<double> piece(length);
  Complexes half;
  for (std::size_t k = 0; k < s.n_segments; ++k) {
    detrend_and_window(x.subspan(k * step, length), options.detrend, w, piece);
    forward_real(piece, half);
    if (options.averaging == Averaging::median) {
      std::vector<double>& one = all.emplace_back();
      for (const auto& value : half) one.push_back(std::norm(value));
    } else {
      for (std::size_t i = 0; i < n_bins; ++i) s.power[i] += std::norm(half[i]);
    }
  }
  std::vector<double> values;
  for (std::size_t i = 0; i < n_bins; ++i) {
    s.frequencies.push_back(static_cast<double>(i) / (static_cast<double>(length) * sample_step));
    values.clear();
    for (const auto& one : all) values.push_back(one[i]);
    const bool is_single = i == 0 || (length % 2 == 0 && i == n_bins - 1);
    s.power[i] = (is_single ? 1 : 2) * scale *
                 (all.empty() ? s.power[i] / static_cast<double>(s.n_segments) : median_over(values));
  }
  s.degrees_of_freedom = degrees_of_freedom(w, step, s.n_segments, options.averaging);
  const boost::math::chi_squared chi(s.degrees_of_freedom);
  s.ci_low_factor = s.degrees_of_freedom / boost::math::quantile(chi, 0.975);
  s.ci_high_factor = s.degrees_of_freedom / boost::math::quantile(chi, 0.025);
  return s;
}

}  // namespace somn::analysis
