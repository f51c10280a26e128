// Avalanches whose mean size is a power of their duration, and moments of their sizes.
#include "calibration.hpp"

#include <somn/adiabatic/slip_model.hpp>
#include <somn/power_laws/power_law_sampler.hpp>
#include <somn/spike_trains/avalanches.hpp>

#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace somn::calibration {

using namespace analysis;

void scaling(Count& count) {
  const PowerLawSampler durations(2, 1, 100);
  const std::string data = "1000 avalanches, <S> = 20 T^1.3, sizes scattered by half";
  count(400,
        {{.statistic = "gamma ± 1.96 standard errors (weighted)", .data = data, .nominal = 0.95, .tolerance = 0.1},
         {.statistic = "gamma ± 1.96 bootstrap errors", .data = data, .nominal = 0.95, .tolerance = 0.1},
         {.statistic = "gamma ± 1.96 standard errors (unweighted)", .data = data, .nominal = 0.95, .tolerance = 0.1}},
        [&](CounterStream& random) {
          Avalanches a;
          const ValueCounts drawn = durations.draw(1000, random);
          for (std::size_t k = 0; k < drawn.n_distinct(); ++k)
            for (std::int64_t j = 0; j < drawn.counts[k]; ++j) {
              a.durations.push_back(drawn.values[k]);
              const double mean = 20 * std::pow(static_cast<double>(drawn.values[k]), 1.3);
              a.sizes.push_back(std::max<std::int64_t>(1, std::llround(mean * std::exp(0.5 * normal(random) - 0.125))));
            }
          const AvalancheAnalysis all = analyse_avalanches(
              a, {.xmin = 10}, {.xmin = 1, .upper_end = UpperEnd::given, .xmax = 100}, {.n_surrogates = 0});
          const JointErrors e = joint_errors(all, {.n_resamples = 100, .seed = random(), .n_threads = 1});
          return std::array<int, 3>{
              std::abs(all.gamma_fit.value - 1.3) < 1.96 * all.gamma_fit.se,
              std::isnan(e.gamma_fit) ? -1 : std::abs(all.gamma_fit.value - 1.3) < 1.96 * e.gamma_fit,
              std::abs(all.gamma_ols.value - 1.3) < 1.96 * all.gamma_ols.se};
        });
  const PowerLawSampler free_sizes(1.5, 1, 10000), free_durations(2, 1, 1000);
  count(1000, {{.statistic = "predicted gamma ± 1.96 standard errors", .data = "1000 avalanches, sizes exponent 1.5, durations 2",
                .nominal = 0.95, .tolerance = 0.02}},
        [&](CounterStream& random) {
          Avalanches a;
          for (const auto& [sampler, list] : {std::pair{&free_sizes, &a.sizes}, {&free_durations, &a.durations}}) {
            const ValueCounts drawn = sampler->draw(1000, random);
            for (std::size_t k = 0; k < drawn.n_distinct(); ++k)
              list->insert(list->end(), static_cast<std::size_t>(drawn.counts[k]), drawn.values[k]);
          }
          const AvalancheAnalysis all =
              analyse_avalanches(a, {.xmin = 1, .upper_end = UpperEnd::given, .xmax = 10000},
                                 {.xmin = 1, .upper_end = UpperEnd::given, .xmax = 1000}, {.n_surrogates = 0});
          return std::array<int, 1>{std::abs(all.gamma_predicted.value - 2) < 1.96 * all.gamma_predicted.se};
        });
  const PowerLawSampler sizes(1.5, 1, 1000);
  double n = 0, s = 0, ss = 0;
  for (int k = 1; k <= 1000; ++k) n += std::pow(k, -1.5), s += std::pow(k, -0.5), ss += std::pow(k, 0.5);
  count(1000,
        {{.statistic = "<S> ± t(0.975, 19) jackknife errors",
          .data = "5000 sizes, exponent 1.5, at most 1000",
          .nominal = 0.95,
          .tolerance = 0.02},
         {.statistic = "<S^2>/<S> ± t(0.975, 19) jackknife errors",
          .data = "5000 sizes, exponent 1.5, at most 1000",
          .nominal = 0.95,
          .tolerance = 0.02}},
        [&](CounterStream& random) {
          std::vector<std::int64_t> all;
          const ValueCounts drawn = sizes.draw(5000, random);
          for (std::size_t k = 0; k < drawn.n_distinct(); ++k)
            all.insert(all.end(), static_cast<std::size_t>(drawn.counts[k]), drawn.values[k]);
          for (std::size_t k = all.size(); k > 1; --k) std::swap(all[k - 1], all[random.below(k)]);
          const adiabatic::SizeMoments m = adiabatic::size_moments(all);
          const double limit = boost::math::quantile(boost::math::students_t(19), 0.975);
          return std::array<int, 2>{std::abs(m.mean - s / n) < limit * m.mean_se,
                                    std::abs(m.ratio - ss / s) < limit * m.ratio_se};
        });
}

}  // namespace somn::calibration
