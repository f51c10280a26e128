// RODAS4P2 (rodas4p2.hpp) for networks without capacitances, which are differential-algebraic systems of index 1: one
// factorisation and six solves a step, no iteration, order 4 without loss where states follow their voltages at once.
//   states       x' = f(x, v)                     stages X_i
//   potentials   0  = sum of i(x, v) at a node    stages U_i; V_i across a junction
//   y_i = y_0 + sum a_ij Y_j, t_i = t_0 + alpha_i h;   f, i at y_i;   f_x, f_v, i_x, i_v at y_0
//   X_i (1/(gamma h) - f_x) = f + sum c_ij X_j/h + f_v V_i           so X_i = w (r_i + f_v V_i): states are local, and
//   sum of (i_v + i_x w f_v) V_i = -sum of (i + i_x w r_i)           what is left is a network of conductances
// A fixed potential s(t) is one more variable, 0 = s - u; so is the source's current. At the end of the step
// Kirchhoff's law is solved for the states found, and what that moves is part of the error. Between two points the
// curves are Hermite's cubics, with the derivatives of states, potentials and current at both ends (the derivative of
// Kirchhoff's law, one solve); their error, h^4 y''''/384 with y'''' from the third derivatives of this step and the
// last one, is a part of the error, too.
//   accepted where the largest of the errors of states, potentials, current is below rtol times their scales, and no
//   junction left its branch unseen (switching.hpp); next h = h 0.8 error^(-1/4), at most thrice, at least a fifth of h
// The matrix of a step that is short against everything that grows is positive definite; where it is not, the step is
// too long: a method that damps what is fast would damp an instability, too.
#include "core.hpp"
#include "rodas4p2.hpp"
#include "stage_solver.hpp"
#include "stops.hpp"
#include "switching.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace somn::native {
namespace {

using rodas4p2::n_stages, rodas4p2::Row, rodas4p2::gamma, rodas4p2::alpha;

double cubic(double s, const std::array<double, 4>& y) {
  return y[0] + s * (y[1] + s * (y[2] + s * y[3]));
}

class Rodas final : public Integrator {
 public:
  explicit Rodas(Core& c)
      : stops_(c),
        solver_(c.equations, c.groups, c.linear),
        x_(c.equations.n_slots()),
        v_(c.equations.n_slots()),
        u_(c.equations.n_potentials()),
        at_0_(c.equations.n_slots()),
        at_i_(c.equations.n_slots()) {
    const std::size_t n = c.equations.n_slots();
    for (std::size_t k = 0; k < n_stages; ++k) x_stage_[k].resize(n), u_stage_[k].resize(c.equations.n_potentials());
    for (std::vector<double>* one : {&x_i_, &v_i_, &v_step_, &w_, &r_, &i_, &x_1_, &x_free_, &unit_}) one->resize(n);
    for (std::vector<double>* one :
         {&u_i_, &sums_, &source_speed_, &source_speed_1_, &u_1_, &u_0_, &u_speed_0_, &u_speed_1_})
      one->resize(c.equations.n_potentials());
    g_.resize(n);
    sides_.resize(n);
  }

  void start(Core& c) override {
    solve_operating_point(c, solver_, tolerance(c));
    h_ = stops_.first_step(c);
    is_new_ = true;
  }

  void take_over(Core& c, double h) override {
    for (const auto& group : c.groups.groups) group->take_rates(c.state);
    h_ = h;
    is_new_ = true;
  }

