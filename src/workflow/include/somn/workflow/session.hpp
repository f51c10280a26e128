// An experiment step by step on the native engine: advance, look, choose the next voltage, advance. For closed loops,
// and for networks as reservoirs.
//
//   Session s(make_experiment(film, {{"model.name", "vts"}, {"drive.amplitude", "9 V"}, {"run.t_stop", "1 us"}}));
//   while (s.time() < 50e-6) { s.advance(1e-7); s.set_voltage(s.current() > 1e-6 ? 5 : 9); }
//
// A session whose voltage is set after each advance gives the bits of a run with that drive of steps (by trapezoid and
// euler, whose point at T is solved with the voltage behind T, it follows a step of run.dt later: nobody can have looked at
// that point yet). Where the voltage is not set, steps end at the ends of advances, and nothing else is different. It goes
// on beyond t_stop, which only sets the scale of the first and the longest steps (run.dt_max, or t_stop/50).
#pragma once

#include <somn/experiment/experiment.hpp>
#include <somn/native/solver.hpp>

#include <memory>
#include <span>
#include <string>

namespace somn::workflow {

class Session {
 public:
  explicit Session(const experiment::Experiment&);  // engines other than native are an InputError
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  // By dt [s] > 0, in as many steps as it takes; by forward Euler to the nearest multiple of run.dt. SimulationError where the solver fails; the point before stays valid.
  void advance(double dt);
  // From now on the drive is this constant [V] (of a current source [A]), whatever it was.
  void set_voltage(double volts);
  // The same of an electrode that the experiment drives, [electrode.NAME]; "source" is the drive itself. InputError for
  // one that floats, or that the network does not have.
  void set_voltage(const std::string& electrode, double volts);

  double time() const;                           // [s]
  double voltage() const;                        // [V] of the ideal source; of a current source: at its node
  double current() const;                        // [A] that it drives into the network
  std::span<const double> states() const;        // [state unit] by junction; valid until the next advance
  std::span<const double> conductances() const;  // [S] by junction, likewise
  double voltage_at(NodeId) const;               // [V] against the drain

  const netgen::Network& network() const;
  const circuit::Circuit& circuit() const;
  native::Statistics statistics() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace somn::workflow
