#include <somn/signals/autocorrelation.hpp>
#include <somn/signals/exponential_errors.hpp>
#include <somn/signals/fourier.hpp>
#include <somn/statistics/minimise.hpp>

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {

std::vector<double> autocorrelation(std::span<const double> x, std::size_t max_lag) {
  const std::size_t n = x.size(), size = power_of_two_from(n + max_lag + 1);
  std::vector<double> r(max_lag + 1, std::numeric_limits<double>::quiet_NaN());
  if (n == 0) return r;
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(n);
  std::vector<double> padded(size);
  for (std::size_t k = 0; k < n; ++k) padded[k] = x[k] - mean;
  if (std::all_of(x.begin(), x.end(), [&](double v) { return v == x[0]; })) return r;
  Complexes half = forward_real(padded);
  for (auto& value : half) value = std::norm(value);
  const std::vector<double> sums = inverse_real(half, size);
  for (std::size_t k = 0; k <= max_lag && k < n; ++k) r[k] = sums[k] / sums[0];
  return r;
}

ExponentialFit fit_exponential(std::span<const double> y, std::size_t first_lag, bool has_offset) {
  ExponentialFit best;
  const std::size_t n_parameters = has_offset ? 3 : 2;
  if (y.size() <= n_parameters) return best;
  const double length = static_cast<double>(y.size()), largest = y[0] == 0 ? 1e-3 : y[0];
  for (const double start : {length / 50, length / 10, length / 2}) {
    std::vector<Parameter> parameters{{largest}, {std::log(std::max(start, 0.5)), -5, std::log(1e4 * length)}};
    if (has_offset) parameters.push_back({0});
    const LeastSquares fit = least_squares(
        [&](std::span<const double> p, std::span<double> out) {
          const double tau = std::exp(p[1]);
          for (std::size_t k = 0; k < y.size(); ++k)
            out[k] = p[0] * std::exp(-static_cast<double>(first_lag + k) / tau) + (has_offset ? p[2] : 0) - y[k];
        },
        y.size(), parameters);
    if (!(fit.residual_squares < best.residual_squares || std::isnan(best.residual_squares))) continue;
    const double tau = std::exp(fit.x[1]);
    best = {.amplitude = fit.x[0],
            .tau = tau,
            .offset = has_offset ? fit.x[2] : 0,
            .residual_squares = fit.residual_squares,
            .converged = fit.converged};
  }
  return best;
}

double line_residual(std::span<const double> y) {
  const double n = static_cast<double>(y.size()), mean_x = (n - 1) / 2;
  const double mean = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0, xy = 0, yy = 0;
  for (std::size_t k = 0; k < y.size(); ++k) {
    const double dx = static_cast<double>(k) - mean_x, dy = y[k] - mean;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return yy - xy * xy / xx;
}

std::vector<double> without_line(std::span<const double> x) {
  std::vector<double> rest(x.begin(), x.end());
  if (x.size() < 3) return rest;
  const double n = static_cast<double>(x.size()), middle = (n - 1) / 2;
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double xx = 0, xy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double dx = static_cast<double>(k) - middle;
    xx += dx * dx;
    xy += dx * (x[k] - mean);
  }
  for (std::size_t k = 0; k < x.size(); ++k) rest[k] -= mean + xy / xx * (static_cast<double>(k) - middle);
  return rest;
}

double integrated_time(std::span<const double> r) {
  double sum = 0.5;
  for (std::size_t k = 1; k < r.size(); ++k) {
    if (r[k] <= 0) return sum;
    sum += r[k];
  }
  return std::numeric_limits<double>::quiet_NaN();
}

namespace {

constexpr std::size_t dfa_blocks = 10;  // the longest windows are a tenth of the record

// Slope of ln F on ln n, and how much each tenth of the record moves it: ln F(n) = ln(sum of all squares)/2 + ..., so a
// block moves ln F by half its part of the squares.
void fit_dfa(Dfa& dfa, const std::vector<std::array<double, dfa_blocks>>& squares) {
  const double n = static_cast<double>(dfa.windows.size());
  double mx = 0, my = 0, xx = 0, xy = 0;
  for (std::size_t k = 0; k < dfa.windows.size(); ++k) {
    mx += std::log(dfa.windows[k]) / n;
    my += std::log(dfa.fluctuations[k]) / n;
  }
  std::array<double, dfa_blocks> influence{};
  for (std::size_t k = 0; k < dfa.windows.size(); ++k) {
    const double dx = std::log(dfa.windows[k]) - mx;
    xx += dx * dx;
    xy += dx * (std::log(dfa.fluctuations[k]) - my);
    const double all = std::accumulate(squares[k].begin(), squares[k].end(), 0.0);
    for (std::size_t b = 0; b < dfa_blocks; ++b) influence[b] += dx * squares[k][b] / all / 2;
  }
  dfa.exponent = xy / xx;
  const double mean = std::accumulate(influence.begin(), influence.end(), 0.0) / dfa_blocks;
  double variance = 0;
  for (const double v : influence) variance += (v - mean) * (v - mean) / (xx * xx) * dfa_blocks / (dfa_blocks - 1);
  dfa.exponent_se = std::sqrt(variance);
  const double t = boost::math::quantile(boost::math::students_t(dfa_blocks - 1), 0.975);
  dfa.exponent_low = dfa.exponent - t * dfa.exponent_se;
  dfa.exponent_high = dfa.exponent + t * dfa.exponent_se;
}

}  // namespace

Dfa detrended_fluctuation(std::span<const double> x) {
  Dfa dfa;
  if (x.size() < 200) return dfa;
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  std::vector<double> profile(x.size());
  double sum = 0;
  for (std::size_t k = 0; k < x.size(); ++k) profile[k] = sum += x[k] - mean;
  std::vector<std::array<double, dfa_blocks>> squares;
  for (double size = 10; size <= static_cast<double>(x.size()) / 10; size *= std::pow(10, 0.1)) {
    const auto n = static_cast<std::size_t>(size);
    const std::size_t n_windows = x.size() / n;
    std::array<double, dfa_blocks>& of_blocks = squares.emplace_back();
    for (std::size_t w = 0; w < n_windows; ++w)
      of_blocks[w * dfa_blocks / n_windows] += std::max(0.0, line_residual({profile.data() + w * n, n}));
    const double total = std::accumulate(of_blocks.begin(), of_blocks.end(), 0.0);
    dfa.windows.push_back(static_cast<double>(n));
    dfa.fluctuations.push_back(std::sqrt(total / static_cast<double>(n * n_windows)));
  }
  fit_dfa(dfa, squares);
  return dfa;
}

AcfAnalysis analyse_acf(std::span<const double> raw, double lag, std::size_t max_lag, const AcfOptions& options) {
  const std::vector<double> x_rest = options.is_detrended ? without_line(raw) : std::vector<double>{};
  const std::span<const double> x = options.is_detrended ? x_rest : raw;
  AcfAnalysis a{.n = x.size(), .lag = lag, .is_detrended = options.is_detrended};
  if (a.n < 2) {
    a.verdict = fmt::format("not enough samples: {}", a.n);
    return a;
  }
  a.max_lag = std::min(max_lag, a.n - 1);
  a.r = autocorrelation(x, a.max_lag);
  a.integrated_time = integrated_time(a.r) * lag;
  for (const auto& half : {x.first(a.n / 2), x.subspan(a.n / 2)}) {
    const std::vector<double> r = autocorrelation(half, std::min<std::size_t>(half.size() - 1, 1000));
    a.halves.push_back({.r_1 = r.size() > 1 ? r[1] : std::nan(""), .integrated_time = integrated_time(r) * lag});
  }
  a.dfa = detrended_fluctuation(x);
  if (a.n < 20) a.verdict = fmt::format("not enough samples: {}", a.n);
  if (a.r.size() > 1 && std::isnan(a.r[1])) {
    a.verdict = "the signal is constant: no autocorrelation";
    a.power_law.reason = a.verdict;
    return a;
  }
  const std::span<const double> tail = std::span(a.r).subspan(1);
  a.exponential = fit_exponential(tail, 1, false);
  a.with_offset = fit_exponential(tail, 1, true);
  std::vector<double> centred(x.begin(), x.end());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(a.n);
  for (double& v : centred) v -= mean;
  const LagProducts products = lag_products(centred, a.max_lag);
  for (const bool has_offset : {false, true}) {
    ExponentialFit& fit = has_offset ? a.with_offset : a.exponential;
    const ExponentialErrors e = exponential_errors(products, fit, has_offset);
    fit.amplitude_se = e.amplitude_se, fit.tau_se = e.tau_se, fit.tau_low = e.tau_low, fit.tau_high = e.tau_high;
  }
  a.power_law = fit_power_law(x, a.r, options.power_law, options.n_resamples, options.seed);
  return a;
}

}  // namespace somn::analysis
