// The implicit trapezoid on a given grid, with the discretisation that the code model documents (docs/code-model.md),
// so that both engines can be compared on the same time points. From t0 to t1 = t0 + h, for every junction:
//   z = -h df/dx at t0;  theta = 1/2 up to z = 2, 1 - 1/z beyond; for laws linear in x:  1/(1 - e^-z) - 1/z
//   x1 = x0 + h ((1 - theta) f0 + theta f(x1, v1))
//   f0 = f(x0, v1), and z from its df/dx, where the voltage jumps at t0: a conductance that switched there, or, in a
//        first step after a corner of the drives, a voltage that moves more than ten times as fast as in the step
//        before
// Capacitors: in a first step after a corner i1 = C (v1 - v0)/h, else i1 = 2 C (v1 - v0)/h - i0.
#include "core.hpp"
#include "stage_solver.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::native {
namespace {

class Trapezoid final : public Integrator {
 public:
  explicit Trapezoid(Core& c) : solver_(c.equations, c.groups, c.linear), speed_(c.equations.n_slots()) {
    if (c.equations.has_capacitance()) {
      i_junction_.assign(c.equations.n_slots(), 0.0);
      i_ground_.assign(c.equations.n_potentials(), 0.0);
    }
    corners_ = c.options.restarts.empty() ? c.corners() : c.options.restarts;
  }

  void start(Core& c) override { solve_operating_point(c, solver_, Tolerance{}); }

  bool step(Core& c) override {
    const double t0 = c.time, t1 = next_time(c);
    if (!(t1 > t0)) return false;
    const double h = t1 - t0;
    const bool is_first = is_after_corner(t0);
    c.begin_step(t0);
    prepare(c, h, is_first);
    u_ = c.u;
    c.equations.set_sources(t1, u_);
    do
      if (!solver_.solve(t1, Tolerance{}, c.state.memory, u_))
        throw SimulationError(
            fmt::format("Newton's method fails in the step from {} s to {} s", to_text(t0), to_text(t1)), {},
            "a smaller run.dt, or method = \"adaptive\"");
    while (is_first && find_jumps(c, h));
    accept(c, t1, h);
    return true;
  }

  void add_corner(double t) override {
    corners_.insert(std::upper_bound(corners_.begin(), corners_.end(), t), t);
  }

  void interpolate(const Core& c, double t, std::span<double> x, std::span<double> u, double& i_source) const override {
    const double weight = (t - c.previous_time) / (c.time - c.previous_time);
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = x_before_[k] + weight * (c.state.x[k] - x_before_[k]);
    for (std::size_t k = 0; k < u.size(); ++k) u[k] = u_before_[k] + weight * (c.u[k] - u_before_[k]);
    i_source = i_source_before_ + weight * (c.i_source - i_source_before_);
  }

  double state_at(const Core& c, double t, std::size_t slot) const override {
    return x_before_[slot] + (t - c.previous_time) / (c.time - c.previous_time) * (c.state.x[slot] - x_before_[slot]);
  }

  void archive(Archive& a) override {
    a(speed_), a(i_junction_), a(i_ground_), a(index_), a(n_done_), a(solver_.n_iterations), a(x_before_), a(u_before_),
        a(i_source_before_);
  }
  std::uint64_t n_evaluations() const override { return solver_.n_iterations; }
  const std::vector<double>& residual(const Core&) const override { return solver_.residual(); }

 private:
  // The grid: given times, or multiples of dt and the corners between them; what lies closer than 1e-9 dt is one point.
  double next_time(Core& c) {
    const Options& o = c.options;
    if (!o.times.empty()) return index_ < o.times.size() ? o.times[index_++] : c.time;
    const double close = 1e-9 * o.dt;
    if (c.time >= o.t_stop - close) return c.time;
    double next = static_cast<double>(n_done_ + 1) * o.dt;
    const bool is_whole = next < o.t_stop + close;  // else the end is between two multiples
    if (next > o.t_stop - close) next = o.t_stop;
    const auto corner = std::upper_bound(corners_.begin(), corners_.end(), c.time + close);
    if (corner != corners_.end() && *corner < next - close) return *corner;
    if (is_whole) ++n_done_;
    return next;
  }

