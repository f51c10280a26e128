// The junctions of a circuit as arrays, sorted by model so that each law runs over a contiguous part. `slot` is a
// junction's place in these arrays; only input and output know junction ids.
#pragma once

#include "law.hpp"

#include <algorithm>
#include <somn/circuit/circuit.hpp>
#include <somn/native/law_point.hpp>

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace somn::native {

// One implicit stage of a time step, for every junction at once:
//   x = c + w f(x, v),   c = base, w = weight; but in a step of length `early` at whose beginning the voltage jumped to
//                        v, c = base + (early - w) f(base, v) with the weight w of the trapezoid (law.hpp) at v
// Input by slot: v, base, early, weight, memory; `x` holds a first guess. Output: x, its current i, the current's
// answer g = di/dv to the voltage at the end of the stage (that of the state included), and the rate there.
struct Stage {
  std::vector<double> v;                    // [V]
  std::vector<double> base, early, weight;  // [state], [s], [s]
  std::vector<double> x, i, g;              // [state], [A], [S]
  std::vector<double> x_v;                  // [state/V] dx/dv
  std::vector<double> f, f_x;               // [state/s], [1/s]
  std::vector<std::uint8_t> rests;          // x leans against a bound, f = 0

  explicit Stage(std::size_t n)
      : v(n), base(n), early(n), weight(n), x(n), i(n), g(n), x_v(n), f(n), f_x(n), rests(n) {}
};

// The accepted point at the beginning of a step.
struct State {
  std::vector<double> x;       // [state]
  std::vector<double> v;       // [V]
  std::vector<double> f, f_x;  // [state/s], [1/s]; f is NaN where the conductance has just jumped
  std::vector<Memory> memory;
  std::uint64_t n_redrawn = 0;  // memories that changed what a rate is

  explicit State(std::size_t n) : x(n), v(n), f(n), f_x(n), memory(n) {}
};

// Laws at given points, by slot; see law.hpp
struct Local {
  std::vector<double> f, f_x, f_v;  // [state/s], [1/s], [state/(s V)]
  std::vector<double> i, i_x, i_v;  // [A], [A/state], [S]
  explicit Local(std::size_t n) : f(n), f_x(n), f_v(n), i(n), i_x(n), i_v(n) {}
};

struct StepCourse;    // step_wish.hpp
struct WishLimits;    // step_wish.hpp
struct Motion;    // switching.hpp
struct Crossing;  // switching.hpp

// Some junctions of one group: their slots, ascending; every other array goes by place in this list.
struct Batch {
  std::span<const std::uint32_t> slots;
  const double *x, *v;  // [state], [V]
};

// Rates and currents at one point with their derivatives, by place in a list of junctions
struct Linear {
  std::vector<double> f, f_x, f_v;  // [state/s], [1/s], [state/(s V)]; 0 where the state leans against a bound
  std::vector<double> i, i_x, i_v;  // [A], [A/state], [S]
};

// A given course of the voltages, v(s) = v + a s + b s^2, s = (t - t0)/h; all by slot
struct Course {
  double h = 0, to = 1;  // [s]; where it ends
  const double *x, *v, *a, *b;
};

// All junctions of one model: slots first .. first + n.
class Group {
 public:
  virtual ~Group() = default;
  virtual void start(State&) const = 0;  // initial states, new memories, no voltage
  // Memories brought up to date at `time`; true where a conductance jumped, and with it the voltages.
  virtual bool begin(double time, State&) const = 0;
  virtual void take_rates(State&) const = 0;                          // f and f_x from x, v and memory
  virtual void solve(const std::vector<Memory>&, Stage&) const = 0;   // see Stage
  virtual void solve_at(const std::vector<Memory>&, std::size_t slot, Stage&) const = 0;  // one of them
  virtual double wish(const std::vector<Memory>&, const StepCourse&, WishLimits) const = 0;               // step_wish.hpp
  virtual void frozen(const std::vector<Memory>&, Stage&) const = 0;  // i and g at x as it is
  virtual void linearise(const std::vector<Memory>&, const Batch&, std::size_t first_place, Linear&) const = 0;
  // f and i; states beyond a bound are taken at it
  virtual void evaluate(const std::vector<Memory>&, const Batch&, double* f, double* i) const = 0;
  virtual double bounded(const Memory&, double x, double v) const = 0;  // by the law in continuous time
  // [V] Below it in size the state stays within `tolerance` [1] of its scale of where it is, for ever; 0: nowhere
  virtual double rest_limit(const Memory&, double x, double tolerance) const = 0;
  virtual void euler(double dt, State&) const = 0;  // x += dt f, inside its bounds
  // Where is_of_voltage: x[slot] <- Course.x + h int_0^to f(v(s)) ds, inside its bounds, for n slots; exact to
  // rounding.
  virtual void carry(const std::vector<Memory>&, const Course&, std::size_t first, std::size_t n, double* x) const = 0;
  // Kinks, see switching.hpp
  virtual void take_sides(const State&, Sides*) const = 0;
  virtual void evaluate(const std::vector<Memory>&, const Sides*, const double* x, const double* v, Local&) const = 0;
  virtual void look(const Motion&, Crossing&) const = 0;  // keeps what comes first
  // x[slot] in its bounds, for n slots; `v`: the voltages [V] at the end of a step
  virtual void hold(const std::vector<Memory>&, const double* v, double* x) const = 0;
  virtual void put_into_bounds(const std::vector<Memory>&, std::size_t first, std::size_t n, double* x) const = 0;
  // g[slot] anew where x differs from x_of_g, which is then x; returns how many g changed
  virtual std::size_t conductances(const double* x, double* x_of_g, double* g) const = 0;
  // [s] when a latched phase is going to end; x and f at `time`, by slot
  virtual double next_phase_end(double time, const std::vector<Memory>&, const double* x, const double* f) const = 0;
  virtual double conductance(double x) const = 0;                       // [S] at v = 0
  virtual double amperes(const Memory&, double x, double v) const = 0;  // [A]
  virtual double slope(const Memory&, double x, double v) const = 0;    // [S] di/dv at frozen state
  virtual LawPoint point(double x, double v) const = 0;                 // of a new junction with its state at x

  std::size_t first = 0, n = 0;
  double scale = 1;               // [state]
  double unique_step = infinity;  // [s]
  double slot = infinity;         // [s]
  bool is_steady = true;          // begin() does nothing but at time 0
  bool is_ohmic = true;           // i = conductance(x) v
  bool is_linear = false;         // f linear in x at constant v
  bool is_of_voltage = false;     // f depends on v alone, and in pieces linearly; conductances are continuous
};

// A law as models/<law>/native.cpp registers it
struct LawEntry {
  const char* name;
  bool draws;  // random numbers: its junctions have keys
  std::unique_ptr<Group> (*make)(const Values&, std::vector<Key>);
};

// A group per model in use, and which junction sits in which slot. Junctions that carry no current (both ends in one
// node, or not reached from the electrodes) have none.
struct Groups {
  std::vector<std::unique_ptr<Group>> groups;
  std::vector<std::uint32_t> junction_of_slot;

  const Group& of(std::size_t slot) const {
    const auto begins_behind = [](std::size_t k, const auto& group) { return k < group->first; };
    return **std::prev(std::upper_bound(groups.begin(), groups.end(), slot, begins_behind));
  }
};
// Names of nodes, from which the random numbers of junctions follow; without, those of a deck: n<k>, and 0 for the drain
using NodeName = std::function<std::string(NodeId)>;
Groups make_groups(const circuit::Circuit&, const NodeName& = {});

}  // namespace somn::native
