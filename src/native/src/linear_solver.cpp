#include "linear_solver.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace somn::native {

LinearSolver::LinearSolver(const UpperPattern& pattern)
    : pattern_(pattern),
      ldlt_(pattern),
      values_(pattern.row.size() + 1),
      residual_(pattern.n()),
      direction_(pattern.n()),
      image_(pattern.n()),
      correction_(pattern.n()) {
  // One iteration: a solve (4 per entry of L), a product (4 per entry of A) and vectors. An entry of L costs about
  // twice as much to update as to use (measured).
  const double iteration =
      4.0 * static_cast<double>(ldlt_.n_entries() + pattern.row.size()) + 10.0 * static_cast<double>(pattern.n());
  most_iterations_ = static_cast<std::size_t>(ldlt_.n_operations() / iteration);
}

bool LinearSolver::factorise() {
  ++n_factorisations;
  changed_since_factorisation_ = 0;
  factorised_ = values_;
  has_factor_ = ldlt_.factorise(values_);
  return has_factor_;
}

bool LinearSolver::solve(std::span<const double> b, std::span<double> u, double tolerance, std::size_t n_changed) {
  changed_since_factorisation_ += n_changed;
  const bool is_exact = has_factor_ && changed_since_factorisation_ == 0;
  if (!is_exact && has_factor_ && changed_since_factorisation_ <= most_iterations_ && iterate(b, u, tolerance))
    return true;
  if (!is_exact && !factorise()) return false;
  std::copy(b.begin(), b.end(), u.begin());
  ldlt_.solve(u.first(pattern_.n()));
  return true;
}

void LinearSolver::archive(Archive& a) {
  a(values_), a(factorised_), a(has_factor_), a(changed_since_factorisation_), a(n_factorisations), a(n_iterations);
  if (a.reads() && has_factor_) ldlt_.factorise(factorised_);
}

// Conjugate gradients; the preconditioned residual M^-1 r is close to the error itself, since M is close to A.
bool LinearSolver::iterate(std::span<const double> b, std::span<double> u, double tolerance) {
  const std::size_t n = pattern_.n();
  multiply(u, residual_);
  for (std::size_t k = 0; k < n; ++k) residual_[k] = b[k] - residual_[k];
  double rho = 0;
  for (std::size_t iteration = 0; iteration <= most_iterations_; ++iteration) {
    std::copy(residual_.begin(), residual_.end(), correction_.begin());
    ldlt_.solve(correction_);
    double largest = 0;
    for (const double c : correction_) largest = std::max(largest, std::abs(c));
    if (largest <= tolerance) {
      for (std::size_t k = 0; k < n; ++k) u[k] += correction_[k];
      return true;
    }
    if (iteration == most_iterations_ || !std::isfinite(largest)) return false;
    ++n_iterations;
    const double rho_before = rho;
    rho = std::inner_product(residual_.begin(), residual_.end(), correction_.begin(), 0.0);
    const double beta = iteration ? rho / rho_before : 0;
    for (std::size_t k = 0; k < n; ++k) direction_[k] = correction_[k] + beta * direction_[k];
    multiply(direction_, image_);
    const double alpha = rho / std::inner_product(direction_.begin(), direction_.end(), image_.begin(), 0.0);
    for (std::size_t k = 0; k < n; ++k) {
      u[k] += alpha * direction_[k];
      residual_[k] -= alpha * image_[k];
    }
  }
  return false;
}

void LinearSolver::multiply(std::span<const double> x, std::span<double> y) const {
  const std::size_t n = pattern_.n();
  for (std::size_t k = 0; k < n; ++k) {
    const std::uint32_t diagonal = pattern_.start[k + 1] - 1;
    const double x_k = x[k];
    double sum = values_[diagonal] * x_k;
    for (std::uint32_t p = pattern_.start[k]; p < diagonal; ++p) {
      const std::uint32_t row = pattern_.row[p];
      sum += values_[p] * x[row];
      y[row] += values_[p] * x_k;
    }
    y[k] = sum;
  }
}

}  // namespace somn::native
