#include "core.hpp"
#include "stage_solver.hpp"

#include <somn/circuit/digest.hpp>
#include <somn/core/digest.hpp>
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
  require(o.rtol >= 1e-15 && o.rtol <= 0.1, "rtol", o.rtol, "", "1e-15 to 0.1");
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
      g(equations.n_slots()),
      i(equations.n_slots()) {
  refuse_options(o);
  is_identity = equations.n_slots() == c.junctions.size();
  for (std::size_t k = 0; is_identity && k < groups.junction_of_slot.size(); ++k)
    is_identity = groups.junction_of_slot[k] == k;
  for (const auto& group : groups.groups) group->start(state);
  update_conductances();
  if (!is_identity) {
    slot_of_junction.assign(c.junctions.size(), static_cast<std::uint32_t>(equations.n_slots()));
    for (std::uint32_t k = 0; k < groups.junction_of_slot.size(); ++k) slot_of_junction[groups.junction_of_slot[k]] = k;
  }
  if (!is_identity)
    for (const circuit::Junction& j : c.junctions) {  // the unconnected ones
      const models::Device device(models::law(c.models[j.model].law, "native solver"), c.models[j.model].values);
      states_out.push_back(device.initial_state());
      conductances_out.push_back(device.conductance(states_out.back()));
    }
  integrator = o.method == Method::euler       ? make_euler(*this)
               : o.method == Method::trapezoid ? make_trapezoid(*this)
                                               : make_adaptive(*this);
  integrator->start(*this);
}

Core::~Core() = default;

double Core::largest_potential() const {
  double largest = 0;
  for (const double value : u) largest = std::max(largest, std::abs(value));
  return largest;
}

void solve_operating_point(Core& c, StageSolver& solver, const Tolerance& tolerance) {
  solver.is_frozen = true;
  solver.stage.x = c.state.x;
  solver.charges.weight = 0;
  c.equations.set_sources(0, c.u);
  if (!solver.solve(0, tolerance, c.state.memory, c.u))
    throw SimulationError("no operating point: Newton's method fails at t = 0");
  solver.is_frozen = false;
  c.state.v = solver.stage.v;
  for (const auto& group : c.groups.groups) group->take_rates(c.state);
  c.i = solver.stage.i;
  c.i_source = solver.source_current(c.u, 0);
}

bool Core::begin_step(double at) {
  bool jumps = false;
  for (const auto& group : groups.groups)
    if (group->begin(at, state)) jumps = true;
  return jumps;
}

