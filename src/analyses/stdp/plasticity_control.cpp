#include <somn/analyses/stdp/plasticity.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace somn::analysis {
namespace {

// Of the finite values.
Middle95 middle_of(std::vector<double> values) {
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(std::lround(share * static_cast<double>(values.size() - 1)))];
  };
  return {.low = at(0.025), .median = at(0.5), .high = at(0.975)};
}

template <class Member>
Middle95 middle_of(const std::vector<Plasticity>& fits, Member member) {
  std::vector<double> values;
  for (const Plasticity& p : fits) values.push_back(member(p));
  return middle_of(std::move(values));
}

}  // namespace

PlasticityControl plasticity_control(std::span<const double> dt, std::span<const double> change,
                                     const Plasticity& measured, int n_realisations, std::uint64_t seed) {
  if (std::isnan(measured.flat.log_likelihood_ratio) || n_realisations < 1) return {};
  const std::vector<Plasticity> fits = parallel_map(n_realisations, 0, [&](std::int64_t k) {
    CounterStream random(seed, static_cast<std::uint64_t>(k));
    std::vector<double> permuted(dt.begin(), dt.end());
    for (std::size_t i = permuted.size(); i > 1; --i) std::swap(permuted[i - 1], permuted[random.below(i)]);
    return fit_plasticity(permuted, change);
  });
  const auto n_as_far = std::count_if(fits.begin(), fits.end(), [&](const Plasticity& p) {
    return !(p.flat.log_likelihood_ratio < measured.flat.log_likelihood_ratio);
  });
  return {.n_realisations = n_realisations,
          .plus_amplitude = middle_of(fits, [](const Plasticity& p) { return p.plus.amplitude; }),
          .plus_tau = middle_of(fits, [](const Plasticity& p) { return p.plus.tau; }),
          .minus_amplitude = middle_of(fits, [](const Plasticity& p) { return p.minus.amplitude; }),
          .minus_tau = middle_of(fits, [](const Plasticity& p) { return p.minus.tau; }),
          .log_likelihood_ratio = middle_of(fits, [](const Plasticity& p) { return p.flat.log_likelihood_ratio; }),
          .p = static_cast<double>(1 + n_as_far) / (1 + n_realisations)};
}

}  // namespace somn::analysis
