#include <somn/analyses/bursts/results.hpp>
#include <somn/spike_trains/controls.hpp>

namespace somn::analysis {

TrainBursts bursts_of(const std::vector<double>& times, const std::vector<Segment>& segments,
                      const std::vector<Segment>& searched, const BurstOptions& options, int n_realisations,
                      std::uint64_t seed) {
  double length = 0;
  for (const Segment& s : segments) length += s.length();
  TrainBursts b{.found = searched.empty() ? find_bursts(times, options) : find_bursts(times, searched, options),
                .n_spikes = times.size()};
  b.summary = summarise(times, b.found.bursts, length);
  for (const Burst& one : b.found.bursts) {
    const std::size_t n = one.last - one.first + 1;
    const double duration = times[one.last] - times[one.first];
    b.rows.push_back({.first = one.first + 1,
                      .last = one.last + 1,
                      .n = n,
                      .start = times[one.first],
                      .duration = duration,
                      .rate = static_cast<double>(n - 1) / duration,
                      .surprise = one.surprise});
  }
  b.control =
      both_nulls([&](ControlKind kind) { return burst_control(kind, times, segments, options, n_realisations, seed); });
  return b;
}

}  // namespace somn::analysis
