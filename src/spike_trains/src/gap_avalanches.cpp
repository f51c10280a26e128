#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/gap_avalanches.hpp>
#include <somn/spike_trains/resolution.hpp>

#include <algorithm>
#include <cmath>
#include <span>

namespace somn::analysis {
namespace {

void scan_segment(GapAvalanches& found, std::span<const double> times, const Segment& segment, const Resolution& r) {
  for (std::size_t first = 0, next = 0; first < times.size(); first = next) {
    for (next = first + 1; next < times.size() && !r.exceeds(times[next] - times[next - 1], found.gap);) ++next;
    const auto size = static_cast<std::int64_t>(next - first);
    const bool is_begun = first > 0 || r.exceeds(times[first] - segment.start, found.gap);
    const bool is_ended = next < times.size() || r.exceeds(segment.end - times[next - 1], found.gap);
    if (!(is_begun && is_ended)) {
      ++found.n_edge_dropped;
      found.n_edge_events += size;
      continue;
    }
    found.sizes.push_back(size);
    found.durations.push_back(r.rounded(times[next - 1] - times[first]));
    found.start_times.push_back(times[first]);
  }
}

}  // namespace

GapAvalanches find_gap_avalanches(std::vector<double> times, const std::vector<Segment>& segments,
                                  std::optional<double> gap) {
  if (gap && !(*gap > 0 && std::isfinite(*gap)))
    throw InputError(
        {.what = "gap out of range", .where = "gap", .value = to_text(*gap), .allowed = "positive and finite"});
  GapAvalanches found{.gap_rule = gap ? "given" : "mean inter-event interval"};
  times = sorted_times(std::move(times));
  found.gap = gap ? *gap : mean_interval(times, segments);
  if (!(found.gap > 0)) found.reason = "no inter-event interval above 0: no gap";
  const Resolution resolution = resolution_of(times, segments);
  const auto events = split(times, segments, resolution);
  for (std::size_t k = 0; k < segments.size(); ++k) {
    found.n_events += static_cast<std::int64_t>(events[k].size());
    if (found.reason.empty()) scan_segment(found, events[k], segments[k], resolution);
  }
  if (found.sizes.empty() && found.reason.empty()) found.reason = "no events lie between two silences above the gap";
  return found;
}

}  // namespace somn::analysis
