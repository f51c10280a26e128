// The native solver: a circuit in, accepted time points out. Independent of ngspice and of the code model: own laws,
// own equations, own integration; shared are the circuit and the parameter tables.
//
//   Solver solver(circuit, {.method = Method::adaptive, .t_stop = 1});
//   do use(solver.point()); while (solver.step());
//
// The equations: Kirchhoff's current law at every node, with junctions i(x, v), dx/dt = f(x, v), capacitances,
// resistors and sources. Without capacitances they are differential-algebraic (index 1); that is no special case.
// Junction states are local, so that only node voltages are solved for together.
//
// Memory: proportional to nodes and junctions (about 0.5 kB a junction); nothing is kept of points that are past.
// Results do not depend on the machine, its load or its number of cores, and a run that goes on from a check point
// gives the same numbers, bit for bit, as one that was never stopped. Two orderings of the same network agree to
// rounding, multiplied by the condition of the network's matrix (property/native_invariances).
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/core/ids.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace somn::native {

enum class Method {
  euler,      // forward, fixed step, the peers' scheme: point k holds V(k dt) solved with the states before update k.
              // Capacitances, which the peers do not have, are taken implicitly (backward Euler).
  trapezoid,  // fixed step or given times; the discretisation of the code model, step by step
  adaptive,   // error-controlled, L-stable: RODAS4P2, which without capacitances finds the kinks of the laws;
              // explicit and third order where rates depend on the voltage alone, too, and nothing is stiff
};

struct Options {
  Method method = Method::adaptive;
  double t_stop = 0;   // [s] > 0
  double dt = 0;       // [s] step of euler and trapezoid, > 0 there; corners of the drives are hit in addition
  double dt_max = 0;   // [s] longest step of adaptive; 0: t_stop/50
  double rtol = 1e-4;  // [1] adaptive: error of a step, relative to the scales of state and voltage
  std::vector<double> times = {};  // [s] trapezoid: the grid, instead of dt; increasing, above 0
  // [s] trapezoid: times after which capacitors start at first order; empty: the corners of the drives
  std::vector<double> restarts = {};
};

struct Statistics {
  std::uint64_t steps = 0, rejected = 0;
  std::uint64_t newton_iterations = 0;  // of network equations; each evaluates every junction once
  std::uint64_t factorisations = 0;
  std::uint64_t rows_factorised = 0;  // in all factorisations: of a matrix that changes little, few are done again
};

// A point of the solution. The spans are valid until the next call of step() or restore().
struct Point {
  double time = 0;                       // [s]
  double v_source = 0;                   // [V] of the ideal source; of a current source: at its node
  double i_source = 0;                   // [A] that it drives into the network
  std::span<const double> states;        // [state unit] by junction; unconnected junctions keep their initial state
  std::span<const double> conductances;  // [S] by junction, at these states
};

struct Core;  // src/core.hpp

class Solver {
 public:
  // InputError for options out of range, and for a circuit whose equations have no solution (a node without any path to
  // a fixed potential). SimulationError where there is no operating point.
  Solver(const circuit::Circuit&, const Options&);
  Solver(Solver&&) noexcept;
  Solver& operator=(Solver&&) noexcept;
  ~Solver();

  // One accepted step. False at t_stop, where nothing is done. Throws SimulationError where the step size or Newton's
  // method fails; the last point stays valid.
  bool step();
  bool is_finished() const;

  // Closed loops: the run goes on until t_stop [s], later than before (a grid of times has its own end); and the drives
  // of the circuit, which the caller holds, are others from the present time on: the next step begins anew there.
  void extend(double t_stop);
  void drive_changed();

  // The last accepted point. Before the first step: t = 0 with the initial states; of `euler`, which has no row there,
  // a point without currents.
  Point point() const;
  // A point within the last step, at previous time <= t <= time: by the curve that an adaptive step is made of, linear
  // in one of the others.
  Point interpolated(double t) const;
  // When the conductance of a junction passed g [S] between two times within the last step, on either side of which it
  // lies: by bisection, to rounding.
  double crossing_time(JunctionId, double g, double from, double to) const;
  double previous_time() const;               // [s] where the last step began
  double voltage(NodeId) const;               // [V] at the last point, against the drain; 0 for unconnected nodes
  double interpolated_voltage(NodeId) const;  // [V] at the t of the last call of interpolated()
  std::vector<double> states() const;         // by junction, after the last update
  // Puts the junctions into other states, by junction, between steps of `euler` (the methods with memory of the last
  // step would take the jump for a motion: InternalError).
  void set_states(std::span<const double> by_junction);
  // Largest residual of Kirchhoff's current law at the last point, relative to the largest current at that node [1].
  double kirchhoff_residual() const;

  Statistics statistics() const;

  // Everything that the future depends on, as bytes; and back, on a solver of the same circuit and options.
  // InputError where the bytes belong to another circuit, other options or another version.
  std::string checkpoint() const;
  // Returns what follows the solver's own bytes.
  std::string_view restore(std::string_view bytes);

 private:
  std::unique_ptr<Core> core_;
};

}  // namespace somn::native
