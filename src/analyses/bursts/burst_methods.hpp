// The methods behind find_bursts, one function each. Trains of fewer than 3 spikes never come here.
#pragma once

#include <somn/analyses/bursts/bursts.hpp>

namespace somn::analysis {

struct IntervalRule {
  double begin = 0, end = 0, gap = 0, min_duration = 0;  // [s]
  std::size_t min_spikes = 3;
  bool is_inclusive = false;  // a burst begins at an interval <= begin rather than <
};
std::vector<Burst> by_intervals(const std::vector<double>& times, const IntervalRule& rule);

// Cores that grow to the wider bursts which hold their begin or their end; each result once.
std::vector<Burst> grown(const std::vector<Burst>& cores, const std::vector<Burst>& wider);

Bursts by_logisi(const std::vector<double>& times, const BurstOptions& options);
Bursts by_poisson_surprise(const std::vector<double>& times, const BurstOptions& options);
Bursts by_rank_surprise(const std::vector<double>& times, const BurstOptions& options);
Bursts by_cma(const std::vector<double>& times, const BurstOptions& options);
Bursts by_isi_rank(const std::vector<double>& times, const BurstOptions& options);

std::vector<double> intervals_of(const std::vector<double>& times);  // rounded to the grid of the times
// Ranks from 1, equal values share their mean.
std::vector<double> ranks_of(const std::vector<double>& values);
// Counts of values in (b_k, b_k+1], the first bin closed at both ends, bounds forgiven by 1e-7 of the median width.
std::vector<double> histogram_of(const std::vector<double>& values, const std::vector<double>& bounds);

}  // namespace somn::analysis
