#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/observables/rate_events.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace somn::analysis {

RateEventDetector::RateEventDetector(std::size_t n_junctions, double threshold)
    : threshold_(threshold), junctions_(n_junctions) {
  if (!(threshold > 0 && std::isfinite(threshold)))
    throw InputError({.what = "threshold of event rates", .value = to_text(threshold), .allowed = "> 0 1/s"});
}

void RateEventDetector::feed(double time, std::span<const double> g) {
  if (g.size() != junctions_.size() || (started_ && !(time > previous_time_)))
    throw InternalError("rate events: another network, or time does not increase");
  for (std::size_t k = 0; started_ && k < g.size(); ++k) {
    Junction& j = junctions_[k];
    const double rate = std::abs(g[k] - j.g) / (g[k] * (time - previous_time_));
    if (rate > threshold_) {
      if (!(j.peak > 0)) j.g_start = j.g;
      if (rate > j.peak) j.peak = rate, j.peak_time = time, j.is_up = g[k] > j.g;
    } else if (j.peak > 0) {
      events_.push_back({.time = j.peak_time,
                         .junction = {static_cast<std::uint32_t>(k)},
                         .kind = j.is_up ? EventKind::up : EventKind::down,
                         .delta_g = j.g - j.g_start});
      j.peak = 0;
    }
  }
  for (std::size_t k = 0; k < g.size(); ++k) junctions_[k].g = g[k];
  previous_time_ = time;
  started_ = true;
}

std::vector<JunctionEvent> RateEventDetector::finish() {
  std::sort(events_.begin(), events_.end(), [](const JunctionEvent& a, const JunctionEvent& b) {
    return std::pair(a.time, a.junction) < std::pair(b.time, b.junction);
  });
  junctions_.assign(junctions_.size(), {});
  started_ = false;
  return std::exchange(events_, {});
}

}  // namespace somn::analysis