  bool step(Core& c) override {
    const double t0 = c.time, t_stop = c.options.t_stop;
    if (t0 >= t_stop) return false;
    const bool jumps = c.begin_step(t0);
    const bool begins = jumps || is_new_ || stops_.is_corner(t0);
    if (begins) restart(c, t0);
    take_sides(c.groups, c.state, sides_);
    begin(c, t0);
    if (begins)
      for (std::size_t k = 0; k < x_1_.size(); ++k) h_ = std::min(h_, gentle_step(c, k));
    double land = infinity;  // [s] a step to a kink
    int n_flips = 0;
    for (int n = 0; n < 200; ++n) {
      const double shortest =
          4e-15 * t0;  // below that two times cannot be told apart: such a step is as good as it gets
      const double wanted = std::max(std::min({h_, stops_.longest, land}), shortest);
      const double t1 = stops_.end(c, t0, std::min(wanted, t_stop - t0)), h = t1 - t0;
      if (!(t1 > t0)) break;
      const bool is_shortest = wanted == shortest;
      const double error = attempt(c, t0, t1, is_shortest);
      const double factor =
          std::isfinite(error) ? std::clamp(0.8 * std::pow(std::max(error, 1e-12), -0.25), 0.2, 3.0) : 0.2;
      if (!(error <= 1) && !(is_shortest && std::isfinite(error))) {
        ++c.statistics.rejected;
        h_ = h * std::min(factor, 0.7);
        continue;
      }
      const Crossing crossing = first_crossing(c.groups, motion(c, h));
      if (!crossing.flips.empty() && n_flips < 20) {
        ++n_flips;
        ++c.statistics.rejected;
        flip(c, t0, crossing.flips);
        continue;
      }
      // to and fro: no branch holds for so long
      if (!crossing.flips.empty() && !is_shortest && n < 100) {
        ++c.statistics.rejected;
        h_ = 0.2 * h;
        continue;
      }
      // closer than two times can be told apart, or so often that it is not a crossing: passed over
      if (crossing.at < 1 && !is_shortest && n < 100) {
        ++c.statistics.rejected;
        land = crossing.at * h;
        continue;
      }
      // a step cut short by a corner or a kink says little about the next one
      h_ = std::max(h * factor, h < 0.5 * h_ ? std::min(h_, h * factor * 5) : 0.0);
      if (!crossing.missed.empty() && !add(c, crossing.missed, t1, h)) break;
      accept(c, t0, t1);
      return true;
    }
    throw SimulationError(fmt::format("the time step became too small at t = {} s", to_text(t0)), {},
                          "a larger run.rtol; check capacitances and parameters");
  }

  void add_corner(double t) override { stops_.add_corner(t); }

  void interpolate(const Core& c, double t, std::span<double> x, std::span<double> u, double& i_source) const override {
    const double s = (t - c.previous_time) / (c.time - c.previous_time);
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = x_(k, s);
    for (std::size_t k = 0; k < u.size(); ++k) u[k] = u_(k, s);
    i_source = cubic(s, i_curve_);
  }

  double state_at(const Core& c, double t, std::size_t slot) const override {
    return x_(slot, (t - c.previous_time) / (c.time - c.previous_time));
  }

  void archive(Archive& a) override {
    for (Cubic* y : {&x_, &v_, &u_}) a(y->c_0), a(y->c_1), a(y->c_2), a(y->c_3);
    a(i_curve_), a(h_), a(is_new_), a(is_first_), a(u_scale_), a(i_scale_), a(solver_.n_iterations), a(n_evaluations_);
  }
  std::uint64_t n_evaluations() const override { return solver_.n_iterations + n_evaluations_; }
  const std::vector<double>& residual(const Core&) const override { return solver_.residual(); }

 private:
  // Of the largest potential so far: a drive that is at 0 leaves nothing to be relative to
  Tolerance tolerance(const Core& c) const {
    return {std::max(1e-3 * tolerance_of(c), 1e-13), std::max(c.largest_potential(), u_scale_)};
  }

  // Potentials and currents that belong to states x and the sources at t
  bool solve_kirchhoff(Core& c, double t, const std::vector<double>& x, std::vector<double>& u) {
    solver_.is_frozen = true;
    solver_.stage.x = x;
    solver_.charges.weight = 0;
    c.equations.set_sources(t, u);
    return solver_.solve(t, tolerance(c), c.state.memory, u, 1);
  }

  // A new course of the voltages begins at t, with the sources that are behind it.
  void restart(Core& c, double t) {
    is_new_ = false;
    is_first_ = true;
    const double at = t + 1e-9 * std::min(h_, stops_.longest);
    if (!solve_kirchhoff(c, at, c.state.x, c.u))
      throw SimulationError(fmt::format("the network's equations have no solution at t = {} s", to_text(t)));
    c.state.v = solver_.stage.v;
    c.i = solver_.stage.i;
    c.i_source = solver_.source_current(c.u, at);
  }

