// Bursts of one train with all that is told of them: alone and in a run.
#pragma once

#include <somn/analyses/bursts/bursts.hpp>
#include <somn/schema/forward.hpp>
#include <somn/spike_trains/interval_statistics.hpp>
#include <somn/statistics/nulls.hpp>
#include <somn/tables/trains.hpp>

namespace somn::analysis {

struct TrainBursts {
  struct Row {
    std::size_t first = 0, last = 0, n = 0;  // [1] spikes, counted from 1
    double start = 0, duration = 0;          // [s]
    double rate = 0, surprise = 0;           // [1/s], [1]
  };
  Bursts found = {};
  BurstSummary summary = {};
  std::size_t n_spikes = 0;
  std::vector<Row> rows = {};
  Nulls<BurstControl> control = {};
  std::optional<tables::TrainParameters> record = {};  // told among its parameters
};

// `times` in order, `segments` the record they are from; the bursts are searched for in `searched`: the segments, or a
// train as one piece where that is empty.
TrainBursts bursts_of(const std::vector<double>& times, const std::vector<Segment>& segments,
                      const std::vector<Segment>& searched, const BurstOptions& options, int n_realisations,
                      std::uint64_t seed);

schema::Fields<BurstControl> fields_of(const BurstControl*);
schema::Fields<TrainBursts::Row> fields_of(const TrainBursts::Row*);
schema::Fields<TrainBursts> fields_of(const TrainBursts*);
schema::Fields<NetworkBurst> fields_of(const NetworkBurst*);
schema::Fields<NetworkBursts> fields_of(const NetworkBursts*);

}  // namespace somn::analysis
