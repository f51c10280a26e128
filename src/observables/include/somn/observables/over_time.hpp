// Order parameters in equal windows one after the other: does activity persist, decay, settle?
//
//   window k of n: [start + k T/n, start + (k+1) T/n)
//   late/early   = events in the later half of the settled windows / events in the earlier half
//   trend        = slope of the rate over the settled windows (least squares) times their span / mean rate: the
//                  relative change from their beginning to their end, and its standard error
// Settled are the windows that lie wholly within the window of analysis; of an odd number the middle one is in neither
// half. A quantity that does not exist is NaN.
#pragma once

#include <somn/observables/regime.hpp>
#include <somn/schema/forward.hpp>

#include <limits>
#include <span>
#include <vector>

namespace somn::analysis {

struct OverTime {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<Segment> windows = {};         // [s]
  std::vector<OrderParameters> orders = {};  // one per window
  std::int64_t n_settled = 0;                // [1] windows within the window of analysis
  std::int64_t n_settled_with_events = 0;    // [1] of these
  double late_over_early = nan;              // [1]
  double trend = nan, trend_se = nan;        // [1] at least three settled windows
};

// `events` in order of time, of the whole record; n >= 1 windows over `record`; `analysed` is the window of analysis.
OverTime order_over_time(std::span<const JunctionEvent> events, const Trace& trace, const Segment& record, int n,
                         const Segment& analysed, const OrderOptions& options);

// Its table (somn/schema/fields.hpp).
schema::Fields<OverTime> fields_of(const OverTime*);

}  // namespace somn::analysis
