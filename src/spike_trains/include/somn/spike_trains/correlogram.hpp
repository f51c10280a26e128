// Coincidences of events per lag: of a train with itself, or of two trains.
//
//   C_k = sum over bins of x_i y_(i+k), k = -max_lag .. max_lag; x, y counts in bins of width h
//   relative to Poisson: C_k L/(n_x n_y h): 1 where the trains know nothing of each other, L the length of the record
//   band: the 2.5 and 97.5 % points of C_k over trains whose intervals are in random order (of x; y stays)
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/spike_trains/interval_statistics.hpp>

#include <cstdint>
#include <vector>

namespace somn::analysis {

struct Correlogram {
  std::size_t max_lag = 0;
  std::vector<double> coincidences = {}, relative_to_poisson = {};  // of lags -max_lag .. max_lag
  std::vector<double> shuffled_low = {}, shuffled_high = {};        // as coincidences; empty for no shuffles
};

// Trains in order, bin > 0, as bin_counts; `versus` null: a with itself. Lags at most one less than the bins.
// O(shuffles × bins × max_lag). Does not depend on the number of threads.
Correlogram correlate(const std::vector<double>& a, const std::vector<double>* versus,
                      const std::vector<Segment>& segments, double bin, std::size_t max_lag, int n_shuffles,
                      std::uint64_t seed);

// Its table (somn/schema/fields.hpp).
schema::Fields<Correlogram> fields_of(const Correlogram*);

}  // namespace somn::analysis