  bool is_after_corner(double t0) const {
    if (t0 == 0) return true;
    const auto corner = std::lower_bound(corners_.begin(), corners_.end(), t0 * (1 - 1e-12));
    return corner != corners_.end() && *corner <= t0 * (1 + 1e-12);
  }

  void prepare(Core& c, double h, bool is_first) {
    Stage& s = solver_.stage;
    s.x = c.state.x;
    for (const auto& group : c.groups.groups)
      for (std::size_t k = group->first; k < group->first + group->n; ++k) {
        s.weight[k] = theta(-h * c.state.f_x[k], group->is_linear) * h;
        const bool jumps = std::isnan(c.state.f[k]);
        s.early[k] = jumps ? h : 0;
        s.base[k] = jumps ? c.state.x[k] : c.state.x[k] + (h - s.weight[k]) * c.state.f[k];
      }
    Charges& q = solver_.charges;
    if (!c.equations.has_capacitance()) return;
    q.weight = is_first ? h : 0.5 * h;
    const double half = is_first ? 0 : 0.5 * h, capacitance = c.equations.junction_capacitance();
    for (std::size_t k = 0; k < q.junction.size(); ++k)
      q.junction[k] = capacitance * c.state.v[k] + half * i_junction_[k];
    for (std::size_t k = 0; k < q.ground.size(); ++k)
      q.ground[k] = c.equations.ground_capacitance(k) * c.u[k] + half * i_ground_[k];
  }

  // Junctions whose voltage jumps are stepped from the rate after the jump; true where there are new ones.
  bool find_jumps(const Core& c, double h) {
    Stage& s = solver_.stage;
    bool found = false;
    for (std::size_t k = 0; k < speed_.size(); ++k) {
      const double moved = std::abs(s.v[k] - c.state.v[k]);
      if (s.early[k] != 0 || !(moved > 10 * h * std::abs(speed_[k]) + 1e-12 * std::abs(s.v[k]))) continue;
      s.early[k] = h;
      s.base[k] = c.state.x[k];
      found = true;
    }
    return found;
  }

  void accept(Core& c, double t1, double h) {
    const Stage& s = solver_.stage;
    const Charges& q = solver_.charges;
    for (std::size_t k = 0; k < speed_.size(); ++k) speed_[k] = (s.v[k] - c.state.v[k]) / h;
    if (c.equations.has_capacitance()) {
      const double capacitance = c.equations.junction_capacitance();
      for (std::size_t k = 0; k < q.junction.size(); ++k)
        i_junction_[k] = (capacitance * s.v[k] - q.junction[k]) / q.weight;
      for (std::size_t k = 0; k < q.ground.size(); ++k)
        i_ground_[k] = (c.equations.ground_capacitance(k) * u_[k] - q.ground[k]) / q.weight;
    }
    x_before_ = c.state.x;
    u_before_ = c.u;
    i_source_before_ = c.i_source;
    c.state.x = s.x, c.state.v = s.v, c.state.f = s.f, c.state.f_x = s.f_x;
    c.u = u_;
    c.i = s.i;
    c.i_source = solver_.source_current(c.u, t1);
    c.previous_time = c.time;
    c.time = t1;
    c.update_conductances();
    ++c.statistics.steps;
  }

  StageSolver solver_;
  std::vector<double> speed_;                  // [V/s] of every junction in the last step
  std::vector<double> i_junction_, i_ground_;  // [A] through the capacitances
  std::vector<double> u_, corners_, x_before_, u_before_;
  double i_source_before_ = 0;
  std::uint64_t index_ = 0, n_done_ = 0;
};

}  // namespace

std::unique_ptr<Integrator> make_trapezoid(Core& c) {
  return std::make_unique<Trapezoid>(c);
}

}  // namespace somn::native
