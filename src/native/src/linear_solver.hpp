// A u = b again and again, with one pattern and values that change a little from time to time.
//
//   same values as factorised    solve with the factor
//   few changed                  conjugate gradients, preconditioned by the stale factor; a change of rank r takes
//   about
//                                r iterations (Golub, Van Loan, "Matrix computations", ch. 11)
//   else, or when those take     factorise anew
//   longer than that would
// The choice depends on counts of operations, never on a clock: results are the same on every machine.
#pragma once

#include "sparse_ldlt.hpp"

#include <somn/core/archive.hpp>

#include <cstdint>

namespace somn::native {

class LinearSolver {
 public:
  explicit LinearSolver(const UpperPattern&);

  std::vector<double>& values() { return values_; }  // pattern's entries and one dustbin behind them
  // u: first guess in, solution out, to `tolerance` [V] in every component. n_changed: junctions whose conductance is
  // not that of the last call. False where the matrix is singular.
  bool solve(std::span<const double> b, std::span<double> u, double tolerance, std::size_t n_changed);
  bool factorise();                                                 // the values as they are now
  void apply_factor(std::span<double> b) const { ldlt_.solve(b); }  // b <- (last factorised A)^-1 b

  // With the values of the factor in use, which is made again from them: a stale factor is part of the numbers'
  // history.
  void archive(Archive&);

  std::uint64_t n_factorisations = 0, n_iterations = 0;

 private:
  bool iterate(std::span<const double> b, std::span<double> u, double tolerance);
  void multiply(std::span<const double> x, std::span<double> y) const;

  const UpperPattern& pattern_;
  SparseLdlt ldlt_;
  std::vector<double> values_, factorised_, residual_, direction_, image_, correction_;
  bool has_factor_ = false;
  std::size_t changed_since_factorisation_ = 0;
  std::size_t most_iterations_;  // as dear as a factorisation and a solve
};

}  // namespace somn::native
