// Junction events: the common currency between engines, which find them, and analysis, which counts them.
#pragma once

#include <somn/core/ids.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace somn {

enum class EventKind { up, down };

// y = ln(G/G_off)/ln(G_on/G_off) rises through 0.6 (up; re-armed below 0.4) or falls through 0.4 (down; re-armed above
// 0.6).
struct JunctionEvent {
  double time = 0;  // [s] of the crossing, linear between accepted time points
  JunctionId junction;
  EventKind kind = EventKind::up;
  double delta_g = 0;  // [S] change of G across the excursion, from one turning point to the next
};

std::string to_csv(const std::vector<JunctionEvent>&);  // header time_s,junction,kind,delta_g_S
std::vector<JunctionEvent> events_from_csv(std::string_view text, const std::string& source);

}  // namespace somn
