// What a junction is, to the native solver: one state x, dx/dt = f(x, v), i = i(x, v), and a memory that is constant
// over a time step. A second transcription of the papers: it shares with the code model the tables of parameters and
// nothing else, so that the two can contradict each other.
//
// A law is a class with these members, in models/<law>/native.cpp; law_group.hpp makes loops over many junctions of it.
//   Law(const Values&)                 parameters, already checked by the catalogue
//   is_linear, rate_has_state          f is linear in x at constant v; depends on it at all
//   piece(direction, v)                where it does not: the piece of f at v, in an array of all in order of voltage,
//                                      monotone in time; `direction` is the sign of the state
//   is_continuous()                    conductance(x) is
//   has_memory                         begin() does something
//   initial()                          [state] at t = 0
//   begin(key, time, x, v, memory)     at the beginning of a step; may move x
//   n_switches, switches(memory, x, v, s)   switching functions, see below
//   rate(memory, sides, x, v)          f and its partial derivatives, on the branch that `sides` selects
//   bounded(memory, x, v)              x inside its bounds after a step of forward Euler that ended at v
//   bounds(memory)                     the bounds; a state that f pushes against one of them rests there
//   current(memory, sides, x, v)       i and its partial derivatives
//   conductance(x)                     [S] di/dv at v = 0
//   scale()                            size of the state: the unit of its tolerances
//   unique_step()                      [s] below it the implicit trapezoid has one solution
//   slot()                             [s] length of a time slot of noise, infinite without
//   rest_limit(memory, x, tolerance)   [V] below it in size x stays within tolerance scale() for ever, where i = G v
//   is_steady()                        begin() does nothing but at time 0
//   phase_end(memory)                  state at which a latched phase ends, -infinity without
#pragma once

#include <somn/models/catalogue.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

namespace somn::native {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

struct Rate {
  double f = 0, f_x = 0, f_v = 0;  // [state/s], [1/s], [state/(s V)]
};

struct Piece {  // f = f_0 + f_v v for low <= v <= high
  double low = 0, high = 0, f_0 = 0, f_v = 0;
};

struct Current {
  double i = 0, i_x = 0, i_v = 0;  // [A], [A/state], [S]
};

// Switching functions: signed functions of x and v; f and i are smooth where none of them changes its sign. Their signs
// are the `sides`, bit k set where s_k > 0, and select the branch. rate() and current() continue every branch smoothly
// beyond its border, so that a step sees one branch, and where that ends is seen by looking at s (switching.hpp). A law
// that is smooth has none; one that does not matter with these parameters is constant.
using Sides = std::uint32_t;
inline constexpr std::size_t most_switches = 8;

struct Bounds {
  double low = 0, high = 1;  // [state]
};

struct Key {  // of a junction's random numbers
  std::uint32_t low = 0, high = 0;
};

struct Memory {
  double count = 0;            // completed cycles
  double own[2] = {0, 0};      // the law's own
  double slot = 0, noise = 0;  // number of the time slot and the random force in it
  std::int32_t branch = 0;     // the law's own; 0 in a new junction
};

// What begin() did to the rate at the beginning of the step
enum class Change {
  none,      // still valid
  redrawn,   // to be taken anew
  switched,  // the conductance jumped and the voltage with it: unknown
};

// The values of a law's parameters by name.
class Values {
 public:
  Values(const models::Law& law, const std::vector<double>& values) : law_(law), values_(values) {}
  double operator()(const char* name) const { return values_[law_.index(name, "native solver")]; }
  int choice(const char* name) const { return static_cast<int>((*this)(name)); }

 private:
  const models::Law& law_;
  const std::vector<double>& values_;
};

// A law that brings its own loops over many junctions (has_arrays) has the members
//   take(memory, block, k)                                 what rate and current need of it, to place k of the block
//   evaluate(n, block, x, v, f, i)                         n junctions, states inside their bounds
//   linearise(n, block, x, v, ArrayPoint)                  with derivatives
struct FromMemory {
  static constexpr std::size_t most = 256;
  double a[most], b[most];
};
struct ArrayPoint {
  double *f, *f_x, *f_v;  // as Rate
  double *i, *i_x, *i_v;  // as Current
};

inline double sign(double y) {
  return y > 0 ? 1.0 : y < 0 ? -1.0 : 0.0;
}

// What most laws need no thought for
struct PlainLaw {
  static constexpr bool is_linear = false;
  static constexpr bool is_ohmic = true;  // i = conductance(x) v
  static constexpr bool has_memory = false;
  static constexpr bool draws = false;           // random numbers
  static constexpr bool has_phases = false;      // phase_end() is finite
  static constexpr bool branch_is_sign = false;  // memory.branch is the sign of the state
  static constexpr bool has_arrays = false;      // its own loops: see FromMemory
  static constexpr bool rate_has_state = true;   // f depends on x
  static constexpr std::size_t n_switches = 0;
  static constexpr Sides of_state = 0;    // those switching functions that are distances of the state [state], of which
                                          // f knows nothing: a step ends there
  static constexpr Sides kept = 0;        // those that a method without event location leaves on over a step
  static constexpr Sides of_current = 0;  // those at which the current bends
  void switches(const Memory&, double, double, double*) const {}
  Change begin(Key, double, double&, double, Memory&) const { return Change::none; }
  double bounded(const Memory&, double x, double) const { return x < 0 ? 0.0 : x > 1 ? 1.0 : x; }
  Bounds bounds(const Memory&) const { return {}; }
  double scale() const { return 1; }
  double unique_step() const { return infinity; }
  bool is_continuous() const { return true; }
  double slot() const { return infinity; }
  double phase_end(const Memory&) const { return -infinity; }
  double rest_limit(const Memory&, double, double) const { return 0; }
  bool is_steady() const { return false; }
};

template <class Law>
Sides sides(const Law& law, const Memory& m, double x, double v) {
  double s[most_switches];
  law.switches(m, x, v, s);
  Sides result = 0;
  for (std::size_t k = 0; k < Law::n_switches; ++k) result |= static_cast<Sides>(s[k] > 0) << k;
  return result;
}

inline bool is_on(Sides sides, int k) {
  return (sides >> k & 1u) != 0;
}

inline Current ohmic(double g, double g_x, double v) {
  return {g * v, g_x * v, g};
}

// Weight of the end of a step in the trapezoid, z = -h df/dx: 1/2, damped where the state is stiff; exact for laws that
// are linear in the state.
inline double theta(double z, bool is_linear) {
  if (!is_linear) return z <= 2 ? 0.5 : 1 - 1 / z;
  if (std::abs(z) >= 0.25) return 1 / -std::expm1(-z) - 1 / z;
  const double y = z * z;  // 1/2 + z/12 - z^3/720 + z^5/30240 - z^7/1209600
  return 0.5 + z / 12 * (1 - y / 60 * (1 - y / 42 * (1 - y / 40)));
}

// exp and sinh, continued by their tangents where the argument is beyond 80
struct Tangent {
  double value, slope;
};
inline Tangent tame_exp(double u) {
  const double limit = 80, at = std::exp(u < limit ? u : limit);
  return {u < limit ? at : at + at * (u - limit), at};
}
inline Tangent tame_sinh(double u) {
  const double limit = 80, inside = u > limit ? limit : u < -limit ? -limit : u, slope = std::cosh(inside);
  return {std::sinh(inside) + slope * (u - inside), slope};
}

}  // namespace somn::native
