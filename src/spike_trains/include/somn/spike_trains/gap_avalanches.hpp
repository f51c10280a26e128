// Avalanches without bins: a new one begins where the interval between events exceeds a gap.
//
//   size = events; duration = last - first event (0 for one event)
//   the first and the last of a segment are dropped unless more than a gap of silence lies between them and its end
//
// Depends on the gap as the binned ones depend on the bin: the least silence between two empty bins is not a fixed
// time, this one is.
#pragma once

#include <somn/spike_trains/interval_statistics.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace somn::analysis {

// Of the intervals within segments, none over a join; `times` in order. NaN for none.
double mean_interval(const std::vector<double>& times, const std::vector<Segment>& segments);

struct GapAvalanches {
  double gap = std::numeric_limits<double>::quiet_NaN();  // [unit of the times]
  std::string gap_rule = {}, reason = {};                 // reason: why there are none
  std::int64_t n_events = 0, n_edge_dropped = 0, n_edge_events = 0;
  std::vector<std::int64_t> sizes = {};                  // [1] events
  std::vector<double> durations = {}, start_times = {};  // [unit of the times]
};

// Without `gap`: the mean interval within segments. InputError for a gap that is not positive and finite. O(n log n).
GapAvalanches find_gap_avalanches(std::vector<double> times, const std::vector<Segment>& segments,
                                  std::optional<double> gap);

}  // namespace somn::analysis
