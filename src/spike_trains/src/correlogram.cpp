#include <somn/spike_trains/controls.hpp>
#include <somn/spike_trains/correlogram.hpp>
#include <somn/spike_trains/train_pairs.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>

namespace somn::analysis {
namespace {

// For each lag the points below which 2.5 and 97.5 % of the realisations lie.
void add_band(Correlogram& c, const std::vector<std::vector<double>>& realisations) {
  for (std::size_t k = 0; k < c.coincidences.size() && !realisations.empty(); ++k) {
    std::vector<double> at;
    for (const auto& one : realisations) at.push_back(one[k]);
    std::sort(at.begin(), at.end());
    const double last = static_cast<double>(at.size() - 1);
    c.shuffled_low.push_back(at[static_cast<std::size_t>(0.025 * last)]);
    c.shuffled_high.push_back(at[static_cast<std::size_t>(0.975 * last + 0.5)]);
  }
}

}  // namespace

Correlogram correlate(const std::vector<double>& a, const std::vector<double>* versus,
                      const std::vector<Segment>& segments, double bin, std::size_t max_lag, int n_shuffles,
                      std::uint64_t seed) {
  const Segment record{segments.front().start, segments.back().end};
  const std::vector<double>& b = versus ? *versus : a;
  const std::vector<double> x = bin_counts(a, record, bin), y = bin_counts(b, record, bin);
  Correlogram c{.max_lag = std::min(max_lag, x.size() - 1)};
  c.coincidences = cross_correlogram(x, y, c.max_lag);
  const double n_a = static_cast<double>(a.size()), n_b = static_cast<double>(b.size());
  for (const double count : c.coincidences)
    c.relative_to_poisson.push_back(count * record.length() / (n_a * n_b * bin));
  add_band(c, parallel_map(n_shuffles, 0, [&](std::int64_t k) {
             CounterStream random(seed, static_cast<std::uint64_t>(k));
             const std::vector<double> counts =
                 bin_counts(surrogate_train(ControlKind::shuffled, a, segments, random), record, bin);
             return cross_correlogram(counts, versus ? y : counts, c.max_lag);
           }));
  return c;
}

}  // namespace somn::analysis
