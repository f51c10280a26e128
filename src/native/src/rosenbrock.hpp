// The method of `adaptive` for networks with capacitances: linearly implicit (rodas4p2.hpp has its formula), so that a
// step takes one factorisation and six solves and never an iteration. The unknowns are junction states x and potentials u,
//   dx/dt = f(x, v)   of every junction,     sum of i(x, v), C dv/dt and resistor currents = 0   at every free node,
//   0 = U(t) - u   at a fixed one
// and k_x, k_u belong to them. The Jacobian is exact, and a junction's own part of it is eliminated before the network's
// matrix is made: with p = 1/(1/(gamma h) - f_x) and the right hand side r_x of its equation
//   k_x = p (r_x + f_v k_v),   so that the junction is a conductance i_v + i_x p f_v beside a current i_x p r_x
//   1. choose the junctions to look at (active.hpp); take f, i and their derivatives there
//   2. one matrix, one factorisation; for each of the six stages f and i anew, a solve, k_x
//      what rests is linear and mostly alike, W k_u = right hand side: what flows through it are sums of former right
//      hand sides, so that a stage never sums over the branches at rest (rosenbrock_stages.cpp)
//      given up after the first solve where the rates bend too much on the way to the second stage: then h is much too long
//   3. error: the largest component of k_6 in units of rtol times the scale (of the state; of the voltages)
//      next h = h 0.8 error^(-1/4), or less where errors grow from step to step; at most twice, at least a fifth of h
// Nothing is remembered from step to step but h and the error, so that steps begin anew at corners of the drives, slots
// of noise and jumps of conductances for nothing; where a voltage jumps (a drive, or a node without capacitance) the
// potentials behind the jump are solved for first, with states and charges as they are.
// A regenerative junction (f_x > 0) keeps gamma h f_x below 1/2: at 1 its equation has no solution.
#pragma once

#include "active.hpp"
#include "rodas4p2.hpp"
#include "stage_solver.hpp"
#include "stops.hpp"

namespace somn::native {

class Rosenbrock final : public Integrator {
 public:
  explicit Rosenbrock(Core&);

  void start(Core&) override;
  void take_over(Core&, double h) override;
  bool step(Core&) override;
  void add_corner(double t) override { stops_.add_corner(t); }
  void interpolate(const Core&, double t, std::span<double> x, std::span<double> u, double& i_source) const override;
  double state_at(const Core&, double t, std::size_t slot) const override;
  void archive(Archive&) override;
  std::uint64_t n_evaluations() const override { return n_evaluations_; }
  // With the slopes of the curve at its end: a linearly implicit method solves for no current
  const std::vector<double>& residual(const Core&) const override;

 private:
  static constexpr std::size_t n_stages = rodas4p2::n_stages;
  using Stages = std::array<std::vector<double>, n_stages>;
  struct Ends {
    std::uint32_t plus, minus;  // potentials
  };

  Tolerance tolerance(const Core&) const;
  void wake_all(Core&);
  void relist(Core&);
  void fix_conductances(Core&);
  void begin(const Core&);
  double excess(std::uint32_t k) const { return fixed_g_[k] - (k < n_slots_ ? alike_ : 0); }  // [S]
  void linearise(Core&);
  void settle(Core&, double t);
  double attempt(Core&, double t0, double t1, bool is_shortest);  // the error in units of the tolerance
  void make_matrix(Core&, double h);
  void take_stage(const Core&, std::size_t stage);
  double first_guess(const Core&) const;
  void sum_currents(const Core&, std::size_t stage, double h);
  void drive(const Core&, std::size_t stage, double t0, double t1);
  void solve(const Core&, std::size_t stage);
  double error(const Core&, double h);
  double curve_error(const Core&, double h, double scale, double i_scale);
  void keep_third();
  void accept(Core&, double t1);
  double next_step(double h, double error, bool is_accepted);
  double source_voltage(const circuit::Drive&, double t0, double t1, double s) const;
  double rise(const circuit::Drive&, double t0, double t1) const;

  struct Curve {  // weights of the beginning, the end, d_1 and d_2
    double begin, end, d_1, d_2;
  };
  static Curve curve(double s);
  static Curve slope(double s);
  double value(const Core&, const Curve&, std::size_t potential) const;
  void find_weights(const Core&, double h);
  void use_weights(const Core&);
  double source_current(const Core&, double t, double s, std::span<const double> u, std::span<const double> i) const;
  double conducted(std::span<const double> u, std::span<const double> i) const;
  double current_error(const Core&, std::span<const double> e_u, std::span<const double> e_x) const;
  double least_potential(const Core&, double h) const;
  double source_conductance(const Core&) const;
  double current_scale(const Core&, double h) const;
  static double expected_potential(const Core&);
  double slope_of(const circuit::Drive&, double t0, double t1, double s) const;  // [V/s]

  Stops stops_;
  StageSolver consistent_;  // for voltages that have to be found
  Active active_;
  Linear linear_;
  // by place in the list of active junctions
  std::vector<double> x0_, v0_, x_, v_, f_, i_;  // at the beginning of the step; of a stage
  std::vector<double> gain_, follow_, answer_;   // p [s]; p f_v [state/V]; the conductance of a stage [S]
  std::vector<double> rate_;                     // r_x [state/s]
  std::vector<double> d_x_, bend_x_;             // [state] as d_u_
  Stages k_x_;
  std::vector<double> third_x_;  // that of the last step, by slot
  // by potential
  std::vector<double> u0_, u_, b_, z_;
  std::vector<double> weights_, laplace_of_weights_, charges_of_weights_;  // [1], [1], [F], see rosenbrock_source.cpp
  std::vector<double> resting_;  // [A] out of every node through what rests, at the beginning
  std::vector<double> d_u_, bend_u_,
      third_u_;         // [V] d_2 of the step's curve; less that of the last one, for this step's length; that itself
  Stages k_u_, right_;  // unknowns and right hand sides
  // by slot, then the resistors
  std::vector<Ends> ends_;
  std::vector<double> fixed_g_, c_;      // [S] of what rests, [F]
  std::vector<std::uint32_t> boundary_;  // those at a fixed potential
  std::vector<std::uint32_t> odd_;       // resistors, and junctions at rest with another conductance than alike_
  std::size_t n_slots_;
  double alike_ = 0;                                    // [S] of the other junctions at rest
  std::vector<double> ground_;                          // [F] by potential
  std::vector<double> v_end_;                           // [V] by slot, at the end of the step
  std::vector<double> laplace_values_, ground_values_;  // matrices: 1 for every junction; of ground_
  mutable std::vector<double> residual_;
  double h_ = 0;                        // [s]
  double h_past_ = 0, error_past_ = 0;  // of the last step; 0 where it says nothing about the next
  double h_of_d_ = 0;                   // [s] that d_x_, d_u_ are of; 0: not known
  double h_third_ = 0;                  // [s] of the step that third_x_, third_u_ are of; 0: they say nothing
  double per_hg_ = 0;                   // [1/s] 1/(gamma h)
  double alike_answer_ = 0;             // [S] of a junction that rests, with its capacitance
  double i_scale_ = 0;                  // [A] largest current of the source so far
  double u_scale_ = 0;                  // [V] largest potential so far, or what the drives can make of it
  double h_of_weights_ = 0;             // [s]
  std::uint64_t weights_since_ = 0;     // steps
  bool is_restored_ = false;
  std::uint64_t n_evaluations_ = 0;
};

}  // namespace somn::native