  // What a step begins with, however long it gets: the laws and all derivatives at t0, the last curve
  void begin(Core& c, double t0) {
    evaluate(c, c.state.x, c.state.v, at_0_);
    i_scale_ = std::max(i_scale_, std::abs(c.i_source));
    find_units(c);
    const double h = std::min({h_, stops_.longest, c.options.t_stop - t0});
    find_source_speeds(c, t0 + 1e-9 * h, 1e-4 * h, source_speed_);
    for (std::size_t k = 0; k < g_.size(); ++k) g_[k] = at_0_.i_v[k];
    c.equations.assemble(g_, 0, c.linear.values());
    if (!c.linear.factorise())
      throw SimulationError(fmt::format("the network's equations have no solution at t = {} s", to_text(t0)));
    i_speed_0_ = find_speeds(c, at_0_, source_speed_, u_speed_0_);
    h_past_ = is_first_ ? 0 : t0 - c.previous_time;
    x_third_ = x_.c_3, u_third_ = u_.c_3, i_third_ = i_curve_[3];
  }

  void evaluate(Core& c, const std::vector<double>& x, const std::vector<double>& v, Local& at) {
    ++n_evaluations_;
    for (const auto& group : c.groups.groups) group->evaluate(c.state.memory, sides_.data(), x.data(), v.data(), at);
  }

  // The largest error in units of the tolerance; x_1_, u_1_ and the curves
  double attempt(Core& c, double t0, double t1, bool is_shortest) {
    const double h = t1 - t0, bearable = is_shortest ? std::numeric_limits<double>::max() : 1;
    for (std::size_t stage = 0; stage < n_stages; ++stage)
      if (!solve_stage(c, t0, h, stage)) return infinity;
    for (std::size_t k = 0; k < x_1_.size(); ++k) x_1_[k] = x_free_[k] = x_i_[k] + x_stage_[5][k];
    double error = state_error();
    for (std::size_t k = 0; k < u_1_.size(); ++k) {
      u_1_[k] = u_i_[k] + u_stage_[5][k];
      u_scale_ = std::max(u_scale_, std::abs(u_1_[k]));
    }
    error = std::max(error, largest(u_stage_[5], c.equations.n_free()) / (tolerance_of(c) * u_scale_));
    if (!(error <= bearable)) return error;
    for (const auto& group : c.groups.groups) group->hold(c.state.memory, v_i_.data(), x_1_.data());
    u_0_ = u_1_;
    if (!solve_kirchhoff(c, stops_.before(t1, h), x_1_, u_1_)) return infinity;
    double moved = 0;
    for (std::size_t k = 0; k < c.equations.n_free(); ++k) moved = std::max(moved, std::abs(u_1_[k] - u_0_[k]));
    i_1_ = solver_.source_current(u_1_, stops_.before(t1, h));
    i_scale_ = std::max({i_scale_, std::abs(i_1_), 1e-300});
    error =
        std::max({error, moved / (tolerance_of(c) * u_scale_), std::abs(i_stage_[5]) / (tolerance_of(c) * i_scale_)});
    if (!(error <= bearable)) return error;
    draw_curves(c, t1, h);
    return std::max(error, curve_error(c, h));
  }

  static double largest(const std::vector<double>& y, std::size_t n) {
    double result = 0;
    for (std::size_t k = 0; k < n; ++k) result = std::isfinite(y[k]) ? std::max(result, std::abs(y[k])) : infinity;
    return result;
  }

  double state_error() const {
    double worst = 0;
    for (std::size_t k = 0; k < x_1_.size(); ++k)
      worst = std::isfinite(x_1_[k]) ? std::max(worst, std::abs(x_stage_[5][k]) / unit_[k]) : infinity;
    return worst;
  }

  // [state] the tolerance of every state: of its scale, or of what changes a current by as much of the largest one
  void find_units(const Core& c) {
    for (const auto& group : c.groups.groups)
      for (std::size_t k = group->first; k < group->first + group->n; ++k)
        unit_[k] = tolerance_of(c) / std::max(1 / group->scale, std::abs(at_0_.i_x[k]) / i_scale_);
  }

