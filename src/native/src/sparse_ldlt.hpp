// A = L D L^T of a sparse symmetric matrix whose pattern never changes.
//
// The pattern is analysed once: elimination tree, and for every row of L the columns in it. A numeric factorisation
// then runs through these lists row by row (up-looking; Davis, "Direct methods for sparse linear systems", SIAM 2006,
// chapter 4), without looking at the tree again:
//   for each row k:  y = upper part of column k of A
//     for each column j in row k of L, ascending:  y -= y_j L_:j;  L_kj = y_j/D_j;  D_k -= L_kj y_j
// A row depends on its column of A and on the rows of its descendants in the tree. So only those rows are done again
// whose column of A changed since the last time, and their ancestors: with few changes that is a fraction of the work,
// and the result is the same to the last bit.
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

// Number: double, or std::complex<double> for matrices that are symmetric, not Hermitian.
template <class Number>
class BasicLdlt {
 public:
  explicit BasicLdlt(const UpperPattern&);

  bool factorise(std::span<const Number> values);  // as in the pattern; false where a pivot is zero or not finite
  void solve(std::span<Number> b) const;           // b <- A^-1 b
  bool is_definite() const;  // the last factorised matrix is positive definite

  // The parts of a solve, A = L D L^T. Where b has entries in some rows only, L^-1 b has entries in these and their
  // ancestors only.
  std::vector<std::uint32_t> with_ancestors(std::span<const std::uint32_t> rows) const;  // ascending
  void forward(std::span<const std::uint32_t> rows, std::span<Number> b) const;          // b <- L^-1 b, all its entries in rows
  void forward(std::span<Number> b) const;                                               // b <- L^-1 b
  void backward(std::span<Number> b) const;                                              // b <- L^-T D^-1 b
  std::span<const Number> inverse_pivots() const { return inverse_d_; }                  // of D
  std::uint64_t n_rows_done() const { return n_rows_done_; }  // of all factorisations together
  std::size_t n_entries() const { return row_.size(); }       // of L below the diagonal

 private:
  void mark_dirty(std::span<const Number> values);

  const UpperPattern& a_;
  std::vector<std::uint32_t> start_, row_;             // L by columns, below the diagonal
  std::vector<std::uint32_t> row_start_, row_column_;  // columns of each row of L
  std::vector<Number> l_, inverse_d_, y_;
  std::vector<std::uint32_t> row_place_;  // where the entry of that row and column stands in l_
  std::vector<std::uint32_t> parent_;     // in the elimination tree
  std::vector<std::uint32_t> n_alike_;    // columns from this one on that have the same rows, but for their own
  std::vector<Number> factorised_;        // values of the last factorisation; empty: none, or a failed one
  std::vector<std::uint8_t> is_dirty_;
  std::uint64_t n_rows_done_ = 0;
};
using SparseLdlt = BasicLdlt<double>;

// A fill-reducing order of the nodes of a graph (approximate minimum degree): order[k] is the k-th node to eliminate.
std::vector<std::uint32_t> elimination_order(std::size_t n,
                                             std::span<const std::pair<std::uint32_t, std::uint32_t>> edges);

}  // namespace somn::native
