#include "active.hpp"
#include "rosenbrock_tableau.hpp"
#include "stage_solver.hpp"
#include "stops.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::native {
namespace {

using Row = Tableau::Row;

// out = y + scale sum_{j < n} w_j k_j, in one pass
template <int N>
void combine_n(std::size_t size, const double* y, const double* const* k, const double* w, double* __restrict out) {
  for (std::size_t i = 0; i < size; ++i) {
    double sum = y ? y[i] : 0;
    for (int j = 0; j < N; ++j) sum += w[j] * k[j][i];
    out[i] = sum;
  }
}

void combine(const double* y, const Row& weights, int n, const std::vector<std::vector<double>>& k, double scale,
             std::span<double> out) {
  const double* at[Tableau::most];
  double w[Tableau::most];
  int m = 0;
  for (int j = 0; j < n; ++j)
    if (weights[static_cast<std::size_t>(j)] != 0) {
      at[m] = k[static_cast<std::size_t>(j)].data();
      w[m++] = weights[static_cast<std::size_t>(j)] * scale;
    }
  switch (m) {
    case 0: combine_n<0>(out.size(), y, at, w, out.data()); break;
    case 1: combine_n<1>(out.size(), y, at, w, out.data()); break;
    case 2: combine_n<2>(out.size(), y, at, w, out.data()); break;
    case 3: combine_n<3>(out.size(), y, at, w, out.data()); break;
    case 4: combine_n<4>(out.size(), y, at, w, out.data()); break;
    case 5: combine_n<5>(out.size(), y, at, w, out.data()); break;
    case 6: combine_n<6>(out.size(), y, at, w, out.data()); break;
    case 7: combine_n<7>(out.size(), y, at, w, out.data()); break;
    default: combine_n<8>(out.size(), y, at, w, out.data()); break;
  }
}

double weigh(const Row& weights, int n, const std::vector<std::vector<double>>& k, std::size_t at) {
  double sum = 0;
  for (int j = 0; j < n; ++j) sum += weights[static_cast<std::size_t>(j)] * k[static_cast<std::size_t>(j)][at];
  return sum;
}

class Rosenbrock final : public Integrator {
 public:
  explicit Rosenbrock(Core& c)
      : t_(tableau_for(c.options.rtol)),
        stops_(c),
        consistent_(c.equations, c.groups, c.linear),
        active_(c, 1e-3 * c.options.rtol) {
    const Equations& eq = c.equations;
    const std::size_t n = eq.n_slots(), n_u = eq.n_potentials(), n_all = n + eq.conductors().size();
    for (std::vector<double>* one : {&x0_, &v0_, &x_, &v_, &f_, &i_, &gain_, &follow_, &answer_, &rate_,
                                     &linear_.f, &linear_.f_x, &linear_.f_v, &linear_.i, &linear_.i_x, &linear_.i_v})
      one->resize(n);
    v_all_.resize(n);
    for (std::vector<double>* one : {&u0_, &u_, &charge_, &b_}) one->resize(n_u);
    uq_.resize(2 * n_u);
    k_u_.assign(static_cast<std::size_t>(t_.n_stages), std::vector<double>(n_u));
    k_x_.assign(static_cast<std::size_t>(t_.n_stages), std::vector<double>(n));
    for (int i = 0; i < t_.n_stages; ++i) {
      const auto at = static_cast<std::size_t>(i);
      same_[at] = t_.a[at] == Row{} ? 0 : i > 1 && t_.a[at] == t_.a[at - 1] ? i - 1 : i;
    }
    for (const Equations::Branch& b : eq.branches()) ends_.push_back({b.plus, b.minus});
    for (const Conductor& r : eq.conductors()) ends_.push_back({r.a, r.b});
    for (std::uint32_t k = 0; k < n_all; ++k)
      if (ends_[k].plus >= eq.n_free() || ends_[k].minus >= eq.n_free()) boundary_.push_back(k);
    fixed_g_.assign(n_all, 0.0);
    for (std::size_t k = n; k < n_all; ++k) fixed_g_[k] = eq.conductors()[k - n].g;
    c_.assign(n_all, 0.0);
    std::fill_n(c_.begin(), n, eq.junction_capacitance());
    cap_values_.assign(c.linear.values().size(), 0.0);
    for (std::size_t k = 0; k < n; ++k) eq.stamp(eq.branches()[k], eq.junction_capacitance(), cap_values_.data());
    for (std::size_t k = 0; k < eq.n_free(); ++k)
      cap_values_[eq.pattern().start[k + 1] - 1] += eq.ground_capacitance(k);
  }

