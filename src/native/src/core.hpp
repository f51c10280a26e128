// What the methods share: the circuit as equations, the state, the last point.
#pragma once

#include "equations.hpp"
#include "junctions.hpp"
#include "linear_solver.hpp"

#include <somn/core/archive.hpp>
#include <somn/native/solver.hpp>

#include <algorithm>

namespace somn::native {

// One method. Owns nothing that Core has.
class Integrator {
 public:
  virtual ~Integrator() = default;
  virtual void start(Core&) = 0;            // the operating point, where there is one
  virtual bool step(Core&) = 0;             // false at the end
  virtual void add_corner(double) {}        // of a drive, at the present time [s]
  virtual void extend(const Core&) {}       // options.t_stop is another
  virtual void take_over(Core&, double) {}  // from a point that another method left, with a next step [s]
  virtual void interpolate(const Core&, double t, std::span<double> x, std::span<double> u, double& i_source) const = 0;
  virtual double state_at(const Core&, double t, std::size_t slot) const = 0;  // as interpolate()
  virtual void archive(Archive&) = 0;                                          // what the future depends on
  virtual std::uint64_t n_evaluations() const = 0;
  virtual const std::vector<double>& residual(
      const Core&) const = 0;  // of Kirchhoff's law at the last point, by potential [A]
};
class StageSolver;
struct Tolerance;
// The point at t = 0: states at their initial values, no current in capacitances. SimulationError where there is none.
void solve_operating_point(Core&, StageSolver&, const Tolerance&);

std::unique_ptr<Integrator> make_euler(Core&);
std::unique_ptr<Integrator> make_trapezoid(Core&);
std::unique_ptr<Integrator> make_rodas(Core&);
std::unique_ptr<Integrator> make_rosenbrock(Core&);
std::unique_ptr<Integrator> make_adaptive(Core&);

struct Core {
  Core(const circuit::Circuit&, const Options&);
  ~Core();

  const circuit::Circuit& circuit;
  Options options;
  Groups groups;
  Equations equations;
  LinearSolver linear;
  Statistics statistics;

  double time = 0, previous_time = 0;  // [s]
  State state;                         // after the last update
  std::vector<double> u;               // [V] potentials at `time`
  std::vector<double> x_of_g, g;       // [state], [S] states of the last point, and conductances at them
  std::vector<double> i;               // [A] through the junctions at the last point
  double i_source = 0;                 // [A]
  std::size_t n_changed = 0;           // conductances in the last update
  std::unique_ptr<Integrator> integrator;

  double largest_potential() const;     // [V] the scale of voltages
  bool begin_step(double at);           // memories brought up to date; true where a conductance jumped
  void update_conductances();           // g and x_of_g from state.x
  std::vector<double> corners() const;  // [s] of all drives, ascending, in (0, t_stop)

  // By junction, from slots; junctions without a slot keep what `by_junction` has.
  void spread(std::span<const double> by_slot, std::vector<double>& by_junction) const;
  std::vector<std::uint32_t> slot_of_junction;  // empty where slot k is junction k
  bool is_identity = false;                     // slot k is junction k
  mutable std::vector<double> states_out, conductances_out, x_between, u_between, g_between,
      x_of_g_between;  // of point() and interpolated()
};

// [1] What the error of a step of RODAS4P2 is held to: below 1e-12 its estimate is rounding, and steps would shrink for
// nothing.
inline double tolerance_of(const Core& c) {
  return std::max(c.options.rtol, 1e-12);
}

}  // namespace somn::native
