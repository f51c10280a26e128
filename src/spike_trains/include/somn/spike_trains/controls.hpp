// The two nulls that stand beside every avalanche result.
//
//   shuffled: the pooled inter-event intervals of each segment in random order: the same intervals, no correlation
//   poisson:  as many events in each segment, uniform in it: no structure at all
//
// Both are binned with the measured bin width and fitted on the measured ranges. What the measured avalanches share
// with their controls says nothing about the network: a Poisson train binned at its mean interval already gives P(T =
// t) = (1 - 1/e)^(t-1)/e and <S> ~ T.
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/spike_trains/avalanches.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/mean_sd.hpp>

namespace somn::analysis {

struct Control {
  int n_realisations = 0;  // [1]
  MeanSd n = {};           // [1] avalanches
  MeanSd mean_size = {}, max_size = {}, max_duration = {}, branching_ratio = {};
  MeanSd tau = {}, alpha = {}, gamma_fit = {};  // on the measured fit ranges
  MeanSd size_llr_exponential = {};             // R of power law against exponential on the measured size range
  ValueCounts sizes = {}, durations = {};       // pooled over the realisations
};

void shuffle(std::vector<double>& values, CounterStream& random);  // Fisher-Yates

// One surrogate train, sorted [s or samples]. A stream of random numbers of its own for each realisation.
std::vector<double> surrogate_train(ControlKind kind, const std::vector<double>& times,
                                    const std::vector<Segment>& segments, CounterStream& random);

// O(realisations × events log events). Does not depend on the number of threads.
Control run_control(ControlKind kind, const std::vector<double>& times, const std::vector<Segment>& segments,
                    const AvalancheAnalysis& measured, int n_realisations, std::uint64_t seed);

// Its table (somn/schema/fields.hpp).
schema::Fields<Control> fields_of(const Control*);

}  // namespace somn::analysis
