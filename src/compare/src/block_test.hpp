// Do two dependent records come from one process? A test that is exact for records as they are: serially correlated,
// not stationary, clustered or nearly periodic.
//
// Both are cut at the same times into parts. Under the null hypothesis nobody can tell which of the two records a part
// came from: exchanging the two in any set of parts changes nothing. The largest difference summed over the parts is
// therefore compared with its values under all exchanges (sign flips; R. A. Fisher, The design of experiments, 1935,
// sect. 21). What remains assumed: that what one part does says little of the next, i.e. parts longer than the memory.
#pragma once

#include <cstddef>
#include <vector>

namespace somn::compare {

inline constexpr std::size_t n_parts = 16;  // 2^15 exchanges: p >= 3.1e-5

// difference[k][q]: quantity q in part k, record a minus record b, 0 where they agree within what is allowed. The share
// of exchanges whose largest |sum over k| of all q is at least that of the records. 1 where all are 0. O(2^parts q).
double exchange_p_value(const std::vector<std::vector<double>>& difference);

// Times of the events of one record -> in each of the parts between `edges`.
std::vector<std::vector<double>> in_parts(const std::vector<double>& times, const std::vector<double>& edges);

// n_parts + 1 edges between which all records together have equally many; empty where they have fewer than four a part.
std::vector<double> edges_of_parts(std::vector<double> pooled);

// Counts, 0 where they differ by no more than one event and this part of them.
std::vector<std::vector<double>> count_differences(const std::vector<std::vector<double>>& a,
                                                   const std::vector<std::vector<double>>& b, double drift);

// Shares of intervals not longer than each of 32 lengths (quantiles of all), 0 where the two agree once the intervals
// of one are made shorter or longer by step + drift * length.
std::vector<std::vector<double>> interval_differences(const std::vector<std::vector<double>>& a,
                                                      const std::vector<std::vector<double>>& b, double step,
                                                      double drift);

}  // namespace somn::compare
