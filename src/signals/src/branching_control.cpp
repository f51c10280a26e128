#include <somn/signals/branching.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <boost/random/poisson_distribution.hpp>
#include <numeric>
#include <utility>

namespace somn::analysis {
namespace {

// The activity in random order, or independent Poisson counts of the same mean; empty where that has none.
std::vector<double> surrogate_activity(ControlKind kind, std::span<const double> activity, CounterStream& random) {
  std::vector<double> a(activity.begin(), activity.end());
  if (kind == ControlKind::shuffled) {
    for (std::size_t i = a.size(); i > 1; --i) std::swap(a[i - 1], a[random.below(i)]);
    return a;
  }
  const double mean = std::accumulate(a.begin(), a.end(), 0.0) / static_cast<double>(a.size());
  if (!(mean > 0 && mean < 1e8)) return {};
  boost::random::poisson_distribution<int> poisson(mean);
  for (double& x : a) x = poisson(random);
  return a;
}

}  // namespace

BranchingControl branching_control(ControlKind kind, std::span<const double> activity, const BranchingOptions& options,
                                   int n_realisations) {
  const std::uint64_t first_stream = kind == ControlKind::poisson ? 1ull << 32 : 0;
  const auto found = parallel_map(n_realisations, 0, [&](std::int64_t k) {
    CounterStream random(options.seed, first_stream + static_cast<std::uint64_t>(k));
    const Branching b = analyse_branching(surrogate_activity(kind, activity, random), {.k_max = options.k_max});
    return std::pair(b.r.empty() ? std::numeric_limits<double>::quiet_NaN() : b.r.front(), b.exponential.m);
  });
  std::vector<double> slopes, ms;
  for (const auto& [slope, m] : found) {
    slopes.push_back(slope);
    ms.push_back(m);
  }
  return {.n_realisations = n_realisations, .naive_slope = mean_sd(slopes), .m = mean_sd(ms)};
}

int branching_realisations(std::size_t n_steps) {
  return static_cast<int>(std::clamp<std::size_t>(1000000 / std::max<std::size_t>(n_steps, 1), 3, 20));
}

BranchingAnalysis branching_with_controls(std::span<const double> activity, const BranchingOptions& options,
                                          int n_realisations) {
  return {analyse_branching(activity, options),
          both_nulls([&](ControlKind kind) { return branching_control(kind, activity, options, n_realisations); })};
}

}  // namespace somn::analysis
