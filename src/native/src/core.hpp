// What the methods share: the circuit as equations, the state, the last point.
#pragma once

#include "equations.hpp"
#include "junctions.hpp"
#include "linear_solver.hpp"

#include <somn/native/solver.hpp>

namespace somn::native {

class Integrator;

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
  double i_source = 0;                 // [A]
  std::unique_ptr<Integrator> integrator;

  double largest_potential() const;  // [V] the scale of voltages: the largest fixed or free one
  void begin_step(double at);        // memories brought up to date
  void update_conductances();        // g and x_of_g from state.x; tells the linear solver's caller how many changed
  std::size_t n_changed = 0;

  // by junction, from slots; junctions without a slot keep what they have
  void spread(std::span<const double> by_slot, std::vector<double>& by_junction) const;
  bool is_identity = false;  // slot k is junction k
  mutable std::vector<double> states_out, conductances_out;
};

// One method. Owns nothing that Core has.
class Integrator {
 public:
  virtual ~Integrator() = default;
  virtual void start(Core&) = 0;  // the operating point
  virtual bool step(Core&) = 0;
};

std::unique_ptr<Integrator> make_euler();

}  // namespace somn::native
