#include <somn/analyses/synchrony/synchrony.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/signals/fourier.hpp>
#include <somn/spike_trains/train_pairs.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

using Signals = std::vector<std::vector<double>>;
using Shifts = std::vector<std::size_t>;

double variance(const std::vector<double>& x) {
  const double n = static_cast<double>(x.size()), mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double sum = 0;
  for (const double v : x) sum += (v - mean) * (v - mean);
  return sum / n;
}

// e^(i phi(t)) of one signal, less its mean: negative frequencies removed, positive doubled.
Complexes unit_phasors(const std::vector<double>& x, bool keeps_mean) {
  const std::size_t n = x.size();
  const double mean = keeps_mean ? 0 : std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(n);
  Complexes signal(n);
  for (std::size_t k = 0; k < n; ++k) signal[k] = x[k] - mean;
  Complexes spectrum = transform(signal, -1);
  for (std::size_t k = 1; k < n; ++k) {
    const bool is_nyquist = n % 2 == 0 && k == n / 2;
    if (!is_nyquist) spectrum[k] *= k < (n + 1) / 2 ? 2 : 0;
  }
  Complexes analytic = transform(spectrum, +1);
  for (auto& z : analytic) z = std::abs(z) > 0 ? z / std::abs(z) : 1.0;
  return analytic;
}

double golomb_chi(const Signals& v, const Shifts& shifts) {
  const std::size_t n = v.front().size();
  std::vector<double> mean(n);
  double single = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    for (std::size_t k = 0; k < n; ++k) mean[k] += v[i][(k + shifts[i]) % n] / static_cast<double>(v.size());
    single += variance(v[i]) / static_cast<double>(v.size());
  }
  return std::sqrt(variance(mean) / single);
}

Complexes order_parameter(const std::vector<Complexes>& phasors, const Shifts& shifts) {
  const std::size_t n = phasors.front().size();
  Complexes z(n);
  for (std::size_t i = 0; i < phasors.size(); ++i)
    for (std::size_t k = 0; k < n; ++k) z[k] += phasors[i][(k + shifts[i]) % n] / static_cast<double>(phasors.size());
  return z;
}

double mean_modulus(const Complexes& z, std::size_t skip) {
  double sum = 0;
  for (std::size_t k = skip; k + skip < z.size(); ++k) sum += std::abs(z[k]);
  return sum / static_cast<double>(z.size() - 2 * skip);
}

double variance_of_real(const Complexes& z) {
  std::vector<double> real;
  for (const auto& value : z) real.push_back(value.real());
  return variance(real);
}

std::vector<std::vector<double>> angles_of(const std::vector<Complexes>& phasors) {
  std::vector<std::vector<double>> angles;
  for (const Complexes& one : phasors) {
    angles.emplace_back();
    for (const auto& z : one) angles.back().push_back(std::arg(z));
  }
  return angles;
}

void add_pairs(Synchrony& s, const Signals& v, const std::vector<Complexes>& phasors,
               const std::vector<Complexes>& raw) {
  const double work = static_cast<double>(v.size() * v.size()) * static_cast<double>(s.n_samples);
  if (work > 1e10) {
    s.verdict = "pair measures left out: too many pairs of too long signals";
    return;
  }
  const auto angles = angles_of(raw);
  double lag = 0, lag_raw = 0, correlation = 0, n_pairs = 0;
  for (std::size_t i = 0; i < v.size(); ++i)
    for (std::size_t j = i + 1; j < v.size(); ++j) {
      double sign = 0, sign_raw = 0;
      for (std::size_t k = 0; k < s.n_samples; ++k) {
        sign_raw += angles[i][k] > angles[j][k] ? 1 : angles[i][k] < angles[j][k] ? -1 : 0;
        const double sine = (phasors[i][k] * std::conj(phasors[j][k])).imag();
        sign += sine > 0 ? 1 : sine < 0 ? -1 : 0;
      }
      lag += std::abs(sign) / static_cast<double>(s.n_samples);
      lag_raw += std::abs(sign_raw) / static_cast<double>(s.n_samples);
      correlation += pearson(v[i], v[j]);
      n_pairs += 1;
    }
  s.phase_lag_index = lag / n_pairs;
  s.phase_lag_index_raw = lag_raw / n_pairs;
  s.mean_pearson = correlation / n_pairs;
}

}  // namespace

Synchrony analyse_synchrony(const Signals& signals, std::uint64_t seed) {
  Signals v;
  Synchrony s;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    const auto bad = std::find_if_not(signals[i].begin(), signals[i].end(), [](double x) { return std::isfinite(x); });
    if (bad != signals[i].end() || signals[i].size() != signals.front().size())
      throw InputError({.what = "signal is not finite, or not as long as the first",
                        .where = fmt::format("synchrony: unit {}", i),
                        .value = bad != signals[i].end() ? to_text(*bad) : std::to_string(signals[i].size())});
    if (!signals[i].empty() && variance(signals[i]) > 0)
      v.push_back(signals[i]);
    else
      ++s.n_constant;
  }
  s.n_units = v.size();
  s.n_samples = signals.empty() ? 0 : signals.front().size();
  if (v.size() < 2 || s.n_samples < 8) {
    s.verdict = fmt::format("not enough: {} units that change, {} samples; 2 and 8 needed", v.size(), s.n_samples);
    return s;
  }
  const Shifts none(v.size());
  std::vector<Complexes> phasors;
  std::vector<Complexes> raw;
  for (const auto& x : v) {
    phasors.push_back(unit_phasors(x, false));
    raw.push_back(unit_phasors(x, true));
  }
  const Complexes z = order_parameter(phasors, none), z_raw = order_parameter(raw, none);
  const double n_units = static_cast<double>(v.size());
  s.chi = golomb_chi(v, none);
  s.independent_chi = 1 / std::sqrt(n_units);
  s.kuramoto_r = mean_modulus(z, 0);
  s.kuramoto_r_inner = mean_modulus(z, s.n_samples / 20);
  s.phase_coherence = n_units * variance_of_real(z);
  s.kuramoto_r_raw = mean_modulus(z_raw, 0);
  s.phase_coherence_raw = n_units * variance_of_real(z_raw);
  add_pairs(s, v, phasors, raw);
  std::vector<double> chis, rs;
  for (int k = 0; k < Synchrony::n_shuffles; ++k) {
    CounterStream random(seed, static_cast<std::uint64_t>(k));
    Shifts shifts;
    for (std::size_t i = 0; i < v.size(); ++i) shifts.push_back(random.below(s.n_samples));
    chis.push_back(golomb_chi(v, shifts));
    rs.push_back(mean_modulus(order_parameter(phasors, shifts), 0));
  }
  s.chi_shuffled = mean_sd(chis);
  s.kuramoto_shuffled = mean_sd(rs);
  if (s.verdict.empty())
    s.verdict =
        fmt::format("chi = {:.3f} (independent {:.3f}, shifted units {:.3f}), Kuramoto r = {:.3f} (shifted {:.3f})",
                    s.chi, s.independent_chi, s.chi_shuffled.mean, s.kuramoto_r, s.kuramoto_shuffled.mean);
  return s;
}

}  // namespace somn::analysis
