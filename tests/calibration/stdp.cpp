// Pairs with the curve of Bi & Poo and Gaussian errors, and pairs in which timing has no effect.
#include "calibration.hpp"

#include <somn/analyses/stdp/plasticity.hpp>

#include <array>
#include <cmath>

namespace somn::calibration {

using namespace analysis;

void stdp(Count& count) {
  const auto pairs = [](double amplitude, CounterStream& random) {
    std::pair<std::vector<double>, std::vector<double>> p;
    for (int k = 0; k < 60; ++k) {
      const double dt = 0.1 * (2 * random.uniform() - 1);
      p.first.push_back(dt);
      p.second.push_back(amplitude * (dt > 0 ? 0.78 * std::exp(-dt / 0.0168) : -0.27 * std::exp(dt / 0.0337)) +
                         0.1 * normal(random));
    }
    return p;
  };
  const std::string curve = "60 pairs about an exponential curve, error 0.1",
                    none = "60 pairs without effect of timing";
  count(1000,
        {{.statistic = "amplitude ± 2 standard errors", .data = curve, .nominal = 0.95, .tolerance = 0.02},
         {.statistic = "time constant ± 2 standard errors", .data = curve, .nominal = 0.95, .tolerance = 0.03}},
        [&](CounterStream& random) {
          const auto [dt, y] = pairs(1, random);
          const Plasticity p = fit_plasticity(dt, y);
          return std::array<int, 2>{std::abs(p.plus.amplitude - 0.78) < 2.05 * p.plus.amplitude_se,
                                    std::abs(p.plus.tau - 0.0168) < 2.05 * p.plus.tau_se};
        });
  count(400, {{.statistic = "p < 0.05 against permuted delays", .data = none, .nominal = 0.05}},
        [&](CounterStream& random) {
          const auto [dt, y] = pairs(0, random);
          return std::array<int, 1>{plasticity_control(dt, y, fit_plasticity(dt, y), 99, random()).p <= 0.05};
        });
}

}  // namespace somn::calibration
