// Are values whole or rounded numbers? A continuous quantity never repeats itself; these do, and tests that are made for
// continuous data must know.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace somn::analysis {

inline constexpr double least_share_tied = 0.01;  // [1] fewer repeats than that are chance

// The step of which all values are multiples: the greatest common divisor of their differences, where at least three
// different values speak for it: half of them are neighbours, or it is above 1e-5 of the largest (two levels have a
// divisor, too, and it means nothing); else 1 for whole numbers; else the last of at most seven decimal digits. Values to 1e-9 of the largest: differences of
// times leave that. `distinct` ascending. O(distinct values)
std::optional<double> lattice_step(const std::vector<double>& distinct);

struct Repeats {
  std::size_t n_tied = 0;             // [1] values that occur more than once, to 1e-9 of the largest
  std::vector<double> distinct = {};  // ascending
  bool is_worth_notice = false;       // n_tied of at least least_share_tied of all
  std::optional<double> step = {};    // lattice_step, where they are
};
Repeats repeats_of(const std::vector<double>& ascending);

}  // namespace somn::analysis
