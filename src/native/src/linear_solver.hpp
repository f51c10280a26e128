// A u = b again and again, with one pattern and values that change from time to time. The factor is exact at every
// solve; what did not change is not done again (sparse_ldlt.hpp).
#pragma once

#include "sparse_ldlt.hpp"

#include <cstdint>

namespace somn::native {

class LinearSolver {
 public:
  explicit LinearSolver(const UpperPattern& pattern) : ldlt_(pattern), values_(pattern.row.size() + 1) {}

  std::vector<double>& values() { return values_; }  // by the pattern, and one dustbin behind them
  bool factorise() {                                 // the values as they are now; false where they are singular
    ++n_factorisations;
    return ldlt_.factorise(values_);
  }
  bool is_definite() const { return ldlt_.is_definite(); }
  void apply_factor(std::span<double> b) const { ldlt_.solve(b); }  // b <- (last factorised A)^-1 b
  std::uint64_t n_rows_done() const { return ldlt_.n_rows_done(); }

  std::uint64_t n_factorisations = 0;

 private:
  SparseLdlt ldlt_;
  std::vector<double> values_;
};

}  // namespace somn::native
