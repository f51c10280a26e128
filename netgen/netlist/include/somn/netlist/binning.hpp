// Few values for many: rows of numbers are gathered into cells, and every row takes the values of its cell's most
// central member. Variance-based cutting after S. J. Wan, S. K. M. Wong, P. Prusinkiewicz, ACM Trans. Math. Software
// 14, 153 (1988).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace somn::netlist {

// Rows of one kind (the junctions of one law): row k is values[k * n_columns] and the n_columns - 1 after it.
struct Rows {
  std::size_t n_columns = 0;
  std::vector<double> values = {};  // finite

  std::size_t size() const { return n_columns ? values.size() / n_columns : 0; }
  std::span<const double> row(std::size_t k) const { return {values.data() + k * n_columns, n_columns}; }
};

// For each row of each group the row of the same group whose values it takes; at most max_cells different ones in all,
// and at least one per group with rows. A column counts in units of its standard deviation within the group, its
// logarithm where all its values are positive. Members keep their combination of values, so that what holds for every
// row (a legal range, v_hold below v_set, a whole number) holds afterwards.
//   exact        no more than max_cells different rows in all: each takes its own values; hence idempotent
//   independent  of the order of rows and columns' units; no randomness
// O(columns N log N).
std::vector<std::vector<std::size_t>> binned(const std::vector<Rows>& groups, std::size_t max_cells);

}  // namespace somn::netlist