  void start(Core& c) override {
    solve_operating_point(c, consistent_, tolerance(c));
    wake_all(c);
    h_ = stops_.first_step(c);
  }

  void take_over(Core& c, double h) override {
    wake_all(c);
    h_ = h;
  }

  bool step(Core& c) override {
    const double t0 = c.time, t_stop = c.options.t_stop;
    if (t0 >= t_stop) return false;
    if (is_restored_) {
      active_.collect(c);
      relist(c);
    }
    const std::uint64_t n_redrawn = c.state.n_redrawn;
    const bool jumps = c.begin_step(t0);
    if (jumps || (stops_.is_corner(t0) && Stops::is_jump(c, t0)))
      settle(c, t0);
    else if (n_redrawn != c.state.n_redrawn)
      wake_all(c);
    const bool woke = active_.wake(c, c.state.v, 0.97);
    const bool rested = c.statistics.steps % 8 == 0 && active_.rest(c);
    if (woke || rested) relist(c);
    begin(c);
    for (int n = 0; n < 60; ++n) {
      const double t1 = stops_.end(c, t0, std::min({h_, stops_.longest, t_stop - t0})), h = t1 - t0;
      if (!(h > 0)) break;
      const double error = attempt(c, t0, t1);
      const double factor =
          std::isfinite(error)
              ? std::clamp(0.85 * std::pow(std::max(error, 1e-12), -1.0 / (t_.order_of_error + 1)), 0.2, 2.5)
              : 0.25;
      if (!(error <= 1)) {
        ++c.statistics.rejected;
        if (!std::isfinite(error)) ++n_inf_;
        h_ = h * std::min(factor, 0.8);
        continue;
      }
      if (active_.wake(c, v_all_, 1)) {
        ++c.statistics.rejected;
        ++n_passed_;
        relist(c);
        continue;
      }
      h_ = std::max(h * factor, h < 0.5 * h_ ? std::min(h_, h * factor * 5) : 0.0);
      accept(c, t1);
      return true;
    }
    throw SimulationError(fmt::format("the time step became too small at t = {} s", to_text(t0)), {},
                          "a larger run.rtol; check capacitances and parameters");
  }

  void interpolate(const Core& c, double t, std::span<double> x, std::span<double> u, double& i_source) const override {
    const double s = (t - c.previous_time) / (c.time - c.previous_time);
    prepare_curve();
    std::copy(c.state.x.begin(), c.state.x.end(), x.begin());
    for (std::size_t j = 0; j < active_.n(); ++j) {
      const std::uint32_t k = active_.slots()[j];
      x[k] = (1 - s) * x0_[j] + s * (c.state.x[k] + (1 - s) * (d_x_[0][j] + s * (d_x_[1][j] + s * d_x_[2][j])));
    }
    for (const Active::Part& p : active_.parts())
      for (std::size_t j = p.first; j < p.first + p.n; ++j) {
        const std::uint32_t k = active_.slots()[j];
        x[k] = p.group->bounded(c.state.memory[k], x[k], c.state.v[k]);
      }
    for (std::size_t k = 0; k < u.size(); ++k)
      u[k] = (1 - s) * u0_[k] + s * (c.u[k] + (1 - s) * (d_u_[0][k] + s * (d_u_[1][k] + s * d_u_[2][k])));
    i_source = source_current(c, t, s, x, u);
  }

  double state_at(const Core& c, double t, std::size_t slot) const override {
    const double s = (t - c.previous_time) / (c.time - c.previous_time);
    const std::size_t j = active_.place(static_cast<std::uint32_t>(slot));
    if (j == active_.n()) return c.state.x[slot];
    double d[3];
    for (std::size_t l = 0; l < 3; ++l) d[l] = weigh(t_.dense[l], t_.n_stages, k_x_, j);
    return (1 - s) * x0_[j] + s * (c.state.x[slot] + (1 - s) * (d[0] + s * (d[1] + s * d[2])));
  }

