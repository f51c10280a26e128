// What is told of events.
#pragma once

#include <somn/core/events.hpp>
#include <somn/schema/forward.hpp>
#include <somn/signals/network_spikes.hpp>
#include <somn/signals/records.hpp>
#include <somn/spike_trains/avalanches.hpp>

#include <optional>
#include <string>

namespace somn::analysis {

// Events of the same run with tighter tolerances.
struct Convergence {
  std::string file = {};
  double tolerance = 0;  // [s]
  EventMatch match = {};
};
schema::Fields<Convergence> fields_of(const Convergence*);

struct StateEvents {
  std::vector<JunctionEvent> events = {};  // delta_g: of the state
  std::optional<Convergence> convergence = {};
};
schema::Fields<StateEvents> fields_of(const StateEvents*);

// Exponents of the avalanches of events at ten thresholds over a decade: a power law that depends on where the
// threshold lies says nothing.
struct EventThresholdRow {
  double threshold = 0;
  std::size_t n_events = 0, n_avalanches = 0;
  double bin = 0;
  Estimate tau = {}, alpha = {};
};
struct EventThresholdSweep {
  std::vector<EventThresholdRow> rows = {};
  double largest_difference_se = 0;
  std::string verdict = {};
};
schema::Fields<EventThresholdRow> fields_of(const EventThresholdRow*);
schema::Fields<EventThresholdSweep> fields_of(const EventThresholdSweep*);

struct SignalEvents {
  NetworkSpikes found = {};
  std::string column = {}, unit = {};
  bool is_sampled = false, is_trimmed = false;
  double threshold_relative = 0;
  std::optional<EventThresholdSweep> sweep = {};
  std::optional<Convergence> convergence = {};
};
schema::Fields<SignalEvents> fields_of(const SignalEvents*);

}  // namespace somn::analysis
