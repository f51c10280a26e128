#include "core.hpp"
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
             std::vector<double>& out) {
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
        linear_(c.equations.n_slots()) {
    const std::size_t n = c.equations.n_slots(), n_u = c.equations.n_potentials();
    for (std::vector<double>* one : {&x0_, &v0_, &x_, &v_, &f_, &i_, &gain_, &follow_, &answer_, &rate_}) one->resize(n);
    for (std::vector<double>* one : {&u0_, &u_, &charge_, &b_}) one->resize(n_u);
    k_u_.assign(static_cast<std::size_t>(t_.n_stages), std::vector<double>(n_u));
    k_x_.assign(static_cast<std::size_t>(t_.n_stages), std::vector<double>(n));
    for (int i = 0; i < t_.n_stages; ++i) {
      const auto at = static_cast<std::size_t>(i);
      same_[at] = i > 0 && t_.a[at] == Row{} ? 0 : i > 1 && t_.a[at] == t_.a[at - 1] ? i - 1 : i;
    }
    const std::vector<Equations::Branch>& branches = c.equations.branches();
    for (std::uint32_t k = 0; k < branches.size(); ++k)
      if (branches[k].plus >= c.equations.n_free() || branches[k].minus >= c.equations.n_free()) boundary_.push_back(k);
  }

  void start(Core& c) override {
    solve_operating_point(c, consistent_, tolerance(c));
    linearise(c);
    h_ = stops_.first_step(c);
  }

  void take_over(Core& c, double h) override {
    linearise(c);
    h_ = h;
  }

  bool step(Core& c) override {
    const double t0 = c.time, t_stop = c.options.t_stop;
    if (t0 >= t_stop) return false;
    const std::uint64_t n_redrawn = c.state.n_redrawn;
    const bool jumps = c.begin_step(t0);
    if (jumps || (stops_.is_corner(t0) && Stops::is_jump(c, t0)))
      settle(c, t0);
    else if (n_redrawn != c.state.n_redrawn || is_stale_)
      linearise(c);
    x0_ = c.state.x, u0_ = c.u, v0_ = c.state.v;
    for (int n = 0; n < 60; ++n) {
      const double t1 = stops_.end(c, t0, std::min({h_, stops_.longest, t_stop - t0})), h = t1 - t0;
      if (!(h > 0)) break;
      const double error = attempt(c, t0, t1);
      const double factor = std::isfinite(error) ? std::clamp(0.85 * std::pow(std::max(error, 1e-12), -1.0 / (t_.order_of_error + 1)), 0.2, 2.5) : 0.25;
      if (!(error <= 1)) {
        ++c.statistics.rejected;
        h_ = h * std::min(factor, 0.8);
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
    for (std::size_t k = 0; k < x.size(); ++k)
      x[k] = (1 - s) * x0_[k] + s * (c.state.x[k] + (1 - s) * (d_x_[0][k] + s * (d_x_[1][k] + s * d_x_[2][k])));
    for (const auto& group : c.groups.groups) group->bound(c.state.memory, c.state.v.data(), x.data());
    for (std::size_t k = 0; k < u.size(); ++k)
      u[k] = (1 - s) * u0_[k] + s * (c.u[k] + (1 - s) * (d_u_[0][k] + s * (d_u_[1][k] + s * d_u_[2][k])));
    i_source = source_current(c, t, s, x, u);
  }

  double state_at(const Core& c, double t, std::size_t slot) const override {
    const double s = (t - c.previous_time) / (c.time - c.previous_time);
    double d[3];
    for (std::size_t l = 0; l < 3; ++l) d[l] = weigh(t_.dense[l], t_.n_stages, k_x_, slot);
    return (1 - s) * x0_[slot] + s * (c.state.x[slot] + (1 - s) * (d[0] + s * (d[1] + s * d[2])));
  }

  void archive(Archive& a) override {
    a(h_), a(n_evaluations_);
    is_stale_ = true;
  }
  std::uint64_t n_evaluations() const override { return n_evaluations_; }

  const std::vector<double>& residual(const Core& c) const override {
    residual_.assign(c.u.size(), 0.0);
    Charges q;
    slopes(c, 1, q);
    c.equations.sum_currents(c.i, c.u, c.state.v, q, c.time, residual_);
    return residual_;
  }

 private:
  Tolerance tolerance(const Core& c) const { return {std::max(1e-3 * c.options.rtol, 1e-13), c.largest_potential()}; }

  void linearise(Core& c) {
    for (const auto& group : c.groups.groups) group->linearise(c.state, linear_);
    c.state.f = linear_.f, c.state.f_x = linear_.f_x, c.i = linear_.i;
    is_stale_ = false;
    ++n_evaluations_;
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
    linearise(c);
  }

  // Value and slope of a drive at the beginning of a step: the polynomial through five points of it.
  struct Source {
    double value, rise;  // rise over the step, at its beginning
  };
  double drive(const circuit::Drive& d, double t0, double t1, double s) const {
    const double h = t1 - t0;
    const double at = s <= 0 ? (stops_.is_corner(t0) ? t0 + 1e-9 * h : t0) : s >= 1 ? stops_.source_time(t1, h) : t0 + s * h;
    return circuit::voltage(d, at);
  }
  double rise(const circuit::Drive& d, double t0, double t1) const {
    if (d.kind == circuit::DriveKind::dc) return 0;
    double y[5];
    for (int k = 0; k < 5; ++k) y[k] = drive(d, t0, t1, 0.25 * k);
    return (-25 * y[0] + 48 * y[1] - 36 * y[2] + 16 * y[3] - 3 * y[4]) / 3;
  }

  double attempt(Core& c, double t0, double t1) {
    const Equations& eq = c.equations;
    const std::vector<Equations::Branch>& branches = eq.branches();
    const double h = t1 - t0, hg = t_.gamma * h;
    const std::size_t n = x0_.size(), n_free = eq.n_free(), n_u = u0_.size();
    double steepest = 0;
    for (std::size_t k = 0; k < n; ++k) {
      gain_[k] = 1 / (1 / hg - linear_.f_x[k]);
      steepest = std::max(steepest, linear_.f_x[k]);
      follow_[k] = linear_.f_v[k] * gain_[k];
      answer_[k] = linear_.i_v[k] + linear_.i_x[k] * follow_[k];
    }
    if (hg * steepest > 0.5) return infinity;
    eq.assemble(answer_, hg, c.linear.values());
    if (!c.linear.factorise()) return infinity;
    const double c_j = eq.junction_capacitance();
    const std::vector<double>*f = &linear_.f, *i = &linear_.i, *u = &u0_;
    for (int stage = 0; stage < t_.n_stages; ++stage) {
      const auto at = static_cast<std::size_t>(stage);
      if (same_[at] == 0) {
        f = &linear_.f, i = &linear_.i, u = &u0_;
      } else if (same_[at] == stage) {
        combine(u0_.data(), t_.a[at], stage, k_u_, 1, u_);
        combine(x0_.data(), t_.a[at], stage, k_x_, 1, x_);
        eq.voltages(u_, v_);
        for (const auto& group : c.groups.groups)
          group->evaluate(c.state.memory, x_.data(), v_.data(), f_.data(), i_.data());
        ++n_evaluations_;
        f = &f_, i = &i_, u = &u_;
      }
      combine(f->data(), t_.c[at], stage, k_x_, 1 / h, rate_);
      combine(nullptr, t_.c[at], stage, k_u_, 1 / h, charge_);
      std::fill(b_.begin(), b_.end(), 0.0);
      for (std::size_t k = 0; k < n; ++k) {
        const Equations::Branch& e = branches[k];
        const double flow = (*i)[k] - c_j * (charge_[e.plus] - charge_[e.minus]) + linear_.i_x[k] * gain_[k] * rate_[k];
        b_[e.plus] -= flow;
        b_[e.minus] += flow;
      }
      for (const Conductor& r : eq.conductors()) {
        const double flow = r.g * ((*u)[r.a] - (*u)[r.b]);
        b_[r.a] -= flow;
        b_[r.b] += flow;
      }
      for (std::size_t k = 0; k < n_free; ++k) b_[k] += eq.ground_capacitance(k) * charge_[k];
      std::vector<double>& k_u = k_u_[at];
      for (std::size_t k = n_free; k < n_u; ++k) k_u[k] = -(*u)[k];
      for (const native::Source& s : eq.sources()) {
        const double y = drive(*s.drive, t0, t1, t_.alpha[at]) + t_.gammas[at] * rise(*s.drive, t0, t1);
        (s.is_current ? b_[s.potential] : k_u[s.potential]) += y;
      }
      const double g_c = c_j / hg;
      for (const std::uint32_t k : boundary_) {
        const Equations::Branch& e = branches[k];
        const double g = answer_[k] + g_c;
        if (e.plus >= n_free) b_[e.minus] += g * k_u[e.plus];
        if (e.minus >= n_free) b_[e.plus] += g * k_u[e.minus];
      }
      for (const Conductor& r : eq.conductors()) {
        if (r.a >= n_free) b_[r.b] += r.g * k_u[r.a];
        if (r.b >= n_free) b_[r.a] += r.g * k_u[r.b];
      }
      c.linear.apply_factor(std::span(b_).first(n_free));
      std::copy_n(b_.begin(), n_free, k_u.begin());
      std::vector<double>& k_x = k_x_[at];
      for (std::size_t k = 0; k < n; ++k)
        k_x[k] = gain_[k] * rate_[k] + follow_[k] * (k_u[branches[k].plus] - k_u[branches[k].minus]);
    }
    return error(c);
  }

  double error(const Core& c) {
    combine(nullptr, t_.e, t_.n_stages, k_u_, 1, u_);
    combine(nullptr, t_.e, t_.n_stages, k_x_, 1, x_);
    double worst = 0, scale = 1e-30;
    for (const auto& group : c.groups.groups) {
      double largest = 0;
      for (std::size_t k = group->first; k < group->first + group->n; ++k) largest = std::max(largest, std::abs(x_[k]));
      worst = std::max(worst, largest / (c.options.rtol * group->scale));
    }
    double largest = 0;
    for (std::size_t k = 0; k < c.equations.n_free(); ++k) largest = std::max(largest, std::abs(u_[k]));
    combine(u0_.data(), t_.b, t_.n_stages, k_u_, 1, u_);
    for (std::size_t k = 0; k < u_.size(); ++k) scale = std::max({scale, std::abs(u0_[k]), std::abs(u_[k])});
    worst = std::max(worst, largest / (c.options.rtol * scale));
    double sum = 0;
    for (const double y : u_) sum += y;
    return std::isfinite(sum) ? worst : infinity;
  }

  void accept(Core& c, double t1) {
    std::swap(c.u, u_);
    combine(x0_.data(), t_.b, t_.n_stages, k_x_, 1, c.state.x);
    c.equations.voltages(c.u, c.state.v);
    for (const auto& group : c.groups.groups) group->bound(c.state.memory, c.state.v.data(), c.state.x.data());
    c.previous_time = c.time;
    c.time = t1;
    is_curve_ready_ = false;
    linearise(c);
    for (const auto& group : c.groups.groups) {
      const auto from = static_cast<std::ptrdiff_t>(group->first), to = from + static_cast<std::ptrdiff_t>(group->n);
      if (group->is_ohmic) {
        std::copy(linear_.i_v.begin() + from, linear_.i_v.begin() + to, c.g.begin() + from);
        std::copy(c.state.x.begin() + from, c.state.x.begin() + to, c.x_of_g.begin() + from);
      } else {
        group->conductances(c.state.x.data(), c.x_of_g.data(), c.g.data());
      }
    }
    ++c.statistics.steps;
    c.i_source = source_current(c, t1, 1, c.state.x, c.u);
  }

  void prepare_curve() const {
    if (is_curve_ready_) return;
    for (std::size_t l = 0; l < 3; ++l) {
      d_u_[l].resize(u0_.size()), d_x_[l].resize(x0_.size());
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
  Linear linear_;
  std::vector<double> x0_, u0_, v0_;                  // the beginning of the step
  std::vector<double> x_, u_, v_, f_, i_;             // a stage
  std::vector<double> gain_, follow_, answer_;        // [s] dx/drate, [state/V] dx/dv, [S] di/dv of a stage
  std::vector<double> rate_, charge_, b_;
  std::vector<std::vector<double>> k_u_, k_x_;        // by stage
  std::array<int, Tableau::most> same_{};             // the stage whose argument this one has
  std::vector<std::uint32_t> boundary_;               // slots at a fixed potential
  mutable std::array<std::vector<double>, 3> d_u_, d_x_;
  mutable std::vector<double> residual_;
  mutable bool is_curve_ready_ = false;
  bool is_stale_ = false;
  double h_ = 0;  // [s]
  std::uint64_t n_evaluations_ = 0;
};

}  // namespace

std::unique_ptr<Integrator> make_rosenbrock(Core& c) {
  return std::make_unique<Rosenbrock>(c);
}

}  // namespace somn::native
