// One implicit stage of the whole network: node voltages u and junction states x such that
//   Kirchhoff:  sum of i(x_j, v_j), capacitor and resistor currents is zero at every free node
//   junctions:  x_j = c_j + w_j f(x_j, v_j)                              (Stage in junctions.hpp)
//
// The states are local: given the voltages, each junction solves its own scalar equation and says how its current
// answers to its voltage. What is left is a network of nonlinear resistors, for Newton's method:
//   repeat  evaluate all junctions at u; residual F; matrix J of the answers g and C/w
//           solve J du = -F
//           u += du, or a part of it where the current overshoots
//   until   du is below the tolerance; then evaluate once more, for states that belong to u
// Overshoot: along du the power P(a) = F(u + a du) . du rises from P(0) < 0 to P(a) = 0 (all answers positive: the
// co-content is convex). Where P(1) > |P(0)|/2 the zero is sought by the secant method inside the bracket (0, 1): a
// branch that is nearly vertical can throw Newton's method to and fro for ever.
#pragma once

#include "equations.hpp"
#include "linear_solver.hpp"

namespace somn::native {

struct Tolerance {
  double tolerance = 1e-12;  // [1] of node voltages, relative to
  double scale = 0;          // [V] this, or the largest voltage where that is more
};

class StageSolver {
 public:
  StageSolver(const Equations&, const Groups&, LinearSolver&);

  Stage stage;             // filled in by the method: base, early, weight; x: first guess
  Charges charges;         // filled in by the method
  bool is_frozen = false;  // states stay at x: an operating point

  // u: first guess in (fixed potentials set), solution out, to the tolerance. False where Newton's method fails; u
  // and the stage are then of no use. A last correction of at most `coarseness` times the tolerance is followed by
  // states, rates and currents by their derivatives, which saves an evaluation; its error is of second order. Not for
  // stages with `early`.
  bool solve(double time, const Tolerance&, const std::vector<Memory>&, std::span<double> u, double coarseness = 0);

  // u_error <- the error of the node voltages that belongs to an error of the charges [C], `charge_error` by slot and
  // by potential: J u_error = charge_error/weight, with the last factor.
  void filter(std::span<const double> slot_errors, std::span<const double> ground_errors, std::span<double> u_error);

  double source_current(std::span<const double> u, double time) const;
  const std::vector<double>& residual() const { return sums_; }  // of the last evaluation, by potential
  std::uint64_t n_iterations = 0;

 private:
  void evaluate(double time, const std::vector<Memory>&, std::span<const double> u);
  void move(double time, const std::vector<Memory>&, std::span<double> u);  // u += du
  void follow(double time, std::span<double> u);  // u += du and everything with it, by derivatives
  double correction();
  double power() const;
  void search(double time, const std::vector<Memory>&, std::span<double> u, double p0, double p1);

  const Equations& equations_;
  const Groups& groups_;
  LinearSolver& linear_;
  std::vector<double> sums_, du_, u_before_, v_before_, gathered_;
};

}  // namespace somn::native