std::vector<double> Core::corners() const {
  std::vector<double> all;
  for (const Source& s : equations.sources()) {
    const std::vector<double> own = circuit::corners(*s.drive, options.t_stop);
    all.insert(all.end(), own.begin(), own.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
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

bool Solver::is_finished() const {
  const Core& c = *core_;
  return c.options.times.empty() ? c.time >= c.options.t_stop * (1 - 1e-12) : c.time >= c.options.times.back();
}

void Solver::extend(double t_stop) {
  if (!(t_stop > core_->time))
    throw InputError({.what = "an end that is past",
                      .where = "native solver",
                      .value = to_text(t_stop) + " s",
                      .allowed = "later than " + to_text(core_->time) + " s"});
  core_->options.t_stop = t_stop;
  core_->integrator->extend(*core_);
}

void Solver::drive_changed() {
  core_->integrator->add_corner(core_->time);
}

namespace {

double source_voltage(const Core& c, double t, std::span<const double> u) {
  const Source& source = c.equations.sources().front();
  return source.is_current ? u[source.potential] : circuit::voltage(c.circuit.drive, t);
}

Point point_of(const Core& c, double t, double i_source, std::span<const double> x, std::span<const double> g,
               std::span<const double> u) {
  if (c.is_identity)
    return {.time = t, .v_source = source_voltage(c, t, u), .i_source = i_source, .states = x, .conductances = g};
  c.spread(x, c.states_out);
  c.spread(g, c.conductances_out);
  return {.time = t,
          .v_source = source_voltage(c, t, u),
          .i_source = i_source,
          .states = c.states_out,
          .conductances = c.conductances_out};
}

}  // namespace

Point Solver::point() const {
  const Core& c = *core_;
  return point_of(c, c.time, c.i_source, c.x_of_g, c.g, c.u);
}

Point Solver::interpolated(double t) const {
  const Core& c = *core_;
  if (t >= c.time || !(c.time > c.previous_time)) return point();
  c.x_between.resize(c.x_of_g.size());
  c.u_between.resize(c.u.size());
  double i_source = 0;
  c.integrator->interpolate(c, t, c.x_between, c.u_between, i_source);
  if (c.options.method == Method::adaptive)  // a curve may leave the bounds that it touches, by the tolerance
    for (const auto& group : c.groups.groups)
      group->put_into_bounds(c.state.memory, group->first, group->n, c.x_between.data());
  c.g_between.resize(c.g.size());
  c.x_of_g_between.resize(c.g.size(), std::numeric_limits<double>::quiet_NaN());
  for (const auto& group : c.groups.groups)
    group->conductances(c.x_between.data(), c.x_of_g_between.data(), c.g_between.data());
  return point_of(c, t, i_source, c.x_between, c.g_between, c.u_between);
}

double Solver::crossing_time(JunctionId junction, double g, double from, double to) const {
  const Core& c = *core_;
  const std::size_t slot = c.is_identity ? junction.index : c.slot_of_junction[junction.index];
  if (slot >= c.equations.n_slots() || c.options.method == Method::euler) return to;
  const Group& group = c.groups.of(slot);
  c.x_between.resize(c.x_of_g.size());
  const auto is_above = [&](double t) {
    double& x = c.x_between[slot] = c.integrator->state_at(c, t, slot);
    if (c.options.method == Method::adaptive) group.put_into_bounds(c.state.memory, slot, 1, c.x_between.data());
    return group.conductance(x) >= g;
  };
  double low = std::max(from, c.previous_time), high = to;
  const bool starts_above = is_above(low);
  // on one side all along: a conductance that jumped where the step begins, or reaches g where it ends
  if (is_above(high) == starts_above)
    return std::abs(group.conductance(c.x_between[slot]) - g) <= 1e-6 * g ? high : low;
  for (int n = 0; n < 60 && low < high; ++n) {
    const double middle = 0.5 * (low + high);
    if (!(middle > low && middle < high)) break;
    (is_above(middle) == starts_above ? low : high) = middle;
  }
  return high;
}

double Solver::previous_time() const {
  return core_->previous_time;
}

double Solver::voltage(NodeId node) const {
  const std::uint32_t potential = core_->equations.potential_of(node);
  return potential == Equations::none ? 0 : core_->u[potential];
}

double Solver::interpolated_voltage(NodeId node) const {
  const std::uint32_t potential = core_->equations.potential_of(node);
  return potential == Equations::none ? 0
         : core_->u_between.empty()   ? core_->u[potential]
                                      : core_->u_between[potential];
}

double Solver::kirchhoff_residual() const {
  const Core& c = *core_;
  const std::vector<double>& residual = c.integrator->residual(c);
  double largest = 0, worst = 0;
  for (const double current : c.i) largest = std::max(largest, std::abs(current));
  for (std::size_t k = 0; k < c.equations.n_free(); ++k) worst = std::max(worst, std::abs(residual[k]));
  return largest > 0 ? worst / largest : worst;
}

std::vector<double> Solver::states() const {
  if (core_->is_identity) return core_->state.x;
  std::vector<double> result = core_->states_out;
  core_->spread(core_->state.x, result);
  return result;
}

void Solver::set_states(std::span<const double> by_junction) {
  Core& c = *core_;
  if (c.options.method != Method::euler || by_junction.size() != c.circuit.junctions.size())
    throw InternalError("set_states of another method or another network");
  for (std::size_t k = 0; k < c.state.x.size(); ++k) c.state.x[k] = by_junction[c.groups.junction_of_slot[k]];
}

Statistics Solver::statistics() const {
  Statistics s = core_->statistics;
  s.newton_iterations = core_->integrator->n_evaluations();
  s.factorisations = core_->linear.n_factorisations;
  s.rows_factorised = core_->linear.n_rows_done();
  return s;
}

namespace {

constexpr std::uint64_t version = 6;

// What must be equal for a check point to be of use. Taken apart by name: a new option does not compile until it is here.
std::uint64_t fingerprint(const Core& c) {
  const auto& [method, t_stop, dt, dt_max, rtol, times, restarts] = c.options;
  Digest digest;
  digest.add(circuit::digest(c.circuit));
  digest.add(method), digest.add(times), digest.add(restarts);
  for (const double value : {t_stop, dt, dt_max, rtol}) digest.add(value);
  return digest.value();
}

void archive(Core& c, Archive& a) {
  a(c.time), a(c.previous_time), a(c.statistics);
  a(c.state.x), a(c.state.v), a(c.state.f), a(c.state.f_x), a(c.state.memory);
  a(c.u), a(c.x_of_g), a(c.g), a(c.i), a(c.i_source);
  a(c.linear.n_factorisations);
  c.integrator->archive(a);
}

}  // namespace

std::string Solver::checkpoint() const {
  Archive a;
  std::uint64_t of_version = version, of_circuit = fingerprint(*core_);
  a(of_version), a(of_circuit);
  archive(*core_, a);
  return a.bytes();
}

std::string_view Solver::restore(std::string_view bytes) {
  Archive a(bytes);
  std::uint64_t of_version = 0, of_circuit = 0;
  a(of_version), a(of_circuit);
  if (of_version != version || of_circuit != fingerprint(*core_))
    throw InputError({.what = "the check point belongs to another experiment or another version of somn",
                      .where = "native solver",
                      .remedy = "start anew: --force"});
  archive(*core_, a);
  return a.rest();
}

}  // namespace somn::native
