#include "response.hpp"

#include <somn/core/error.hpp>

namespace somn::adiabatic {
namespace {

constexpr int most_dense = 3000;  // nodes: 72 MB

Eigen::SparseMatrix<double> laplacian(int n, std::span<const Edge> capacitors, double ground) {
  std::vector<Eigen::Triplet<double>> entries;
  for (const auto& [a, b] : capacitors) {
    if (a >= 0) entries.emplace_back(a, a, 1.0);
    if (b >= 0) entries.emplace_back(b, b, 1.0);
    if (a < 0 || b < 0) continue;
    entries.emplace_back(a, b, -1.0);
    entries.emplace_back(b, a, -1.0);
  }
  if (ground > 0)
    for (int k = 0; k < n; ++k) entries.emplace_back(k, k, ground);
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

}  // namespace

Response::Response(int n_nodes, std::span<const Edge> capacitors, double ground_capacitance)
    : laplacian_(laplacian(n_nodes, capacitors, ground_capacitance)) {
  factor_.compute(laplacian_);
  if (factor_.info() != Eigen::Success)
    throw InternalError("the capacitive Laplacian of a connected network is singular");
  solve_cost_ = 4 * static_cast<double>(factor_.matrixL().nestedExpression().nonZeros());
  if (n_nodes <= most_dense) inverse_ = factor_.solve(Eigen::MatrixXd::Identity(n_nodes, n_nodes));
}

double Response::residual(const Eigen::VectorXd& voltage, const Eigen::VectorXd& charge) const {
  return (laplacian_ * voltage - charge).lpNorm<Eigen::Infinity>();
}

double Response::self(const Edge& edge) const {
  const auto entry = [&](int a, int b) { return a < 0 || b < 0 ? 0.0 : inverse_(a, b); };
  if (inverse_.size() > 0)
    return entry(edge.first, edge.first) - 2 * entry(edge.first, edge.second) + entry(edge.second, edge.second);
  Eigen::VectorXd charge = Eigen::VectorXd::Zero(laplacian_.rows());
  if (edge.first >= 0) charge[edge.first] += 1;
  if (edge.second >= 0) charge[edge.second] -= 1;
  return charge.dot(factor_.solve(charge));
}

void Response::add(std::span<const Transfer> transfers, Eigen::VectorXd& voltage) const {
  const auto n = static_cast<double>(voltage.size());
  if (inverse_.size() > 0 && 4 * n * static_cast<double>(transfers.size()) < solve_cost_) {
    for (const auto& [edge, charge] : transfers) {
      if (edge.first >= 0) voltage += charge * inverse_.col(edge.first);
      if (edge.second >= 0) voltage -= charge * inverse_.col(edge.second);
    }
    return;
  }
  Eigen::VectorXd change = Eigen::VectorXd::Zero(voltage.size());
  for (const auto& [edge, charge] : transfers) {
    if (edge.first >= 0) change[edge.first] += charge;
    if (edge.second >= 0) change[edge.second] -= charge;
  }
  voltage += factor_.solve(change);
}

}  // namespace somn::adiabatic
