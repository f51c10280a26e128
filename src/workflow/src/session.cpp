#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/experiment/run.hpp>
#include <somn/workflow/session.hpp>

#include <cmath>
#include <optional>

namespace somn::workflow {

struct Session::State {
  experiment::Experiment experiment;
  netgen::Network network;
  circuit::Circuit circuit;  // the solver refers to it
  std::optional<native::Solver> solver = {};

  void start() { solver.emplace(circuit, experiment::native_options(experiment)); }
};

Session::Session(const experiment::Experiment& e) : state_(std::make_unique<State>()) {
  if (e.run.engine != "native")
    throw InputError({.what = "a session of another engine",
                      .where = e.where + ": run.engine",
                      .value = e.run.engine,
                      .allowed = "native"});
  state_->experiment = e;
  state_->network = experiment::make_network(e);
  state_->circuit = experiment::make_circuit(e, state_->network);
  state_->start();
}

Session::~Session() = default;

void Session::advance(double dt) {
  if (!(dt > 0) || !std::isfinite(dt))
    throw InputError({.what = "advance", .where = "session", .value = to_text(dt) + " s", .allowed = "> 0 s"});
  native::Solver& solver = *state_->solver;
  solver.extend(time() + dt);
  while (solver.step()) {
  }
}

void Session::set_voltage(double volts) {
  set_voltage("source", volts);
}

static circuit::Drive& drive_of(circuit::Circuit& c, const std::string& electrode) {
  if (electrode == "source") return c.drive;
  std::vector<std::string> driven{"source"};
  for (circuit::Terminal& t : c.terminals) {
    if (t.drive && t.name == electrode) return *t.drive;
    if (t.drive) driven.push_back(t.name);
  }
  throw unknown_name("driven electrode", electrode, "session", driven);
}

void Session::set_voltage(const std::string& electrode, double volts) {
  if (!std::isfinite(volts))
    throw InputError({.what = "set_voltage", .where = "session", .value = to_text(volts), .allowed = "a finite value"});
  circuit::Drive& drive = drive_of(state_->circuit, electrode);
  const bool is_new = time() == 0;
  if (is_new || drive.kind != circuit::DriveKind::steps)  // what was before is past
    drive.times = {0}, drive.levels = {is_new ? volts : circuit::voltage(drive, time())};
  drive.kind = circuit::DriveKind::steps;
  drive.offset = 0;
  if (is_new) return state_->start();  // from the operating point under it
  if (drive.times.back() < time()) drive.times.push_back(time()), drive.levels.push_back(volts);
  drive.levels.back() = volts;
  state_->solver->drive_changed();
}

double Session::time() const {
  return state_->solver->point().time;
}
double Session::voltage() const {
  return state_->solver->point().v_source;
}
double Session::current() const {
  return state_->solver->point().i_source;
}
std::span<const double> Session::states() const {
  return state_->solver->point().states;
}
std::span<const double> Session::conductances() const {
  return state_->solver->point().conductances;
}
double Session::voltage_at(NodeId node) const {
  if (node.index >= state_->circuit.n_nodes)
    throw InputError({.what = "no such node",
                      .where = "session",
                      .value = std::to_string(node.index),
                      .allowed = "0 to " + std::to_string(state_->circuit.n_nodes - 1)});
  return state_->solver->voltage(circuit::contact_of(state_->circuit, node));
}
const netgen::Network& Session::network() const {
  return state_->network;
}
const circuit::Circuit& Session::circuit() const {
  return state_->circuit;
}
native::Statistics Session::statistics() const {
  return state_->solver->statistics();
}

}  // namespace somn::workflow
