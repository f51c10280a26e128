// The explicit half of `adaptive`: networks without capacitances of ohmic junctions whose rates depend on the voltage
// alone. What costs is Kirchhoff (a factorisation); what is cheap is to integrate a junction's rate over a given course
// of its voltage. So voltages are polynomials in time, s = (t - t0)/h, and states their exact integrals:
//   predict    v(s): line through the last two points            x_p = x_0 + h int f(v(s)) ds
//   Kirchhoff  at t0 + h with the conductances of x_p            -> v_1
//   correct    v(s): parabola through the last two and v_1       x_1 = x_0 + h int f(v(s)) ds
//   Kirchhoff  again with the conductances of x_1, by iterations with the factor at hand
//   error      3 |x_1 - x_p|; the largest is to be below rtol times the scale of the state
//   next h     h 0.8 error^(-1/3), at most twice and at least a fifth of h
// A kink of f is thus no error; only the bend of v is. (In the language of multistep methods: Adams-Bashforth 2 and
// Adams-Moulton 3, PECE, third order; Hairer, Norsett, Wanner, "Solving ordinary differential equations I", III.5.) The
// first step after a corner of a drive has a constant and a line instead. With the factor 3 the default rtol puts all
// switching times of nwn_10k within 1e-4 s (docs/native.md).
// Stiffness: a second correction would be `contraction` times the first, about 5/12 h |df/dx|; above a limit the method
// is about to be unstable, and its steps are those of stability, not of accuracy.
#pragma once

#include "stops.hpp"

namespace somn::native {

class Waveform final : public Integrator {
 public:
  static bool fits(const Core&);
  explicit Waveform(Core&);

  void start(Core&) override;                // from an operating point that is there
  void take_over(Core&, double h) override;  // from a point that another method left
  bool step(Core&) override;
  void add_corner(double t) override { stops_.add_corner(t); }
  bool is_stiff() const { return n_stiff_ >= 2; }  // in two looks in a row
  double next_step() const { return h_; }          // [s]

  void interpolate(const Core&, double t, std::span<double> x, std::span<double> u, double& i_source) const override;
  double state_at(const Core&, double t, std::size_t slot) const override;
  void archive(Archive&) override;
  std::uint64_t n_evaluations() const override { return n_evaluations_; }
  const std::vector<double>& residual(const Core&) const override;

 private:
  struct Point {
    std::vector<double> u, v;  // [V]
    double i_source = 0;       // [A]
  };
  void restart(Core&, double t);
  double attempt(Core&, double t1, double h);  // the error in units of the tolerance
  double curve_error(const Core&, double h);   // of the potentials between two points
  void bend(double slope_weight, const std::vector<double>& v_1, std::vector<double>& a, std::vector<double>& b) const;
  void carry(const Core&, double h, const std::vector<double>& a, const std::vector<double>& b,
             std::vector<double>& x) const;
  bool solve_anew(Core&, double t, const std::vector<double>& x, Point&);
  bool refine(Core&, double t, Point&);
  void look_for_stiffness(const Core&, double h);

  Stops stops_;
  double rtol_;                        // above 0.03 less accuracy costs more
  Point before_, past_, begin_, end_;  // the last steps began at before_ and past_, this one goes from begin_ to end_
  std::vector<double> x_, x_p_, x_1_;  // [state] at the beginning, predicted, corrected
  std::vector<double> slope_, bend_;   // [V] v(s) = v_0 + slope s + bend s^2 over this step
  std::vector<double> g_, x_of_g_, i_, b_, spare_[2];
  mutable std::vector<double> sums_, spare_x_;
  double h_ = 0, h_past_ = 0, h_before_ = 0;  // [s] next step; last two, 0 after a restart
  double scale_ = 1e-300;                     // [V] the largest potential so far
  double ratio_ = 0;                          // this step over the last one; 0 after a restart
  int n_stiff_ = 0;
  std::uint64_t n_evaluations_ = 0;
};

}  // namespace somn::native
