// A = L D L^T of a sparse symmetric matrix whose pattern never changes.
//
// The pattern is analysed once: elimination tree, and for every row of L the columns in it. A numeric factorisation
// then runs through these lists row by row (up-looking; Davis, "Direct methods for sparse linear systems", SIAM 2006,
// chapter 4), without looking at the tree again:
//   for each row k:  y = upper part of column k of A
//     for each column j in row k of L, ascending:  y -= y_j L_:j;  L_kj = y_j/D_j;  D_k -= L_kj y_j
// No pivoting: right for positive definite matrices, and for indefinite ones as long as no pivot vanishes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace somn::native {

// The upper triangle by columns, row indices ascending, the diagonal last in its column.
struct UpperPattern {
  std::vector<std::uint32_t> start;  // n + 1
  std::vector<std::uint32_t> row;
  std::size_t n() const { return start.size() - 1; }
};

class SparseLdlt {
 public:
  explicit SparseLdlt(const UpperPattern&);

  bool factorise(std::span<const double> values);        // as in the pattern; false where a pivot is zero or not finite
  void solve(std::span<double> b) const;                 // b <- A^-1 b
  std::size_t n_entries() const { return row_.size(); }  // of L below the diagonal
  double n_operations() const { return n_operations_; }  // of a factorisation

 private:
  const UpperPattern& a_;
  std::vector<std::uint32_t> start_, row_;             // L by columns, below the diagonal
  std::vector<std::uint32_t> row_start_, row_column_;  // columns of each row of L
  std::vector<double> l_, inverse_d_, y_;
  double n_operations_ = 0;
  std::vector<std::uint32_t> end_;  // of the part of each column that is there already
};

// A fill-reducing order of the nodes of a graph (approximate minimum degree): order[k] is the k-th node to eliminate.
std::vector<std::uint32_t> elimination_order(std::size_t n,
                                             std::span<const std::pair<std::uint32_t, std::uint32_t>> edges);

}  // namespace somn::native