  void archive(Archive& a) override {
    a(h_), a(n_evaluations_);
    active_.archive(a);
    is_restored_ = a.reads();
  }
  std::uint64_t n_evaluations() const override { return n_evaluations_; }
  ~Rosenbrock() { if (std::getenv("SOMN_COUNT")) std::fprintf(stderr, "passed %d inf %d looks %d active %zu\n", n_passed_, n_inf_, n_looks_, active_.n()); }

  const std::vector<double>& residual(const Core& c) const override {
    residual_.assign(c.u.size(), 0.0);
    Charges q;
    slopes(c, 1, q);
    c.equations.sum_currents(c.i, c.u, c.state.v, q, c.time, residual_);
    return residual_;
  }

 private:
  struct Ends {
    std::uint32_t plus, minus;  // potentials
  };

  Tolerance tolerance(const Core& c) const { return {std::max(1e-3 * c.options.rtol, 1e-13), c.largest_potential()}; }

  void wake_all(Core& c) {
    active_.wake_all(c);
    relist(c);
    if (active_.rest(c)) relist(c);
  }

  // After the list changed. What rests is a part of the network of fixed conductances.
  void relist(Core& c) {
    ++n_looks_;
    fix_conductances(c);
    begin(c);
    linearise(c);
  }

  void fix_conductances(Core& c) {
    std::copy(c.g.begin(), c.g.end(), fixed_g_.begin());
    for (const std::uint32_t k : active_.slots()) fixed_g_[k] = 0;
    fixed_values_.assign(c.linear.values().size(), 0.0);
    const Equations& eq = c.equations;
    for (std::size_t k = 0; k < eq.n_slots(); ++k) eq.stamp(eq.branches()[k], fixed_g_[k], fixed_values_.data());
    for (std::size_t k = 0; k < eq.conductors().size(); ++k)
      eq.stamp(eq.conductor_branches()[k], eq.conductors()[k].g, fixed_values_.data());
  }

  void begin(const Core& c) {
    for (std::size_t j = 0; j < active_.n(); ++j) {
      const std::uint32_t k = active_.slots()[j];
      x0_[j] = c.state.x[k], v0_[j] = c.state.v[k];
    }
    u0_ = c.u;
  }

  // At the last point, with x0_ and v0_ of it
  void linearise(Core& c) {
    active_.linearise(c, x0_.data(), v0_.data(), linear_);
    for (const Active::Part& p : active_.parts())
      for (std::size_t j = p.first; j < p.first + p.n; ++j) {
        const std::uint32_t k = active_.slots()[j];
        c.state.f[k] = linear_.f[j], c.state.f_x[k] = linear_.f_x[j];
        c.x_of_g[k] = x0_[j];
        c.g[k] = p.group->is_ohmic ? linear_.i_v[j] : p.group->conductance(x0_[j]);
        c.i[k] = linear_.i[j];
      }
    if (!is_restored_) ++n_evaluations_;
    is_restored_ = false;
  }

  // Voltages after a jump of a drive or of a conductance: states and charges are as before.
  void settle(Core& c, double t) {
    const double moment = 1e-9 * h_;
    const double capacitance = c.equations.junction_capacitance();
    consistent_.is_frozen = true;
    consistent_.stage.x = c.state.x;
    Charges& q = consistent_.charges;
    q.weight = c.equations.has_capacitance() ? moment : 0;
    for (std::size_t k = 0; k < q.junction.size(); ++k) q.junction[k] = capacitance * c.state.v[k];
    for (std::size_t k = 0; k < q.ground.size(); ++k) q.ground[k] = c.equations.ground_capacitance(k) * c.u[k];
    const double at = t + moment;
    c.equations.set_sources(at, c.u);
    if (!consistent_.solve(at, tolerance(c), c.state.memory, c.u))
      throw SimulationError(fmt::format("the network's equations have no solution at t = {} s", to_text(t)));
    c.state.v = consistent_.stage.v;
    wake_all(c);
  }

