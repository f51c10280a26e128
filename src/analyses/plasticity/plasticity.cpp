#include <somn/analyses/plasticity/plasticity.hpp>
#include <somn/core/error.hpp>
#include <somn/statistics/minimise.hpp>

#include <algorithm>
#include <cmath>

namespace somn::analysis {
namespace {

std::optional<Relaxation> relaxation_of(std::span<const double> time, std::span<const double> g) {
  if (g.size() < 5 || g.front() == g.back()) return {};
  const double fall = g.front() - g.back(), length = time.back() - time.front();
  // first guess of tau: where a share 1/e of the fall is left
  double tau = length / 3;
  for (std::size_t k = 0; k < g.size(); ++k)
    if ((g[k] - g.back()) / fall < 0.3679) {
      tau = std::max(time[k] - time.front(), 1e-3 * length);
      break;
    }
  const double scale = std::abs(fall);
  const LeastSquares fit = least_squares(
      [&](std::span<const double> x, std::span<double> out) {
        for (std::size_t k = 0; k < g.size(); ++k)
          out[k] = x[0] + x[1] * std::exp(-(time[k] - time.front()) / (tau * x[2])) - g[k] / scale;
      },
      g.size(), {{g.back() / scale}, {fall / scale}, {1, 1e-6, 1e6}});
  return Relaxation{fit.x[0] * scale, fit.x[1] * scale, fit.x[2] * tau, fit.se[2] * tau};
}

}  // namespace

PulseResponse pulse_response(std::span<const double> time, std::span<const double> v, std::span<const double> g,
                             std::optional<double> threshold) {
  double smallest = INFINITY, largest = 0;
  for (const double x : v) smallest = std::min(smallest, std::abs(x)), largest = std::max(largest, std::abs(x));
  const double least = threshold.value_or(0.5 * (smallest + largest));
  PulseResponse r;
  std::size_t last = 0;
  for (std::size_t k = 0; k < v.size(); ++k) {
    if (!(std::abs(v[k]) > least)) continue;
    if (k == 0)
      throw InputError({.what = "the record begins within a pulse", .where = "plasticity", .allowed = "a row below the threshold first, which tells the base"});
    const bool begins = !(std::abs(v[k - 1]) > least);
    if (begins) r.pulses.push_back({.start = time[k], .before = g[k - 1]});
    if (r.pulses.empty()) continue;
    Pulse& p = r.pulses.back();
    p.end = time[k], p.at_end = g[k], last = k;
  }
  if (r.pulses.empty())
    throw InputError({.what = "no pulse", .where = "plasticity", .allowed = "a voltage that rises above --threshold"});
  r.base = r.pulses.front().before;
  const double first = r.pulses.front().at_end - r.base;
  for (Pulse& p : r.pulses) {
    double sum = 0, n = 0;
    for (std::size_t k = 0; k < v.size(); ++k)
      if (time[k] >= p.start && time[k] <= p.end) sum += v[k], ++n;
    p.voltage = sum / n;
    p.facilitation = first != 0 ? (p.at_end - r.base) / first : 0;
  }
  if (r.pulses.size() > 1) r.paired_pulse = r.pulses[1].facilitation;
  if (last + 1 < g.size()) {
    const double rise = r.pulses.back().at_end - r.base;
    if (rise != 0) r.retained = (g.back() - r.base) / rise;
    r.relaxation = relaxation_of(time.subspan(last + 1), g.subspan(last + 1));
  }
  return r;
}

std::vector<double> closed_form(const RateLaw& law, std::span<const double> time, std::span<const double> v, double g_first) {
  double w = (g_first - law.g_min) / (law.g_max - law.g_min);
  std::vector<double> g;
  for (std::size_t k = 0; k < time.size(); ++k) {
    if (k > 0) {
      const double k_p = law.kappa_p0 * std::exp(law.eta_p * std::abs(v[k - 1])), k_d = law.kappa_d0 * std::exp(-law.eta_d * std::abs(v[k - 1]));
      const double theta = k_p + k_d, w_inf = k_p / theta;
      w = w_inf + (w - w_inf) * std::exp(-theta * (time[k] - time[k - 1]));
    }
    g.push_back(law.g_min * (1 - w) + law.g_max * w);
  }
  return g;
}

}  // namespace somn::analysis
