// A decay with noise: y = a e^(-t/tau) + b, fitted as a law is.
#include "calibration.hpp"

#include <somn/fit/fit.hpp>

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace somn::calibration {
namespace {

std::vector<std::vector<double>> decay(const fit::Problem& p, const std::vector<double>& x) {
  std::vector<std::vector<double>> shown(1);
  for (const double t : p.series[0].times) shown[0].push_back(x[0] * std::exp(-t / x[1]) + x[2]);
  return shown;
}

}  // namespace

void fits(Count& count) {
  for (const double repeats : {0.0, 0.7}) {
    const std::string data = repeats == 0 ? "200 values of a decay, white noise"
                                          : fmt::format("200 values of a decay, noise that repeats {} of the last", repeats);
    const double tolerance = repeats == 0 ? 0.02 : 0.05;
    count(500,
          {{.statistic = "95 % interval of a fitted amplitude", .data = data, .nominal = 0.95, .tolerance = tolerance},
           {.statistic = "95 % interval of a fitted time", .data = data, .nominal = 0.95, .tolerance = tolerance},
           {.statistic = "joint 95 % intervals of three parameters", .data = data, .nominal = 0.95, .tolerance = tolerance + 0.02}},
          [&](CounterStream& random) {
            const std::vector<double> truth{3, 0.7, 1};
            fit::Problem p{.where = "decay", .evaluations = 400, .seed = random()};
            p.ranges = {{"a", 0.1, 100, true}, {"tau", 0.01, 10, true}, {"b", -5, 5, false}};
            fit::Series s{.column = "y", .noise = 1};
            for (int k = 0; k < 200; ++k) s.times.push_back(0.02 * k);
            p.series = {s};
            p.series[0].values = decay(p, truth)[0];
            double noise = normal(random);
            for (double& y : p.series[0].values) {
              y += 0.1 * noise;
              noise = repeats * noise + std::sqrt(1 - repeats * repeats) * normal(random);
            }
            const fit::Fit f = fit::fit(p, decay);
            bool are_joint = true;
            for (std::size_t k = 0; k < 3; ++k)
              are_joint = are_joint && f.estimates[k].joint_low <= truth[k] && truth[k] <= f.estimates[k].joint_high;
            const auto holds = [&](std::size_t k) { return f.estimates[k].low <= truth[k] && truth[k] <= f.estimates[k].high; };
            return std::array<int, 3>{holds(0), holds(1), are_joint};
          });
  }
}

}  // namespace somn::calibration