  double drive(const circuit::Drive& d, double t0, double t1, double s) const {
    const double h = t1 - t0;
    const double at = s <= 0 ? (stops_.is_corner(t0) ? t0 + 1e-9 * h : t0) : s >= 1 ? stops_.source_time(t1, h) : t0 + s * h;
    return circuit::voltage(d, at);
  }
  // Its slope at the beginning of a step, times the step: of the polynomial through five points.
  double rise(const circuit::Drive& d, double t0, double t1) const {
    if (d.kind == circuit::DriveKind::dc) return 0;
    double y[5];
    for (int k = 0; k < 5; ++k) y[k] = drive(d, t0, t1, 0.25 * k);
    return (-25 * y[0] + 48 * y[1] - 36 * y[2] + 16 * y[3] - 3 * y[4]) / 3;
  }

  double attempt(Core& c, double t0, double t1) {
    const Equations& eq = c.equations;
    const double h = t1 - t0, hg = t_.gamma * h;
    const std::size_t n = active_.n(), n_free = eq.n_free(), n_u = u0_.size();
    double steepest = 0;
    for (std::size_t j = 0; j < n; ++j) steepest = std::max(steepest, linear_.f_x[j]);
    if (hg * steepest > 0.5) return infinity;
    for (std::size_t j = 0; j < n; ++j) {
      gain_[j] = 1 / (1 / hg - linear_.f_x[j]);
      follow_[j] = linear_.f_v[j] * gain_[j];
      answer_[j] = linear_.i_v[j] + linear_.i_x[j] * follow_[j];
    }
    std::vector<double>& values = c.linear.values();
    const double per_hg = 1 / hg;
    for (std::size_t k = 0; k < values.size(); ++k) values[k] = fixed_values_[k] + per_hg * cap_values_[k];
    for (std::size_t j = 0; j < n; ++j) eq.stamp(eq.branches()[active_.slots()[j]], answer_[j], values.data());
    if (!c.linear.factorise()) return infinity;
    const std::vector<double>*f = &linear_.f, *i = &linear_.i, *u = &u0_;
    const auto act = [n](std::vector<double>& y) { return std::span(y).first(n); };
    for (int stage = 0; stage < t_.n_stages; ++stage) {
      const auto at = static_cast<std::size_t>(stage);
      if (same_[at] == 0) {
        f = &linear_.f, i = &linear_.i, u = &u0_;
      } else if (same_[at] == stage) {
        combine(u0_.data(), t_.a[at], stage, k_u_, 1, u_);
        combine(x0_.data(), t_.a[at], stage, k_x_, 1, act(x_));
        for (std::size_t j = 0; j < n; ++j) {
          const Ends e = ends_[active_.slots()[j]];
          v_[j] = u_[e.plus] - u_[e.minus];
        }
        active_.evaluate(c, x_.data(), v_.data(), f_.data(), i_.data());
        ++n_evaluations_;
        f = &f_, i = &i_, u = &u_;
      }
      combine(f->data(), t_.c[at], stage, k_x_, 1 / h, act(rate_));
      combine(nullptr, t_.c[at], stage, k_u_, 1 / h, charge_);
      std::fill(b_.begin(), b_.end(), 0.0);
      for (std::size_t k = 0; k < n_u; ++k) uq_[2 * k] = (*u)[k], uq_[2 * k + 1] = charge_[k];
      const double* const uq = uq_.data();
      double* const b = b_.data();
      for (std::size_t k = 0; k < ends_.size(); ++k) {
        const double* const plus = uq + 2 * ends_[k].plus;
        const double* const minus = uq + 2 * ends_[k].minus;
        const double flow = fixed_g_[k] * (plus[0] - minus[0]) - c_[k] * (plus[1] - minus[1]);
        b[ends_[k].plus] -= flow;
        b[ends_[k].minus] += flow;
      }
      for (std::size_t j = 0; j < n; ++j) {
        const Ends e = ends_[active_.slots()[j]];
        const double flow = (*i)[j] + linear_.i_x[j] * gain_[j] * rate_[j];
        b[e.plus] -= flow;
        b[e.minus] += flow;
      }
      for (std::size_t k = 0; k < n_free; ++k) b[k] += eq.ground_capacitance(k) * charge_[k];
      std::vector<double>& k_u = k_u_[at];
      for (std::size_t k = n_free; k < n_u; ++k) k_u[k] = -(*u)[k];
      for (const native::Source& s : eq.sources()) {
        const double y = drive(*s.drive, t0, t1, t_.alpha[at]) + t_.gammas[at] * rise(*s.drive, t0, t1);
        (s.is_current ? b_[s.potential] : k_u[s.potential]) += y;
      }
      for (const std::uint32_t k : boundary_) {
        const Ends e = ends_[k];
        if (k_u[e.plus >= n_free ? e.plus : e.minus] == 0) continue;
        const double g = (fixed_g_[k] != 0 ? fixed_g_[k] : answer_[active_.place(k)]) + c_[k] * per_hg;
        if (e.plus >= n_free) b[e.minus] += g * k_u[e.plus];
        if (e.minus >= n_free) b[e.plus] += g * k_u[e.minus];
      }
      c.linear.apply_factor(std::span(b_).first(n_free));
      std::copy_n(b_.begin(), n_free, k_u.begin());
      std::vector<double>& k_x = k_x_[at];
      for (std::size_t j = 0; j < n; ++j) {
        const Ends e = ends_[active_.slots()[j]];
        k_x[j] = gain_[j] * rate_[j] + follow_[j] * (k_u[e.plus] - k_u[e.minus]);
      }
    }
    return error(c);
  }

