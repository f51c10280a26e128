// The inverse capacitive Laplacian: node voltages from node charges.
#pragma once

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>
#include <span>
#include <utility>
#include <vector>

namespace somn::adiabatic {

using Edge = std::pair<int, int>;  // nodes; -1 is ground

class Response {
 public:
  Response(int n_nodes, std::span<const Edge> capacitors, double ground_capacitance);

  Eigen::VectorXd solve(const Eigen::VectorXd& charge) const { return factor_.solve(charge); }
  double residual(const Eigen::VectorXd& voltage, const Eigen::VectorXd& charge) const;
  double self(const Edge& edge) const;  // Gamma_jj = (e_a - e_b)^T L^-1 (e_a - e_b)

  // voltage += L^-1 change, where `change` has dq at the first and -dq at the second node of every (edge, dq): by
  // columns of the dense inverse where there is one and that is less work, else by a solve.
  struct Transfer {
    Edge edge;
    double charge = 0;
  };
  void add(std::span<const Transfer>, Eigen::VectorXd& voltage) const;

 private:
  Eigen::SparseMatrix<double> laplacian_;
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> factor_;
  Eigen::MatrixXd inverse_;  // empty for large networks
  double solve_cost_ = 0;    // [flop]
};

}  // namespace somn::adiabatic
