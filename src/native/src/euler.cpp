// Forward Euler, in the order of operations of the peers (NWNsim and those after it). Step k = 1..N, t = k dt:
//   conductances from the states of update k - 1
//   sources at t; Kirchhoff: A u = b                        the point k shows these
//   x += dt f(x, v), inside its bounds                      update k
// Junctions whose conductance depends on the voltage (yakopcic) are linearised again until u stands still. Capacitances
// are replaced by C/dt in parallel to a memory of their last voltage (backward Euler).
#include "core.hpp"
#include "stage_solver.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::native {
namespace {

class Euler final : public Integrator {
 public:
  explicit Euler(Core& c) {
    extend(c);
    b_.resize(c.equations.n_free());
    if (c.equations.has_capacitance()) {
      charges_.weight = c.options.dt;
      charges_.junction.assign(c.equations.n_slots(), 0.0);
      charges_.ground.assign(c.equations.n_potentials(), 0.0);
    }
    for (const auto& group : c.groups.groups) is_ohmic_ = is_ohmic_ && group->is_ohmic;
    if (!is_ohmic_) newton_ = std::make_unique<StageSolver>(c.equations, c.groups, c.linear);
  }
  void start(Core&) override {}
  void extend(const Core& c) override {
    n_steps_ = static_cast<std::uint64_t>(std::llround(c.options.t_stop / c.options.dt));
  }

  bool step(Core& c) override {
    if (c.statistics.steps >= n_steps_) return false;
    const double dt = c.options.dt, t = static_cast<double>(c.statistics.steps + 1) * dt;
    c.begin_step(c.time);
    c.update_conductances();
    remember_charges(c);
    c.equations.set_sources(t, c.u);
    solve_kirchhoff(c, t);
    for (const auto& group : c.groups.groups) group->euler(dt, c.state);
    c.previous_time = c.time;
    c.time = t;
    ++c.statistics.steps;
    return true;
  }

  // Rows are what Euler knows; between them it is constant.
  void interpolate(const Core& c, double, std::span<double> x, std::span<double> u, double& i_source) const override {
    std::copy(c.x_of_g.begin(), c.x_of_g.end(), x.begin());
    std::copy(c.u.begin(), c.u.end(), u.begin());
    i_source = c.i_source;
  }
  double state_at(const Core& c, double, std::size_t slot) const override { return c.x_of_g[slot]; }
  void archive(Archive& a) override {
    std::uint64_t n = newton_ ? newton_->n_iterations : 0;
    a(n), a(had_factor_);
    if (newton_) newton_->n_iterations = n;
    is_restored_ = a.reads();
  }
  std::uint64_t n_evaluations() const override { return newton_ ? newton_->n_iterations : 0; }
  const std::vector<double>& residual(const Core& c) const override {
    residual_.resize(c.u.size());
    c.equations.sum_currents(c.i, c.u, c.state.v, charges_, c.time, residual_);
    return residual_;
  }

 private:
  void remember_charges(const Core& c) {
    if (!(charges_.weight > 0)) return;
    const double capacitance = c.equations.junction_capacitance();
    for (std::size_t k = 0; k < charges_.junction.size(); ++k) charges_.junction[k] = capacitance * c.state.v[k];
    for (std::size_t k = 0; k < charges_.ground.size(); ++k)
      charges_.ground[k] = c.equations.ground_capacitance(k) * c.u[k];
  }

  void solve_kirchhoff(Core& c, double t) {
    bool is_solved = false;
    if (is_ohmic_) {
      const bool is_new = c.n_changed > 0 || !has_factor_;
      if (is_new) c.equations.assemble(c.g, charges_.weight, c.linear.values());
      c.equations.right_hand_side(c.g, c.u, charges_, t, b_);
      is_solved = has_factor_ = !is_new || c.linear.factorise();
      if (is_restored_ && had_factor_ && c.n_changed == 0) --c.linear.n_factorisations;  // the one of before the stop
      is_restored_ = false, had_factor_ = has_factor_;
      c.linear.apply_factor(b_);
      std::copy(b_.begin(), b_.end(), c.u.begin());
      c.equations.voltages(c.u, c.state.v);
      for (std::size_t k = 0; k < c.i.size(); ++k) c.i[k] = c.g[k] * c.state.v[k];
    } else {
      newton_->is_frozen = true;
      newton_->stage.x = c.state.x;
      newton_->charges = charges_;
      is_solved = newton_->solve(t, Tolerance{}, c.state.memory, c.u);
      c.state.v = newton_->stage.v;
      c.i = newton_->stage.i;
    }
    if (!is_solved)
      throw SimulationError(fmt::format("the network's equations have no solution at t = {} s", to_text(t)));
    c.i_source = c.equations.source_current(c.i, c.u, c.state.v, charges_, t);
  }

  bool is_ohmic_ = true;
  bool has_factor_ = false;  // of the present conductances; not after a restart
  bool had_factor_ = false, is_restored_ = false;
  std::unique_ptr<StageSolver> newton_;  // where junctions are not ohmic
  mutable std::vector<double> residual_;
  std::uint64_t n_steps_ = 0;
  Charges charges_;
  std::vector<double> b_;
};

}  // namespace

std::unique_ptr<Integrator> make_euler(Core& c) {
  return std::make_unique<Euler>(c);
}

}  // namespace somn::native