  double error(const Core& c) {
    const std::size_t n = active_.n();
    combine(nullptr, t_.e, t_.n_stages, k_u_, 1, u_);
    combine(nullptr, t_.e, t_.n_stages, k_x_, 1, std::span(x_).first(n));
    double worst = 0, scale = 1e-30;
    for (const Active::Part& p : active_.parts()) {
      double largest = 0;
      for (std::size_t j = p.first; j < p.first + p.n; ++j) largest = std::max(largest, std::abs(x_[j]));
      worst = std::max(worst, largest / (c.options.rtol * p.group->scale));
    }
    double largest = 0;
    for (std::size_t k = 0; k < c.equations.n_free(); ++k) largest = std::max(largest, std::abs(u_[k]));
    combine(u0_.data(), t_.b, t_.n_stages, k_u_, 1, u_);
    double sum = 0;
    for (std::size_t k = 0; k < u_.size(); ++k) {
      scale = std::max({scale, std::abs(u0_[k]), std::abs(u_[k])});
      sum += u_[k];
    }
    worst = std::max(worst, largest / (c.options.rtol * scale));
    c.equations.voltages(u_, v_all_);
    return std::isfinite(sum) ? worst : infinity;
  }

  void accept(Core& c, double t1) {
    std::swap(c.u, u_);
    std::swap(c.state.v, v_all_);
    combine(x0_.data(), t_.b, t_.n_stages, k_x_, 1, std::span(x_).first(active_.n()));
    for (const Active::Part& p : active_.parts())
      for (std::size_t j = p.first; j < p.first + p.n; ++j) {
        const std::uint32_t k = active_.slots()[j];
        v_[j] = c.state.v[k];
        x_[j] = c.state.x[k] = p.group->bounded(c.state.memory[k], x_[j], v_[j]);
      }
    for (std::size_t k = 0; k < c.i.size(); ++k) c.i[k] = c.g[k] * c.state.v[k];
    c.previous_time = c.time;
    c.time = t1;
    is_curve_ready_ = false;
    std::swap(x0_, x_), std::swap(v0_, v_);
    linearise(c);
    std::swap(x0_, x_), std::swap(v0_, v_);  // the curve of this step begins there
    ++c.statistics.steps;
    c.i_source = source_current(c, t1, 1, c.state.x, c.u);
  }

  void prepare_curve() const {
    if (is_curve_ready_) return;
    for (std::size_t l = 0; l < 3; ++l) {
      d_u_[l].resize(u0_.size()), d_x_[l].resize(active_.n());
      combine(nullptr, t_.dense[l], t_.n_stages, k_u_, 1, d_u_[l]);
      combine(nullptr, t_.dense[l], t_.n_stages, k_x_, 1, d_x_[l]);
    }
    is_curve_ready_ = true;
  }

