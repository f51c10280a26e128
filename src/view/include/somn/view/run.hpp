// What the page shows of a run beside its network: source, events, avalanches, and its film where one was recorded.
#pragma once

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/formats/film.hpp>
#include <somn/view/payload.hpp>

#include <optional>
#include <vector>

namespace somn::view {

struct Avalanche {
  double start = 0, end = 0;        // [s] of its first bin, of its last
  std::uint32_t size = 0, bins = 0;  // [1] events, duration
};

struct RunScene {
  const Trace& trace;  // time_s, i_source_A; v_source_V and g_S where there are
  const std::vector<JunctionEvent>& events;
  std::size_t n_junctions = 0;
  double t_start = 0, t_stop = 0;  // [s] window of analysis
  double bin = 0;                  // [s] of the avalanches; NaN: none
  std::vector<Avalanche> avalanches = {};
  bool counts_down = false;  // events of both kinds are counted
  const formats::Film* film = nullptr;
};

// At most 100 000 rows of the trace (of each stretch the first, lowest, highest and last value) and 2 000 000 events (the
// first ones) enter the page; what is left out is said in facts.notes. Times of events are whole multiples of
// facts.run.tick_s.
void add_run(const RunScene&, Json& facts, Payload&);

}  // namespace somn::view
