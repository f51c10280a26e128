// The kinks of a step. A law is smooth on each of its branches, and the signs of its switching functions say which one
// it is on (law.hpp). A method that takes a step from t_0 to t_0 + h
//   1. finds the branches at t_0:                      take_sides()
//   2. makes the step on these branches, continued smoothly beyond their borders, so that its order and its estimate
//      of the error hold:                              Group::evaluate()
//   3. looks where its own curve through the step, a cubic of every state and voltage, left them:   first_crossing()
//        nowhere that matters     the step stands
//        at once (at = 0)         the junctions listed are on the other side already: flip() them, same step again
//        at 0 < at < 1            the step again, to t_0 + at h; the next one begins on the other side
// What matters is measured: had the junction followed its law beyond the crossing, its state would have come out
// different by `missed` = h int (f(branch that it is on) - f(branch of the step)) ds. Up to the tolerance it is added
// to the state at the end of the step, which leaves an error of higher order, and the crossing is passed over. So a
// junction that chatters about its threshold asks for no steps that the tolerance does not ask for, and many junctions
// may cross in one step. A bound is a branch, too: a state that f pushes against it rests there (f = 0), and leaves it
// when f points inside. Where f knows nothing of a switching function (of_state, of_current) its distance, or what the
// current has wrong, is to be below a tenth of the tolerance.
#pragma once

#include "junctions.hpp"

namespace somn::native {

// Bit of `sides`: the state rests at a bound
inline constexpr Sides is_held = 1u << 31;

// y(s) = c_0 + c_1 s + c_2 s^2 + c_3 s^3 over a step, 0 <= s <= 1; by slot
struct Cubic {
  std::vector<double> c_0, c_1, c_2, c_3;
  explicit Cubic(std::size_t n = 0) : c_0(n), c_1(n), c_2(n), c_3(n) {}
  double operator()(std::size_t k, double s) const { return c_0[k] + s * (c_1[k] + s * (c_2[k] + s * c_3[k])); }
  double slope(std::size_t k, double s) const { return c_1[k] + s * (2 * c_2[k] + 3 * s * c_3[k]); }
};

// A step as it was made
struct Motion {
  double h = 0;                    // [s]
  const double* unit = nullptr;    // [state] the tolerance of every state, by slot
  double current = 0;              // [A] the tolerance of a current
  const Cubic* x = nullptr;        // [state]
  const Cubic* v = nullptr;        // [V]
  const Memory* memory = nullptr;  // by slot
  const Sides* sides = nullptr;    // of the step, by slot
};

struct Flip {
  std::size_t slot = 0;
  Sides sides = 0;
  double x = 0;  // [state] put into its bounds
};

struct Missed {
  std::size_t slot = 0;
  double dx = 0;  // [state]
};

struct Crossing {
  double at = 1;                    // [h] where the step is to end; 1: the step stands
  std::vector<Flip> flips = {};     // junctions that crossed at the beginning, where there are any
  std::vector<Missed> missed = {};  // of a step that stands: to be added to its states
};

void take_sides(const Groups&, const State&, std::vector<Sides>& sides);
Crossing first_crossing(const Groups&, const Motion&);

}  // namespace somn::native