  // [V/s], [A/s] of the sources at t, by potential: from three points on one side of it, dt apart
  static void find_source_speeds(const Core& c, double t, double dt, std::vector<double>& speeds) {
    std::fill(speeds.begin(), speeds.end(), 0.0);
    for (const Source& s : c.equations.sources()) {
      const auto at = [&](double time) { return circuit::voltage(*s.drive, time); };
      speeds[s.potential] += (4 * at(t + dt) - at(t + 2 * dt) - 3 * at(t)) / (2 * dt);
    }
  }

  // du/dt with the laws at a point and the factor of their i_v; returns di_source/dt [A/s]
  double find_speeds(Core& c, const Local& at, const std::vector<double>& of_sources, std::vector<double>& u_speed) {
    const std::size_t n_free = c.equations.n_free();
    std::fill(u_speed.begin(), u_speed.end(), 0.0);
    for (const Source& s : c.equations.sources())
      if (!s.is_current) u_speed[s.potential] = of_sources[s.potential];
    c.equations.voltages(u_speed, v_step_);
    for (std::size_t k = 0; k < i_.size(); ++k) i_[k] = at.i_x[k] * at.f[k] + at.i_v[k] * v_step_[k];
    c.equations.sum_currents(i_, u_speed, v_step_, {}, 0, sums_);
    for (const Source& s : c.equations.sources())
      if (s.is_current) sums_[s.potential] += circuit::voltage(*s.drive, 0) - of_sources[s.potential];
    c.linear.apply_factor(std::span(sums_).first(n_free));
    for (std::size_t k = 0; k < n_free; ++k) u_speed[k] = -sums_[k];
    const Source& first = c.equations.sources().front();
    if (first.is_current) return of_sources[first.potential];
    c.equations.voltages(u_speed, v_step_);
    for (std::size_t k = 0; k < i_.size(); ++k) i_[k] = at.i_x[k] * at.f[k] + at.i_v[k] * v_step_[k];
    return c.equations.source_current(i_, u_speed, v_step_, {}, 0);
  }

  static void add(const std::array<std::vector<double>, n_stages>& stages, const Row& weights, std::size_t n,
                  double factor, std::vector<double>& y) {
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < y.size(); ++k) y[k] += factor * weights[j] * stages[j][k];
  }

  bool solve_stage(Core& c, double t0, double h, std::size_t stage) {
    const std::size_t n_free = c.equations.n_free();
    const double t = std::clamp(t0 + alpha[stage] * h, t0 + 1e-9 * h, t0 + h * (1 - 1e-9));
    x_i_ = c.state.x, u_i_ = c.u;
    double i_i = c.i_source;
    add(x_stage_, rodas4p2::a[stage], stage, 1, x_i_);
    add(u_stage_, rodas4p2::a[stage], stage, 1, u_i_);
    for (std::size_t j = 0; j < stage; ++j) i_i += rodas4p2::a[stage][j] * i_stage_[j];
    c.equations.voltages(u_i_, v_i_);
    const Local& here = stage == 0 ? at_0_ : at_i_;
    if (stage > 0) evaluate(c, x_i_, v_i_, at_i_);
    if (stage == 0 && !factorise(c, h)) return false;

    std::vector<double>& u = u_stage_[stage];
    std::fill_n(u.begin(), n_free, 0.0);
    for (std::size_t k = n_free; k < u.size(); ++k) u[k] = 0;  // the drain
    for (const Source& s : c.equations.sources())
      if (!s.is_current)
        u[s.potential] = circuit::voltage(*s.drive, t) - u_i_[s.potential] +
                         rodas4p2::gammas[stage] * h * source_speed_[s.potential];
    c.equations.voltages(u, v_step_);
    r_ = here.f;
    add(x_stage_, rodas4p2::c[stage], stage, 1 / h, r_);
    for (std::size_t k = 0; k < r_.size(); ++k) i_[k] = here.i[k] + at_0_.i_x[k] * w_[k] * r_[k] + g_[k] * v_step_[k];
    for (std::size_t k = 0; k < u.size(); ++k) u_i_[k] += u[k];
    c.equations.sum_currents(i_, u_i_, v_step_, {}, t, sums_);
    for (const Source& s : c.equations.sources())
      if (s.is_current) sums_[s.potential] -= rodas4p2::gammas[stage] * h * source_speed_[s.potential];
    c.linear.apply_factor(std::span(sums_).first(n_free));
    for (std::size_t k = 0; k < n_free; ++k) u[k] = -sums_[k], u_i_[k] += u[k];
    c.equations.voltages(u, v_step_);
    std::vector<double>& x = x_stage_[stage];
    for (std::size_t k = 0; k < x.size(); ++k) {
      x[k] = w_[k] * (r_[k] + at_0_.f_v[k] * v_step_[k]);
      i_[k] = here.i[k] + at_0_.i_x[k] * x[k] + at_0_.i_v[k] * v_step_[k];
    }
    i_stage_[stage] = c.equations.source_current(i_, u_i_, v_step_, {}, t) - i_i;
    for (std::size_t k = 0; k < u.size(); ++k) u_i_[k] -= u[k];  // the stage's argument
    return true;
  }

