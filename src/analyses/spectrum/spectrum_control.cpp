#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/mean_sd.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

void add_levels(SpectrumControl& control, std::span<const double> x, double h) {
  const double n = static_cast<double>(x.size()), mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double variance = 0;
  for (const double v : x) variance += (v - mean) * (v - mean) / n;
  control.white_level = 2 * variance * h;
  if (std::all_of(x.begin(), x.end(), [](double v) { return v >= 0 && v == std::floor(v); }))
    control.poisson_level = 2 * mean * h;
}

}  // namespace

int spectrum_realisations(std::size_t n_samples) {
  return static_cast<int>(std::clamp<std::size_t>(20000000 / std::max<std::size_t>(n_samples, 1), 3, 20));
}

SpectrumControl spectrum_control(std::span<const double> x, double sample_step, const WelchOptions& options,
                                 int n_realisations, std::uint64_t seed) {
  SpectrumControl control{.n_realisations = n_realisations};
  if (options.scaling == Scaling::density) add_levels(control, x, sample_step);
  const auto powers = parallel_map(n_realisations, 0, [&](std::int64_t k) {
    CounterStream random(seed, static_cast<std::uint64_t>(k));
    std::vector<double> shuffled(x.begin(), x.end());
    for (std::size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[random.below(i)]);
    return welch(shuffled, sample_step, options).power;
  });
  for (std::size_t f = 0; !powers.empty() && f < powers.front().size(); ++f) {
    std::vector<double> at;
    for (const std::vector<double>& power : powers) at.push_back(power[f]);
    const MeanSd m = mean_sd(at);
    control.mean_power.push_back(m.mean);
    control.sd.push_back(m.sd);
  }
  return control;
}

}  // namespace somn::analysis
