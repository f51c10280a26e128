// Gaussian series of known correlations, by circulant embedding, and trains without any.
#include "calibration.hpp"

#include <somn/observables/over_time.hpp>
#include <somn/signals/autocorrelation.hpp>
#include <somn/signals/fourier.hpp>
#include <somn/spike_trains/correlogram.hpp>

#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <fmt/format.h>
#include <functional>

namespace somn::calibration {
namespace {

using namespace analysis;

// C. R. Dietrich, G. N. Newsam, SIAM J. Sci. Comput. 18, 1088 (1997): half the circle is a sample of the process.
std::vector<double> series(std::size_t n, const std::function<double(double)>& r, CounterStream& random) {
  const std::size_t size = 2 * power_of_two_from(n);
  std::vector<double> row(size), noise(size);
  for (std::size_t k = 0; k < size; ++k) row[k] = r(static_cast<double>(std::min(k, size - k)));
  const Complexes eigenvalues = forward_real(row);
  for (double& v : noise) v = normal(random);
  Complexes half = forward_real(noise);
  for (std::size_t k = 0; k < half.size(); ++k) half[k] *= std::sqrt(std::max(0.0, eigenvalues[k].real()));
  std::vector<double> x = inverse_real(half, size);
  x.resize(n);
  for (double& v : x) v /= static_cast<double>(size);
  return x;
}

void of_exponential(Count& count, std::size_t n, double tau) {
  const std::string data = fmt::format("{} samples, r_k = e^(-k/{})", n, tau);
  count(500,
        {{.statistic = "95 % interval of the decay time", .data = data, .nominal = 0.95, .tolerance = 0.02},
         {.statistic = "95 % interval of the decay time, with an offset",
          .data = data,
          .nominal = 0.95,
          .tolerance = 0.02},
         {.statistic = "decay time ± 1.96 standard errors", .data = data, .nominal = 0.95, .tolerance = 0.05}},
        [&](CounterStream& random) {
          const AcfAnalysis a = analyse_acf(series(
                                                n, [&](double k) { return std::exp(-k / tau); }, random),
                                            1, 200, {.n_resamples = 0});
          const auto holds = [&](const ExponentialFit& f) { return f.tau_low <= tau && tau <= f.tau_high; };
          return std::array<int, 3>{holds(a.exponential), holds(a.with_offset),
                                    std::abs(a.exponential.tau - tau) < 1.96 * a.exponential.tau_se};
        });
}

void of_power(Count& count, std::size_t n, double exponent, double tolerance) {
  const auto r = [exponent](double k) { return std::pow(1 + k, -exponent); };
  std::vector<double> exact;
  for (int k = 0; k <= 50; ++k) exact.push_back(r(k));
  const double slope = fit_power_law(exact, {.first = 1, .last = 50}).slope;
  count(300,
        {{.statistic = "95 % interval of the slope of r_k",
          .data = fmt::format("{} samples, r_k = (1 + k)^-{}, lags 1 to 50", n, exponent),
          .nominal = 0.95,
          .tolerance = tolerance}},
        [&](CounterStream& random) {
          const std::vector<double> x = series(n, r, random);
          const AcfPowerLaw law =
              fit_power_law(x, autocorrelation(x, 100), LagRange{.first = 1, .last = 50}, 200, random());
          return std::array<int, 1>{std::isnan(law.low) ? -1 : law.low <= slope && slope <= law.high};
        });
}

}  // namespace

void correlations(Count& count) {
  for (const std::size_t n : {4000, 40000})
    for (const double tau : {2.0, 20.0}) of_exponential(count, n, tau);
  of_power(count, 10000, 0.8, 0.05);
  of_power(count, 10000, 0.4, 0.3);
  for (const std::size_t n : {1000, 10000})
    count(500,
          {{.statistic = "95 % interval of the DFA exponent",
            .data = fmt::format("{} samples of white noise", n),
            .nominal = 0.95,
            .tolerance = 0.03},
           {.statistic = "r_5 beyond the 95 % band of white noise",
            .data = fmt::format("{} samples of white noise", n),
            .nominal = 0.05,
            .tolerance = 0.01}},
          [&](CounterStream& random) {
            std::vector<double> x;
            for (std::size_t k = 0; k < n; ++k) x.push_back(normal(random));
            const Dfa d = detrended_fluctuation(x);
            return std::array<int, 2>{d.exponent_low <= 0.5 && 0.5 <= d.exponent_high,
                                      std::abs(autocorrelation(x, 5)[5]) > 1.96 / std::sqrt(static_cast<double>(n))};
          });
  count(
      500,
      {{.statistic = "coincidences beyond the band of shuffled intervals, lag 3",
        .data = "300 events of a Poisson train",
        .nominal = 0.05,
        .tolerance = 0.02}},
      [](CounterStream& random) {
        std::vector<double> times;
        double t = 0;
        for (int k = 0; k < 300; ++k) times.push_back(t -= std::log(1 - random.uniform()));
        const Correlogram c = correlate(times, nullptr, {{.start = 0, .end = t + 1}}, 1, 10, 100, random());
        return std::array<int, 1>{c.coincidences[13] < c.shuffled_low[13] || c.coincidences[13] > c.shuffled_high[13]};
      });
  count(2000,
        {{.statistic = "trend ± t(0.975) standard errors",
          .data = "10 windows of a steady Poisson process, 20 events each",
          .nominal = 0.95,
          .tolerance = 0.01}},
        [](CounterStream& random) {
          std::vector<JunctionEvent> events;
          double t = 0;
          while ((t -= std::log(1 - random.uniform()) / 20) < 10)
            events.push_back({.time = t, .junction = JunctionId{0}});
          const OverTime o = order_over_time(events, {}, {.start = 0, .end = 10}, 10, {.start = 0, .end = 10}, {});
          const double limit = boost::math::quantile(boost::math::students_t(8), 0.975);
          return std::array<int, 1>{std::abs(o.trend) < limit * o.trend_se};
        });
}

}  // namespace somn::calibration
