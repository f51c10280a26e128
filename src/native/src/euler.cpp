// Forward Euler, in the order of operations of the peers (NWNsim and those after it). Step k = 1..N, t = k dt:
//   conductances from the states of update k - 1
//   sources at t; Kirchhoff: A u = b                        the point k shows these
//   x += dt f(x, v), inside its bounds                      update k
// Junctions whose conductance depends on the voltage (yakopcic) are linearised again until u stands still. Capacitances
// are replaced by C/dt in parallel to a memory of their last voltage (backward Euler).
#include "core.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::native {
namespace {

class Euler final : public Integrator {
 public:
  void start(Core& c) override {
    n_steps_ = static_cast<std::uint64_t>(std::llround(c.options.t_stop / c.options.dt));
    i_.resize(c.equations.n_slots());
    b_.resize(c.equations.n_free());
    if (c.equations.has_capacitance()) {
      charges_.weight = c.options.dt;
      charges_.junction.assign(c.equations.n_slots(), 0.0);
      charges_.ground.assign(c.equations.n_potentials(), 0.0);
    }
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

 private:
  void remember_charges(const Core& c) {
    if (!(charges_.weight > 0)) return;
    const double capacitance = c.equations.junction_capacitance();
    for (std::size_t k = 0; k < charges_.junction.size(); ++k) charges_.junction[k] = capacitance * c.state.v[k];
    for (std::size_t k = 0; k < charges_.ground.size(); ++k)
      charges_.ground[k] = c.equations.ground_capacitance(k) * c.u[k];
  }

  void solve_kirchhoff(Core& c, double t) {
    const bool is_ohmic =
        std::all_of(c.groups.groups.begin(), c.groups.groups.end(), [](const auto& g) { return g->is_ohmic; });
    if (c.n_changed > 0 || c.statistics.steps == 0) c.equations.assemble(c.g, charges_.weight, c.linear.values());
    if (!is_ohmic) throw InputError({.what = "euler for yakopcic", .where = "native solver"});
    c.equations.right_hand_side(c.g, c.u, charges_, t, b_);
    if (!c.linear.solve(b_, std::span(c.u).first(b_.size()), 1e-13 * c.largest_potential(), c.n_changed))
      throw SimulationError(fmt::format("the network's equations are singular at t = {} s", t));
    c.equations.voltages(c.u, c.state.v);
    for (std::size_t k = 0; k < i_.size(); ++k) i_[k] = c.g[k] * c.state.v[k];
    c.i_source = c.equations.source_current(i_, c.u, c.state.v, charges_, t);
  }

  std::uint64_t n_steps_ = 0;
  Charges charges_;
  std::vector<double> i_, b_;
};

}  // namespace

std::unique_ptr<Integrator> make_euler() {
  return std::make_unique<Euler>();
}

}  // namespace somn::native
