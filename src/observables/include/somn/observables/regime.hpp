// Order parameters of a run and the regime they spell, by the rule of docs/physics.md 5.1 in its order:
//
//   quiescent    no events and no junction on
//   saturated    junctions permanently on, and cv of the current < 0.02 (a few junctions may still flicker)
//   latched      no events (and junctions on, the current not that steady: the drive alone moves it)
//   bursting     sustained events (some in either half of the window) and Fano factor > 2.5
//   oscillatory  Fano factor <= 2.5 and mean ISI cv < 0.3
//   irregular    all else
// Synchronization index: chi = sqrt(var_t(mean_i s_i)/mean_i var_t(s_i)), s_i(t) = 1 while junction i is on, else 0,
// over the N junctions that are on for a part of the window; exact from the events, without bins. 1: all switch
// together; 1/sqrt(N): independent; 0: one always stands in for another. N < 2: NaN. D. Golomb, Scholarpedia 2(1):1347
// (2007), doi:10.4249/scholarpedia.1347.
// Events are up events. A quantity that does not exist (NaN) meets no condition.
#pragma once

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/schema/forward.hpp>
#include <somn/spike_trains/interval_statistics.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

enum class Regime { quiescent, saturated, latched, bursting, oscillatory, irregular };
std::string_view regime_name(Regime regime);
std::string_view regime_rule();  // the rule above in one sentence, for the results

struct OrderParameters {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::int64_t n_events = 0;            // [1] up events in the window
  bool is_sustained = false;            // some in either half of the window
  double rate = nan;                    // [1/s]
  std::int64_t n_active_junctions = 0;  // [1] with an event in the window
  std::int64_t most_events = 0;         // [1] of one junction
  double mean_isi_cv = nan;             // [1] mean over junctions with at least min_events_for_cv events
  std::int64_t n_isi_cv_junctions = 0;  // [1]
  double fano_bin = nan;                // [s]
  std::string fano_bin_rule = {};
  std::int64_t n_fano_bins = 0;            // [1] whole bins in the window
  double fano = nan;                       // [1] variance/mean of the population counts
  double quiet_fraction = nan;             // [1] empty bins / bins
  double on_fraction = nan;                // [1] time mean of junctions on / n_junctions
  std::int64_t n_permanently_on = 0;       // [1] on throughout the window
  double synchronization_index = nan;      // [1] Golomb's chi of the junctions' on/off states, see below
  std::int64_t n_switching_junctions = 0;  // [1] N of it: on for a part of the window
  double mean_current = nan;               // [A] over the window
  double cv_current = nan;                 // [1] sd/|mean| over the window
};

struct OrderOptions {
  std::int64_t n_junctions = 0;         // [1] of the network; 0: unknown, on_fraction is then NaN
  std::int64_t n_on_without_event = 0;  // [1] junctions on from the first point to the last
  std::optional<double> fano_bin = {};  // [s] 0.5 R_off C is a good choice; absent: mean ISI within junctions
  int min_events_for_cv = 5;            // [1]
};

// `events` of the whole record, in order of time: those before the window say which junctions are on when it starts (a
// junction's first event being a down event, it was on before). `trace` may be empty (NaN currents); i_source_A on any
// grid, weighted by the trapezoid rule. O(events + rows).
OrderParameters order_parameters(std::span<const JunctionEvent> events, const Trace& trace, const Segment& window,
                                 const OrderOptions& options);

struct RegimeVerdict {
  Regime regime = Regime::irregular;
  std::string reason = {};  // the clause that decided, with its numbers
};
RegimeVerdict classify(const OrderParameters& order);

// Its table (somn/schema/fields.hpp).
schema::Fields<OrderParameters> fields_of(const OrderParameters*);

}  // namespace somn::analysis
