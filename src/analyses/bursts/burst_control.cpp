#include <somn/analyses/bursts/bursts.hpp>
#include <somn/spike_trains/controls.hpp>
#include <somn/spike_trains/resolution.hpp>

namespace somn::analysis {

Bursts find_bursts(const std::vector<double>& times, const std::vector<Segment>& segments,
                   const BurstOptions& options) {
  if (segments.size() <= 1) return find_bursts(times, options);
  Bursts all;
  for (const std::span<const double> events : split(times, segments, resolution_of(times, segments))) {
    const auto offset = static_cast<std::size_t>(events.data() - times.data());
    Bursts part = find_bursts({events.begin(), events.end()}, options);
    for (const Burst& b : part.bursts) all.bursts.push_back({b.first + offset, b.last + offset, b.surprise});
    all.parameters = std::move(part.parameters);
    all.reason = std::move(part.reason);
  }
  if (!all.bursts.empty()) all.reason.clear();
  return all;
}

BurstControl burst_control(ControlKind kind, const std::vector<double>& times, const std::vector<Segment>& segments,
                           const BurstOptions& options, int n_realisations, std::uint64_t seed) {
  const std::uint64_t first_stream = kind == ControlKind::poisson ? 1ull << 32 : 0;
  double length = 0;
  for (const Segment& s : segments) length += s.length();
  std::vector<double> n, shares;
  for (int k = 0; k < n_realisations; ++k) {
    CounterStream random(seed, first_stream + static_cast<std::uint64_t>(k));
    const std::vector<double> train = surrogate_train(kind, times, segments, random);
    const BurstSummary s = summarise(train, find_bursts(train, segments, options).bursts, length);
    n.push_back(static_cast<double>(s.n));
    shares.push_back(s.spikes_in_bursts_share);
  }
  return {.n_realisations = n_realisations, .n = mean_sd(n), .spikes_in_bursts_share = mean_sd(shares)};
}

}  // namespace somn::analysis
