// Values that occur more than once are steps of the empirical distribution, and each looks like a mode. They are
// therefore spread, evenly, over what each value stands for:
//   multiples of a step h (whole numbers: h = 1; two decimals: h = 0.01)   value -+ h/2
//   other ties (logarithms of whole numbers, values at a stop)            half way to the next value on either side
// Then a distribution over whole numbers with one mode has one, and one with two keeps both.
#pragma once

#include <somn/statistics/lattice.hpp>

#include <cstdint>
#include <string>

namespace somn::analysis {

struct Ties {
  std::size_t n_tied = 0;           // [1]
  std::optional<double> step = {};  // h; absent: none found
  std::string rule = "none";        // what was done, in words
  std::vector<double> spread = {};  // ascending; empty where nothing was done
};
Ties spread_ties(const std::vector<double>& ascending, std::uint64_t seed);

}  // namespace somn::analysis
