// What a Condensed holds: the network as equations, the accepted point, and a trial. Construction and the functions for
// a host: condensed.cpp; from one accepted point to the next: condensed_step.cpp; what the host gets: condensed_answer.cpp.
#pragma once

#include "condensed_matrix.hpp"
#include "junctions.hpp"
#include "step_wish.hpp"

#include <somn/native/condensed.hpp>

#include <optional>

namespace somn::native {

struct Condensed::Self {
  Self(circuit::Circuit, const NodeName&);

  void add_pin(NodeId);
  void start_anew();
  const State& start() const { return begun && !is_holding ? *begun : accepted; }

  void begin_step(const CondensedStep& s);
  void predict();
  void take_slopes();
  void take_voltages(std::span<const double> v);
  void find_jumps();
  void guess(const Group&, std::size_t first, std::size_t n);
  void solve_junctions();
  void limit_junctions();
  bool sum(double leak, double v_reference);
  void take_rates();
  void bring_back(std::span<const double> v);
  void judge(const HostTolerance&, std::span<const double> v);
  double capacitor_wish(const StepDemand&) const;
  void accept();

  circuit::Circuit circuit;
  Groups groups;
  Equations equations;
  CondensedMatrix<double> matrix;
  mutable std::unique_ptr<CondensedMatrix<std::complex<double>>> small;
  std::vector<std::uint32_t> pins;  // electrode of each; none: the reference, or a pin that touches nothing
  std::size_t reference_pin = 0;
  bool has_memory = false;

  // the accepted point, and the one where memories are brought up to date for the step that begins there
  State accepted;
  std::optional<State> begun;
  std::vector<double> u_accepted;
  std::vector<double> slope, slope_before;  // [V/s] of potentials in the last two steps
  std::vector<double> speed, pace;        // [V/s], [1/s] of junctions in the last step
  std::vector<double> rate_before;        // [V/s] of potentials, as the host integrates them
  std::vector<std::vector<double>> past;  // [V] potentials at the accepted points, the last one first
  double time = 0, h_before = 0;

  // the trial
  CondensedStep trial;
  Stage stage;
  std::vector<double> u, sums, du;             // [V], [A], [V]
  std::vector<double> rate, history;           // [V/s]
  std::vector<double> v_last, i_last, g_last;  // where each junction was linearised in the iteration before
  struct Limited {
    std::size_t slot;
    double v, i;  // [V], [A] of the linearisation
  };
  std::vector<Limited> limited;                   // in this iteration
  std::vector<double> currents, answers, v_pins;  // at pins: [A], [S] row by row, [V]
  std::vector<double> at_electrodes, dv, currents_before, answers_before, v_before;
  bool is_holding = true, has_trial = false, has_last = false, has_factor = false;
  bool is_begun = false;  // somebody asked for an operating point
  bool is_settled = false, is_first = true;
  bool is_ahead = false;  // the next evaluation is at predicted voltages, of pins, too
  std::vector<double> g_out, x_of_g;
};

}  // namespace somn::native
