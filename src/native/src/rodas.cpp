// RODAS (Hairer, Wanner, "Solving ordinary differential equations II", 2nd ed., VI.4): a Rosenbrock method of order 4
// with an error estimate of order 3 and a cubic through the step, L-stable, stiffly accurate, made for
// differential-algebraic systems of index 1: networks without capacitances. One factorisation and six solves a step, no
// iteration.
//   states       x' = f(x, v)                     stages X_i, in the variables of the book (a_ij, c_ij)
//   potentials   0  = sum of i(x, v) at a node    stages U_i; V_i across a junction
//   y_i = y_0 + sum a_ij Y_j, t_i = t_0 + alpha_i h;   f, i at y_i;   f_x, f_v, i_x, i_v at y_0
//   X_i (1/(gamma h) - f_x) = f + sum c_ij X_j/h + f_v V_i           so X_i = w (r_i + f_v V_i): states are local, and
//   sum of (i_v + i_x w f_v) V_i = -sum of (i + i_x w r_i)           what is left is a network of conductances
// A fixed potential s(t) is one more variable, 0 = s - u; so is the source's current. At the end of the step Kirchhoff's
// law is solved for the states found, and what that moves is part of the error.
//   accepted where the largest of the errors of states, potentials, current is below rtol times their scales, and no
//   junction left its branch unseen (switching.hpp); next h = h 0.8 error^(-1/4), at most thrice, at least a fifth of h
// The matrix of a step that is short against everything that grows is positive definite; where it is not, the step is
// too long: a method that damps what is fast would damp an instability, too.
#include "core.hpp"
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

constexpr std::size_t n_stages = 6;
constexpr double gamma = 0.25;
using Row = std::array<double, n_stages>;
constexpr Row alpha{0, 0.386, 0.21, 0.63, 1, 1};
constexpr Row gamma_sum{0.25, -0.1043, 0.1035, -0.03620000000000023, 0, 0};
constexpr Row a_5{1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950};
constexpr std::array<Row, n_stages> a_ij{{{},
                                       {1.544},
                                       {0.9466785280815826, 0.2557011698983284},
                                       {3.314825187068521, 2.896124015972201, 0.9986419139977817},
                                       a_5,
                                       {a_5[0], a_5[1], a_5[2], a_5[3], 1}}};
constexpr std::array<Row, n_stages> c_ij{
    {{},
     {-5.6688},
     {-2.430093356833875, -0.2063599157091915},
     {-0.1073529058151375, -9.594562251023355, -20.47028614809616},
     {7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160},
     {8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054}}};