  bool factorise(Core& c, double h) {
    for (std::size_t k = 0; k < w_.size(); ++k) {
      const double inverse = 1 / (gamma * h) - at_0_.f_x[k];
      if (!(inverse > 0)) return false;
      w_[k] = (sides_[k] & is_held) != 0 ? 0 : 1 / inverse;
      g_[k] = at_0_.i_v[k] + at_0_.i_x[k] * w_[k] * at_0_.f_v[k];
    }
    c.equations.assemble(g_, 0, c.linear.values());
    return c.linear.factorise() && c.linear.is_definite();
  }

  void draw_curves(Core& c, double t1, double h) {
    const auto draw = [h](Cubic& y, const std::vector<double>& y_0, const std::vector<double>& y_1,
                          const std::vector<double>& speed_0, const std::vector<double>& speed_1) {
      y.c_0 = y_0;
      for (std::size_t k = 0; k < y_0.size(); ++k) {
        const double rise = y_1[k] - y_0[k], left = h * speed_0[k], right = h * speed_1[k];
        y.c_1[k] = left;
        y.c_2[k] = 3 * rise - 2 * left - right;
        y.c_3[k] = left + right - 2 * rise;
      }
    };
    evaluate(c, x_free_, solver_.stage.v, at_i_);
    find_source_speeds(c, t1 - 1e-9 * h, -1e-4 * h, source_speed_1_);
    const double i_speed_1 = find_speeds(c, at_i_, source_speed_1_, u_speed_1_);
    draw(x_, c.state.x, x_free_, at_0_.f, at_i_.f);  // beyond the bounds, so that its crossing is seen
    draw(u_, c.u, u_1_, u_speed_0_, u_speed_1_);
    for (const auto& [of_u, of_v] : {std::pair{&u_.c_0, &v_.c_0}, std::pair{&u_.c_1, &v_.c_1},
                                     std::pair{&u_.c_2, &v_.c_2}, std::pair{&u_.c_3, &v_.c_3}})
      c.equations.voltages(*of_u, *of_v);
    const double rise = i_1_ - c.i_source, left = h * i_speed_0_, right = h * i_speed_1;
    i_curve_ = {c.i_source, left, 3 * rise - 2 * left - right, left + right - 2 * rise};
  }

  // h^4 y''''/384, in units of the tolerance; y''' = 6 c_3/h^3. In the first step of a course h y'''' is taken to be y''', of
  // the states alone: the scales of voltages and current are not known before the drive has moved.
  double curve_error(const Core& c, double h) const {
    const bool is_first = !(h_past_ > 0);
    const double cube = is_first ? 0 : std::pow(h / h_past_, 3);
    double of_x = 0, of_u = 0;
    for (std::size_t k = 0; k < x_.c_3.size(); ++k)
      of_x = std::max(of_x, std::abs(x_.c_3[k] - (is_first ? 0 : cube * x_third_[k])) / unit_[k]);
    if (is_first) return 6.0 / 384 * of_x;
    const double weight = 6.0 / 384 * 2 * h / (h + h_past_);
    for (std::size_t k = 0; k < u_third_.size(); ++k) of_u = std::max(of_u, std::abs(u_.c_3[k] - cube * u_third_[k]));
    const double of_i = std::abs(i_curve_[3] - cube * i_third_) / i_scale_;
    return weight * std::max(of_x, std::max(of_u / u_scale_, of_i) / tolerance_of(c));
  }

