// Spontaneous plasticity: how the weights of synaptic junctions move, and whether that depends on the order in which
// the bodies at their two ends have events.
//
//   pair       events at the positive (post) and the negative end (pre) that are each other's nearest, at most `window`
//              apart; delay = t_post - t_pre;  change = w(m + window) - w(m - window), m midway between the two events
//   residual   change minus the mean change of the same synapse: a synapse under a constant voltage drifts, whatever
//              happens at its ends
//   r          correlation of sgn(delay) with the residual, both centred within synapses; delays of 0 left out
//   control    the changes of each synapse rotated against its delays by a random number of pairs, which keeps drift
//              and autocorrelation of both; p two-sided, (1 + exceedances)/(1 + surrogates)
//
// STDP proper would be r > 0 with branches that decay (plasticity.hpp), in synapses that move both ways.
#pragma once

#include <somn/analyses/stdp/plasticity.hpp>
#include <somn/core/ids.hpp>
#include <somn/schema/forward.hpp>
#include <somn/spike_trains/interval_statistics.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

struct Synapse {
  JunctionId junction;
  std::vector<double> post_times = {}, pre_times = {};  // [s] of events at the positive and negative end, in order
  std::span<const double> weights = {};                 // [1] in [0, 1], on the time grid of the trace
};

struct PairingOptions {
  std::optional<double> window = {};  // [s] > 0; absent: half the mean interval of events at one end
  int n_surrogates = 999;             // [1]
  std::uint64_t seed = 1;
};

struct WeightChange {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  JunctionId junction;
  double start = nan, end = nan;  // [1] weight at the ends of the record
  double normalised = nan;        // [1] change / (1 - start) where it grew, change / start where it fell
  double rise = 0, fall = 0;      // [1] sum of the steps up and of the steps down (both positive)
  std::int64_t n_pairs = 0;
};

struct EventPair {
  std::size_t synapse = 0;                     // index into the list given
  double delay = 0, change = 0, residual = 0;  // [s], [1], [1]
};

struct WeightPairing {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double window = nan;  // [s] used
  std::vector<WeightChange> synapses = {};
  std::int64_t n_moved = 0, n_both_ways = 0;  // rise + fall > 1e-9; of these the smaller above 1 % of the larger
  std::vector<EventPair> pairs = {};          // by synapse, in order of time
  std::int64_t n_zero = 0;                    // pairs of delay 0
  double correlation = nan, surrogate_sd = nan, p = nan;
  Plasticity plasticity = {};  // of the residuals
  std::string reason = {};     // why there is no correlation
};

// `time` [s] is the grid of all weights; pairs whose window leaves `segment` are not formed. InputError where a record
// of weights is not as long as `time`. O(surrogates pairs).
WeightPairing pair_weights(const std::vector<Synapse>&, std::span<const double> time, const Segment& segment,
                           const PairingOptions& options = {});

schema::Fields<WeightChange> fields_of(const WeightChange*);
schema::Fields<WeightPairing> fields_of(const WeightPairing*);

}  // namespace somn::analysis