  double slope(const Core& c, double s, std::size_t k) const {  // [V/s] of a potential
    double d[3];
    for (std::size_t l = 0; l < 3; ++l) d[l] = weigh(t_.dense[l], t_.n_stages, k_u_, k);
    return (c.u[k] - u0_[k] + (1 - 2 * s) * d[0] + s * (2 - 3 * s) * d[1] + s * s * (3 - 4 * s) * d[2]) /
           (c.time - c.previous_time);
  }
  // Charges that say what flows in capacitances: (C v - q)/weight = C dv/dt
  void slopes(const Core& c, double s, Charges& q) const {
    q.weight = 1;
    q.junction.resize(c.state.v.size());
    q.ground.resize(c.u.size());
    std::vector<double> u_t(c.u.size());
    if (c.time > c.previous_time)
      for (std::size_t k = 0; k < u_t.size(); ++k) u_t[k] = slope(c, s, k);
    for (std::size_t k = 0; k < q.junction.size(); ++k) {
      const Equations::Branch& e = c.equations.branches()[k];
      q.junction[k] = c.equations.junction_capacitance() * (c.state.v[k] - (u_t[e.plus] - u_t[e.minus]));
    }
    for (std::size_t k = 0; k < q.ground.size(); ++k)
      q.ground[k] = c.equations.ground_capacitance(k) * (c.u[k] - u_t[k]);
  }

  double source_current(const Core& c, double t, double s, std::span<const double> x, std::span<const double> u) const {
    const native::Source& source = c.equations.sources().front();
    if (source.is_current) return circuit::voltage(*source.drive, t);
    double sum = 0;
    const double c_j = c.equations.junction_capacitance();
    for (const std::uint32_t k : c.equations.source_slots()) {
      const Equations::Branch& e = c.equations.branches()[k];
      const auto group = std::find_if(c.groups.groups.begin(), c.groups.groups.end(),
                                      [&](const auto& one) { return k < one->first + one->n; });
      const double i = (*group)->current(c.state.memory[k], x[k], u[e.plus] - u[e.minus]) +
                       c_j * (slope(c, s, e.plus) - slope(c, s, e.minus));
      sum += e.plus == source.potential ? i : -i;
    }
    for (const Conductor& r : c.equations.conductors()) {
      if (r.a == source.potential) sum += r.g * (u[r.a] - u[r.b]);
      if (r.b == source.potential) sum += r.g * (u[r.b] - u[r.a]);
    }
    const double ground = c.equations.ground_capacitance(source.potential);
    return ground > 0 ? sum + ground * slope(c, s, source.potential) : sum;
  }

  const Tableau& t_;
  Stops stops_;
  StageSolver consistent_;  // for voltages that have to be found
  Active active_;
  Linear linear_;
  // by place in the list of active junctions
  std::vector<double> x0_, v0_, x_, v_, f_, i_;  // at the beginning of the step; of a stage
  std::vector<double> gain_, follow_, answer_;   // [s] dx/drate, [state/V] dx/dv, [S] di/dv of a stage
  std::vector<double> rate_;
  std::vector<std::vector<double>> k_x_;  // by stage
  // by potential
  std::vector<double> u0_, u_, charge_, b_, uq_;
  std::vector<std::vector<double>> k_u_;  // by stage
  // by slot, then the resistors
  std::vector<Ends> ends_;
  std::vector<double> fixed_g_, c_;      // [S] of what rests, [F]
  std::vector<std::uint32_t> boundary_;  // those at a fixed potential
  std::vector<double> v_all_;            // by slot
  std::vector<double> fixed_values_, cap_values_;  // matrices of these
  std::array<int, Tableau::most> same_{};  // the stage whose argument this one has
  mutable std::array<std::vector<double>, 3> d_u_, d_x_;
  mutable std::vector<double> residual_;
  mutable bool is_curve_ready_ = false;
  bool is_restored_ = false;
  double h_ = 0;  // [s]
  std::uint64_t n_evaluations_ = 0;
  int n_passed_ = 0, n_inf_ = 0, n_looks_ = 0;
};

}  // namespace

std::unique_ptr<Integrator> make_rosenbrock(Core& c) {
  return std::make_unique<Rosenbrock>(c);
}

}  // namespace somn::native
