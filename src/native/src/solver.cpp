#include "core.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::native {
namespace {

void refuse_options(const Options& o) {
  const auto require = [](bool holds, const char* what, double value, const char* unit, const char* allowed) {
    if (!holds)
      throw InputError(
          {.what = what, .where = "native solver", .value = to_text(value) + " " + unit, .allowed = allowed});
  };
  require(o.t_stop > 0 && std::isfinite(o.t_stop), "t_stop", o.t_stop, "s", "> 0 s");
  const bool is_fixed = o.method == Method::euler || (o.method == Method::trapezoid && o.times.empty());
  if (is_fixed) {
    require(o.dt > 0 && o.dt <= o.t_stop, "dt", o.dt, "s", "> 0 s, at most t_stop");
    require(o.t_stop / o.dt < 9e15, "t_stop/dt", o.t_stop / o.dt, "", "below 9e15 steps");
  }
  require(o.dt_max >= 0, "dt_max", o.dt_max, "s", ">= 0 s");
  require(o.rtol >= 1e-12 && o.rtol <= 0.1, "rtol", o.rtol, "", "1e-12 to 0.1");
  for (std::size_t k = 0; k < o.times.size(); ++k)
    require(o.times[k] > (k ? o.times[k - 1] : 0.0), "time of the grid", o.times[k], "s",
            "above 0 s and the one before");
}

}  // namespace

Core::Core(const circuit::Circuit& c, const Options& o)
    : circuit(c),
      options(o),
      groups(make_groups(c)),
      equations(c, groups),
      linear(equations.pattern()),
      state(equations.n_slots()),
      u(equations.n_potentials()),
      x_of_g(equations.n_slots(), std::numeric_limits<double>::quiet_NaN()),
      g(equations.n_slots()) {
  refuse_options(o);
  is_identity = equations.n_slots() == c.junctions.size();
  for (std::size_t k = 0; is_identity && k < groups.junction_of_slot.size(); ++k)
    is_identity = groups.junction_of_slot[k] == k;
  for (const auto& group : groups.groups) group->start(state);
  update_conductances();
  if (!is_identity)
    for (const circuit::Junction& j : c.junctions) {  // the unconnected ones
      const models::Device device(models::law(c.models[j.model].law, "native solver"), c.models[j.model].values);
      states_out.push_back(device.initial_state());
      conductances_out.push_back(device.conductance(states_out.back()));
    }
  integrator = make_euler();
  integrator->start(*this);
}

Core::~Core() = default;

double Core::largest_potential() const {
  double largest = 0;
  for (const double value : u) largest = std::max(largest, std::abs(value));
  return largest;
}

void Core::begin_step(double at) {
  for (const auto& group : groups.groups) group->begin(at, state);
}

void Core::update_conductances() {
  n_changed = 0;
  for (const auto& group : groups.groups) n_changed += group->conductances(state.x.data(), x_of_g.data(), g.data());
}

void Core::spread(std::span<const double> by_slot, std::vector<double>& by_junction) const {
  for (std::size_t k = 0; k < by_slot.size(); ++k) by_junction[groups.junction_of_slot[k]] = by_slot[k];
}

Solver::Solver(const circuit::Circuit& c, const Options& o) : core_(std::make_unique<Core>(c, o)) {}
Solver::Solver(Solver&&) noexcept = default;
Solver& Solver::operator=(Solver&&) noexcept = default;
Solver::~Solver() = default;

bool Solver::step() {
  return core_->integrator->step(*core_);
}

Point Solver::point() const {
  const Core& c = *core_;
  Point p{.time = c.time, .v_source = 0, .i_source = c.i_source, .states = c.x_of_g, .conductances = c.g};
  const Source& source = c.equations.sources().front();
  p.v_source = source.is_current ? c.u[source.potential] : circuit::voltage(c.circuit.drive, c.time);
  if (!c.is_identity) {
    c.spread(c.x_of_g, c.states_out);
    c.spread(c.g, c.conductances_out);
    p.states = c.states_out;
    p.conductances = c.conductances_out;
  }
  return p;
}

double Solver::previous_time() const {
  return core_->previous_time;
}

double Solver::voltage(NodeId node) const {
  const std::uint32_t potential = core_->equations.potential_of(node);
  return potential == Equations::none ? 0 : core_->u[potential];
}

std::vector<double> Solver::states() const {
  if (core_->is_identity) return core_->state.x;
  std::vector<double> result = core_->states_out;
  core_->spread(core_->state.x, result);
  return result;
}

Statistics Solver::statistics() const {
  Statistics s = core_->statistics;
  s.factorisations = core_->linear.n_factorisations;
  s.linear_iterations = core_->linear.n_iterations;
  return s;
}

}  // namespace somn::native