// y(s) = y_0 (1 - s) + s (y_1 + (1 - s) (k_2 + s k_3))
constexpr Row k_2{10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662};
constexpr Row k_3{-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872};

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
    for (std::vector<double>* one : {&x_i_, &v_i_, &v_step_, &w_, &r_, &i_, &x_1_, &v_0_}) one->resize(n);
    for (std::vector<double>* one : {&u_i_, &sums_, &source_speed_, &u_1_, &u_0_}) one->resize(c.equations.n_potentials());
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
    if (jumps || is_new_ || stops_.is_corner(t0)) restart(c, t0);
    take_sides(c.groups, c.state, sides_);
    double land = infinity;  // [s] a step to a kink
    int n_flips = 0;
    for (int n = 0; n < 200; ++n) {
      const double t1 = stops_.end(c, t0, std::min({h_, stops_.longest, t_stop - t0, land})), h = t1 - t0;
      if (!(h > 1e-15 * t0)) break;
      const double error = attempt(c, t0, t1);
      const double factor =
          std::isfinite(error) ? std::clamp(0.8 * std::pow(std::max(error, 1e-12), -0.25), 0.2, 3.0) : 0.2;
      if (!(error <= 1)) {
        ++c.statistics.rejected;
        h_ = h * std::min(factor, 0.7);
        continue;
      }
      const Crossing crossing = first_crossing(c.groups, motion(c, h));
      if (!crossing.flips.empty() && n_flips < 20) {
        ++n_flips;
        ++c.statistics.rejected;
        flip(c, crossing.flips, h);
        continue;
      }
      if (crossing.at < 1) {
        ++c.statistics.rejected;
        land = std::max(crossing.at * h, 1e-14 * t0);
        continue;
      }
      // a step cut short by a corner or a kink says little about the next one
      h_ = std::max(h * factor, h < 0.5 * h_ ? std::min(h_, h * factor * 5) : 0.0);
      accept(c, t0, t1);
      return true;
    }
    throw SimulationError(fmt::format("the time step became too small at t = {} s", to_text(t0)), {},
                          "a larger run.rtol; check capacitances and parameters");
  }

  void interpolate(const Core& c, double t, std::span<double> x, std::span<double> u, double& i_source) const override {
    const double s = (t - c.previous_time) / (c.time - c.previous_time);
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = x_(k, s);
    for (const auto& group : c.groups.groups) group->put_into_bounds(c.state.memory, group->first, group->n, x.data());
    for (std::size_t k = 0; k < u.size(); ++k) u[k] = u_(k, s);
    i_source = cubic(s, i_curve_);
  }

  double state_at(const Core& c, double t, std::size_t slot) const override {
    const double s = (t - c.previous_time) / (c.time - c.previous_time);
    const auto group = std::find_if(c.groups.groups.begin(), c.groups.groups.end(),
                                    [&](const auto& one) { return slot < one->first + one->n; });
    spare_.resize(sides_.size());
    spare_[slot] = x_(slot, s);
    (*group)->put_into_bounds(c.state.memory, slot, 1, spare_.data());
    return spare_[slot];
  }

  void archive(Archive& a) override {
    for (Cubic* y : {&x_, &v_, &u_}) a(y->c_0), a(y->c_1), a(y->c_2), a(y->c_3);
    a(i_curve_), a(h_), a(is_new_), a(u_scale_), a(i_scale_), a(solver_.n_iterations), a(n_evaluations_);
  }
  std::uint64_t n_evaluations() const override { return solver_.n_iterations + n_evaluations_; }
  const std::vector<double>& residual(const Core&) const override { return solver_.residual(); }

 private:
  Tolerance tolerance(const Core& c) const { return {std::max(1e-3 * c.options.rtol, 1e-13), c.largest_potential()}; }

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
    const double at = t + 1e-9 * std::min(h_, stops_.longest);
    if (!solve_kirchhoff(c, at, c.state.x, c.u))
      throw SimulationError(fmt::format("the network's equations have no solution at t = {} s", to_text(t)));
    c.state.v = solver_.stage.v;
    c.i = solver_.stage.i;
    c.i_source = solver_.source_current(c.u, at);
  }

  // The largest error in units of the tolerance; x_1_, u_1_ and the curves
  double attempt(Core& c, double t0, double t1) {
    const double h = t1 - t0;
    find_speeds(c, t0, h);
    for (std::size_t stage = 0; stage < n_stages; ++stage)
      if (!solve_stage(c, t0, h, stage)) return infinity;
    for (std::size_t k = 0; k < x_1_.size(); ++k) x_1_[k] = x_i_[k] + x_stage_[5][k];
    double error = state_error(c);
    for (std::size_t k = 0; k < u_1_.size(); ++k) {
      u_1_[k] = u_i_[k] + u_stage_[5][k];
      u_scale_ = std::max(u_scale_, std::abs(u_1_[k]));
    }
    error = std::max(error, largest(u_stage_[5], c.equations.n_free()) / (c.options.rtol * u_scale_));
    if (!(error <= 1)) return error;
    for (const auto& group : c.groups.groups) group->hold(c.state.memory, v_i_.data(), x_1_.data());
    u_0_ = u_1_;
    if (!solve_kirchhoff(c, stops_.source_time(t1, h), x_1_, u_1_)) return infinity;
    double moved = 0;
    for (std::size_t k = 0; k < c.equations.n_free(); ++k) moved = std::max(moved, std::abs(u_1_[k] - u_0_[k]));
    i_1_ = solver_.source_current(u_1_, stops_.source_time(t1, h));
    i_scale_ = std::max({i_scale_, std::abs(i_1_), 1e-300});
    error = std::max({error, moved / (c.options.rtol * u_scale_), std::abs(i_stage_[5]) / (c.options.rtol * i_scale_)});
    if (error <= 1) draw_curves(c);
    return error;
  }

  static double largest(const std::vector<double>& y, std::size_t n) {
    double result = 0;
    for (std::size_t k = 0; k < n; ++k) result = std::isfinite(y[k]) ? std::max(result, std::abs(y[k])) : infinity;
    return result;
  }

  double state_error(const Core& c) const {
    double worst = 0;
    for (const auto& group : c.groups.groups) {
      double one = 0;
      for (std::size_t k = group->first; k < group->first + group->n; ++k)
        one = std::isfinite(x_1_[k]) ? std::max(one, std::abs(x_stage_[5][k])) : infinity;
      worst = std::max(worst, one / (c.options.rtol * group->scale));
    }
    return worst;
  }

  // [V/s], [A/s] of the sources at t0, from behind it
  void find_speeds(const Core& c, double t0, double h) {
    std::fill(source_speed_.begin(), source_speed_.end(), 0.0);
    const double first = t0 + 1e-9 * h, dt = 1e-4 * h;
    for (const Source& s : c.equations.sources()) {
      const auto at = [&](double t) { return circuit::voltage(*s.drive, t); };
      source_speed_[s.potential] += (4 * at(first + dt) - at(first + 2 * dt) - 3 * at(first)) / (2 * dt);
    }
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
    add(x_stage_, a_ij[stage], stage, 1, x_i_);
    add(u_stage_, a_ij[stage], stage, 1, u_i_);
    for (std::size_t j = 0; j < stage; ++j) i_i += a_ij[stage][j] * i_stage_[j];
    c.equations.voltages(u_i_, v_i_);
    Local& here = stage == 0 ? at_0_ : at_i_;
    ++n_evaluations_;
    for (const auto& group : c.groups.groups)
      group->evaluate(c.state.memory, sides_.data(), x_i_.data(), v_i_.data(), here);
    if (stage == 0 && !factorise(c, h)) return false;

    std::vector<double>& u = u_stage_[stage];
    std::fill_n(u.begin(), n_free, 0.0);
    for (std::size_t k = n_free; k < u.size(); ++k) u[k] = 0;  // the drain
    for (const Source& s : c.equations.sources())
      if (!s.is_current)
        u[s.potential] = circuit::voltage(*s.drive, t) - u_i_[s.potential] + gamma_sum[stage] * h * source_speed_[s.potential];
    c.equations.voltages(u, v_step_);
    r_ = here.f;
    add(x_stage_, c_ij[stage], stage, 1 / h, r_);
    for (std::size_t k = 0; k < r_.size(); ++k) i_[k] = here.i[k] + at_0_.i_x[k] * w_[k] * r_[k] + g_[k] * v_step_[k];
    for (std::size_t k = 0; k < u.size(); ++k) u_i_[k] += u[k];
    c.equations.sum_currents(i_, u_i_, v_step_, {}, t, sums_);
    for (const Source& s : c.equations.sources())
      if (s.is_current) sums_[s.potential] -= gamma_sum[stage] * h * source_speed_[s.potential];
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

  void draw_curves(Core& c) {
    const auto draw = [](Cubic& y, const std::vector<double>& y_0, const std::vector<double>& y_1,
                         const std::array<std::vector<double>, n_stages>& stages) {
      y.c_0 = y_0;
      for (std::size_t k = 0; k < y_0.size(); ++k) {
        double two = 0, three = 0;
        for (std::size_t j = 0; j < 5; ++j) two += k_2[j] * stages[j][k], three += k_3[j] * stages[j][k];
        y.c_1[k] = y_1[k] - y_0[k] + two;
        y.c_2[k] = three - two;
        y.c_3[k] = -three;
      }
    };
    draw(x_, c.state.x, x_1_, x_stage_);
    draw(u_, c.u, u_1_, u_stage_);
    for (const auto& [of_u, of_v] : {std::pair{&u_.c_0, &v_.c_0}, std::pair{&u_.c_1, &v_.c_1},
                                     std::pair{&u_.c_2, &v_.c_2}, std::pair{&u_.c_3, &v_.c_3}})
      c.equations.voltages(*of_u, *of_v);
    double two = 0, three = 0;
    for (std::size_t j = 0; j < 5; ++j) two += k_2[j] * i_stage_[j], three += k_3[j] * i_stage_[j];
    i_curve_ = {c.i_source, i_1_ - c.i_source + two, three - two, -three};
  }

  Motion motion(const Core& c, double h) const {
    return {.h = h, .rtol = c.options.rtol, .x = &x_, .v = &v_, .memory = c.state.memory.data(), .sides = sides_.data()};
  }

  void flip(Core& c, const std::vector<Flip>& flips, double h) {
    for (const Flip& one : flips) {
      sides_[one.slot] = one.sides;
      c.state.x[one.slot] = one.x;
    }
    h_ = std::min(h_, gentle_step(c, flips, h));
  }

  // [s] in which none of these junctions moves by more than a little: what comes behind a kink may be far faster than
  // what was before
  double gentle_step(Core& c, const std::vector<Flip>& flips, double h) {
    c.equations.voltages(c.u, v_0_);
    for (const auto& group : c.groups.groups)
      group->evaluate(c.state.memory, sides_.data(), c.state.x.data(), v_0_.data(), at_i_);
    double result = infinity;
    for (const auto& group : c.groups.groups) {
      const double little = group->scale * std::min(0.1, std::pow(c.options.rtol, 0.25));
      for (const Flip& one : flips) {
        if (one.slot < group->first || one.slot >= group->first + group->n) continue;
        const double speed = std::abs(at_i_.f[one.slot]);
        const double rise = 0.5 * std::abs(at_i_.f_v[one.slot] * v_.slope(one.slot, 0) / h);
        result = std::min(result, 2 * little / (speed + std::sqrt(speed * speed + 4 * rise * little)));
      }
    }
    return result;
  }

  void accept(Core& c, double t0, double t1) {
    c.state.x = x_1_, c.state.v = solver_.stage.v, c.u = u_1_;
    c.i = solver_.stage.i;
    c.i_source = i_1_;
    c.previous_time = t0;
    c.time = t1;
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
  std::vector<double> x_i_, v_i_, u_i_, v_step_, w_, r_, i_, g_, sums_, source_speed_, x_1_, u_1_, u_0_, v_0_;
  double i_1_ = 0;
  mutable std::vector<double> spare_;
  std::vector<Sides> sides_;
  double h_ = 0;                     // [s]
  double u_scale_ = 0, i_scale_ = 0;  // [V], [A] largest so far
  bool is_new_ = true;
  std::uint64_t n_evaluations_ = 0;
};

}  // namespace

std::unique_ptr<Integrator> make_rodas(Core& c) {
  return std::make_unique<Rodas>(c);
}

}  // namespace somn::native