  Motion motion(const Core& c, double h) const {
    return {.h = h,
            .unit = unit_.data(),
            .current = tolerance_of(c) * i_scale_,
            .x = &x_,
            .v = &v_,
            .memory = c.state.memory.data(),
            .sides = sides_.data()};
  }

  // What the step missed, and Kirchhoff's law with it
  bool add(Core& c, const std::vector<Missed>& missed, double t1, double h) {
    for (const Missed& one : missed) x_1_[one.slot] = x_free_[one.slot] + one.dx;
    for (const auto& group : c.groups.groups) group->hold(c.state.memory, solver_.stage.v.data(), x_1_.data());
    const double at = stops_.before(t1, h);
    if (!solve_kirchhoff(c, at, x_1_, u_1_)) return false;
    i_1_ = solver_.source_current(u_1_, at);
    return true;
  }

  void flip(Core& c, double t0, const std::vector<Flip>& flips) {
    for (const Flip& one : flips) {
      sides_[one.slot] = one.sides;
      c.state.x[one.slot] = one.x;
    }
    begin(c, t0);
    for (const Flip& one : flips) h_ = std::min(h_, gentle_step(c, one.slot));
  }

  // [s] in which a junction moves by no more than a little: what comes behind a kink or a corner may be far faster than
  // what was before
  double gentle_step(const Core& c, std::size_t slot) const {
    const Equations::Branch& b = c.equations.branches()[slot];
    const double little = c.groups.of(slot).scale * std::min(0.1, std::pow(tolerance_of(c), 0.25));
    const double speed = std::abs(at_0_.f[slot]);
    const double rise = 0.5 * std::abs(at_0_.f_v[slot] * (u_speed_0_[b.plus] - u_speed_0_[b.minus]));
    return 2 * little / (speed + std::sqrt(speed * speed + 4 * rise * little));
  }

  void accept(Core& c, double t0, double t1) {
    c.state.x = x_1_, c.state.v = solver_.stage.v, c.u = u_1_;
    c.i = solver_.stage.i;
    c.i_source = i_1_;
    c.previous_time = t0;
    c.time = t1;
    is_first_ = false;
    for (const auto& group : c.groups.groups) group->take_rates(c.state);
    c.update_conductances();
    ++c.statistics.steps;
  }

  Stops stops_;
  StageSolver solver_;  // Kirchhoff's law with given states
  Cubic x_, v_, u_;     // the last step: states, junction voltages, potentials
  std::array<double, 4> i_curve_{};
  Local at_0_, at_i_;
  std::array<std::vector<double>, n_stages> x_stage_, u_stage_;
  std::array<double, n_stages> i_stage_{};
  std::vector<double> x_i_, v_i_, u_i_, v_step_, w_, r_, i_, g_, sums_, source_speed_, source_speed_1_, x_1_, x_free_,
      unit_, u_1_, u_0_, u_speed_0_, u_speed_1_, x_third_, u_third_;
  double i_1_ = 0, i_speed_0_ = 0, i_third_ = 0;
  double h_past_ = 0;  // [s] 0: the last curve tells nothing of this one
  std::vector<Sides> sides_;
  double h_ = 0;                                // [s]
  double u_scale_ = 1e-300, i_scale_ = 1e-300;  // [V], [A] largest so far
  bool is_new_ = true, is_first_ = true;
  std::uint64_t n_evaluations_ = 0;
};

}  // namespace

std::unique_ptr<Integrator> make_rodas(Core& c) {
  return std::make_unique<Rodas>(c);
}

}  // namespace somn::native
