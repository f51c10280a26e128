// A network condensed to its pins: the part of a larger circuit that somebody else solves. No simulator in sight: a host
// gives voltages of the pins and integration coefficients, and gets currents and their answers.
//
//   hold()                       an operating point begins: states at their initial values
//   | step(...)                  or a step, from the last accepted point; the same again where a trial was rejected
//   | repeat  evaluate(v)        once for each of the host's Newton iterations: currents(), conductance(j, k)
//   |         until settled      and the host's own unknowns are
//   | wish()                     how long the step should have been, or the next one may be
//   | accept()                   the trial becomes the accepted point
//
// One Newton iteration for all ("one-level"): the voltages inside follow the host's, iteration by iteration. With i the
// nodes inside and e the pins, F the sums of currents out of the nodes, and K their derivatives, each evaluate()
//   moves the nodes inside by du = -K_ii^-1 (F_i + K_ie dv_e), with F and K of the evaluation before,
//   lets every junction solve its own equation for its state (junctions.hpp) and sums F and K anew,
//   answers with  i_e = F_e - K_ei K_ii^-1 F_i,   S = K_ee - K_ei K_ii^-1 K_ie:
// to the host this is an iteration with the whole network in its matrix, and converges like one.
//
// Pins: the terminals of the circuit in their order, and behind them `substrate` where nodes have a capacitance to
// ground. No pin is ground: only differences of their voltages count, and the currents into them add up to zero.
// Junctions are integrated as the flat code model does (docs/code-model.md), capacitances as the host does its own.
//
// Memory: about 0.4 kB a junction. Deterministic.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/core/ids.hpp>

#include <array>
#include <complex>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace somn::native {

// How the host makes a rate from values at this point (0) and at the ones before (1, 2, ...):
//   trapezoid   du/dt = a[0] (u_0 - u_1) - a[1] (du/dt)_1
//   else        du/dt = a[0] u_0 + a[1] u_1 + ... + a[order] u_order              (Euler's method and Gear's)
struct Companion {
  bool is_trapezoid = false;
  int order = 1;  // 1 to 6
  std::array<double, 7> a = {};

  static Companion euler(double h) { return {false, 1, {1 / h, -1 / h}}; }
  static Companion trapezoid(double h) { return {true, 2, {2 / h, 1}}; }
};

struct CondensedStep {
  double from = 0, h = 0;       // [s] where it begins, > 0
  bool is_first_order = false;  // after an edge: voltages that move ten times as fast as before count as jumps
  double shortest = 0;          // [s] what happens faster is instantaneous
  Companion companion;          // of capacitances
};

// As of the host: a correction of voltages below relative |u| + voltage, and of a current likewise, is small.
struct HostTolerance {
  double relative = 1e-3, voltage = 1e-6, current = 1e-12;  // [1], [V], [A]
  double leak = 0;  // [S] from every node inside to the host's ground, as it gives its own nodes
};

// What the truncation error of a step is measured by
struct StepDemand {
  double accuracy = 0;                 // [1] of a state, for one swing through its range; 0: states do not limit steps
  double t_stop = 0;                   // [s]
  bool is_always_smooth = false;       // first order does not mean an edge: the host does nothing else
  double longest_regenerative = 0.25;  // [1] in units of the bound below which a step has one solution
  // of capacitances, as SPICE does: tolerance x (relative, absolute) of the larger of current and charge over h
  double truncation = 0, relative = 1e-3, current = 1e-12, charge = 1e-14;  // [1], [1], [A], [C]; 0: they do not
  std::array<double, 7> steps = {};                                         // [s] this one and the ones before
};

class Condensed {
 public:
  // What the nodes are called where the network is placed: a junction's random numbers follow from the names of its two
  // nodes. InputError for a circuit without solution; the drives of the circuit are left out of account.
  using NodeName = std::function<std::string(NodeId)>;
  Condensed(circuit::Circuit, const NodeName&);
  Condensed(Condensed&&) noexcept;
  Condensed& operator=(Condensed&&) noexcept;
  ~Condensed();

  std::size_t n_pins() const;

  bool hold();  // true where anything else was before
  // A start without operating point: states at their initial values, voltages inside unknown, those of the pins v [V].
  void start_unknown(std::span<const double> v);
  void step(const CondensedStep&);
  // False where the network's equations have no solution at these voltages (not finite).
  bool evaluate(std::span<const double> v, const HostTolerance&);
  bool is_settled() const;  // the network's own unknowns are, at the voltages of the last evaluate()
  bool accept();            // false where there is no trial

  std::span<const double> currents() const;                       // [A] into the pins, at the v of the last evaluate()
  double conductance(std::size_t pin, std::size_t by_pin) const;  // [S] d current(pin) / d v(by_pin)
  double wish(const StepDemand&) const;                           // [s] of the last evaluation, a step; may be infinite
  double next_stop()
      const;  // [s] of the last evaluation, a step: where a latched phase or a slot of noise is going to end; infinite

  // d current(j) / d v(k) at s [rad/s] around the last accepted point, row by row. The states: frozen, or with their
  // linear answer i_x f_v/(s - f_x). False where that is not finite.
  bool small_signal(std::complex<double> s, bool with_states, std::span<std::complex<double>> y) const;

  // Of the last accepted point
  double time() const;                              // [s]; 0 after an operating point
  const circuit::Circuit& circuit() const;          // as given
  std::span<const double> states() const;           // by slot: junction_of_slot()[k] is the junction
  std::span<const double> junction_conductances();  // [S] by slot, at small voltage
  std::span<const std::uint32_t> junction_of_slot() const;
  bool is_ohmic() const;  // every junction is G(x) v
  std::size_t n_factorisations() const;
  double largest_correction() const;  // [V] that the last evaluation leaves to the nodes inside

 private:
  struct Self;
  std::unique_ptr<Self> self_;
};

}  // namespace somn::native
