// The slow, obvious solution of a resistive network: the whole conductance matrix, dense, LU with full pivoting. The
// oracle of the native solver's fast path.
//   every node k:   sum over junctions (k, m) of g (u_k - u_m) + sum over resistors (u_k - u_m)/R = 0
//   but the drain:  u = 0, and the source: u = V, or a series resistance to V
#pragma once

#include <somn/circuit/circuit.hpp>

#include <Eigen/Dense>

namespace somn::test {

struct DenseSolution {
  Eigen::VectorXd u;    // [V] by node; 0 for those that nothing joins to the electrodes
  double i_source = 0;  // [A]
};

inline DenseSolution solve_dense(const circuit::Circuit& c, const std::vector<double>& g, double volt) {
  const auto n = static_cast<Eigen::Index>(c.n_nodes);
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(n, n);
  const auto stamp = [&](NodeId p, NodeId m, double conductance) {
    const auto i = static_cast<Eigen::Index>(p.index), j = static_cast<Eigen::Index>(m.index);
    a(i, i) += conductance, a(j, j) += conductance, a(i, j) -= conductance, a(j, i) -= conductance;
  };
  for (const circuit::Junction& j : c.junctions)
    if (j.positive != j.negative) stamp(j.positive, j.negative, g[j.id.index]);
  for (const circuit::Resistor& r : c.resistors) stamp(r.a, r.b, 1 / r.resistance);
  const Eigen::MatrixXd laplacian = a;
  Eigen::VectorXd b = Eigen::VectorXd::Zero(n);
  const auto fix = [&](Eigen::Index k, double value) {
    a.row(k).setZero();
    a(k, k) = 1;
    b(k) = value;
  };
  const auto source = static_cast<Eigen::Index>(c.source.index), drain = static_cast<Eigen::Index>(c.drain.index);
  if (c.drive.series_resistance > 0) {
    a(source, source) += 1 / c.drive.series_resistance;
    b(source) = volt / c.drive.series_resistance;
  } else {
    fix(source, volt);
  }
  fix(drain, 0);
  for (Eigen::Index k = 0; k < n; ++k)
    if (!c.is_connected[static_cast<std::size_t>(k)]) fix(k, 0);
  DenseSolution s;
  s.u = a.fullPivLu().solve(b);
  s.i_source = (laplacian.row(source) * s.u)(0);
  return s;
}

}  // namespace somn::test
