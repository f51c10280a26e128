// TR-BDF2 with error control (Bank et al., IEEE Trans. CAD 4, 436 (1985); as a one-step method with the error estimate
// and its filter: Hosea, Shampine, Appl. Numer. Math. 20, 21 (1996)). Second order, L-stable, two stages with the same
// implicit weight d h. gamma = 2 - sqrt 2, d = gamma/2, w = sqrt 2/4; k = dx/dt or the current of a capacitance:
//   y_a = y_0 + d h (k_0 + k_a)                 at t_0 + gamma h     the trapezoid
//   y_1 = y_0 + w h (k_0 + k_a) + d h k_1       at t_0 + h           BDF2; k_1 is k_0 of the next step
//   error = h ((4 w - 1)/3 k_0 - k_a/3 + 2 d/3 k_1), of states divided by 1 - d h df/dx where they are stiff, of
//           charges multiplied by the inverse of the network's matrix
//   accepted where its largest component is below rtol times the scale (of the state; of the voltages)
//   next h = h 0.75 error^(-1/3), at most twice and at least a fifth of h (measured: docs/native.md)
// A step ends at corners of the drives, at the edges of the time slots of noise, and where a latched phase ends. Where
// rates are not known at its beginning (a jump of a drive or of a conductance; with capacitances also a corner) two
// short steps of backward Euler come first: the first one takes the jump, the second one finds the rates behind it. A
// regenerative junction (df/dx > 0) keeps d h df/dx below 1/2, so that its stage has one solution.
#include "core.hpp"
#include "stage_solver.hpp"
#include "stops.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace somn::native {
namespace {

constexpr double gamma = 2 - std::numbers::sqrt2, d = gamma / 2, w = std::numbers::sqrt2 / 4;
constexpr double e_0 = (4 * w - 1) / 3, e_a = -1.0 / 3, e_1 = 2 * d / 3;

// What is integrated in time: everything that a stage takes from the beginning of the step, at one point of it
struct Node {
  std::vector<double> x, u, v, f;            // states and their rates, potentials, junction voltages
  std::vector<double> i_junction, i_ground;  // [A] through capacitances
  double i_source = 0;
};

class TrBdf2 final : public Integrator {
 public:
  explicit TrBdf2(Core& c)
      : stops_(c), solver_(c.equations, c.groups, c.linear), stores_(c.equations.has_capacitance()) {
    for (Node* node : {&begin_, &middle_, &end_}) {
      if (!stores_) continue;
      node->i_junction.assign(c.equations.n_slots(), 0.0);
      node->i_ground.assign(c.equations.n_potentials(), 0.0);
    }
    u_error_.resize(stores_ ? c.equations.n_free() : 0);
  }

  void start(Core& c) override {
    solve_operating_point(c, solver_, tolerance(c));
    h_ = stops_.first_step(c);
    n_short_ = stores_ ? 2 : 0;
    for (Node* node : {&begin_, &middle_, &end_}) take_point(c, *node);
  }

  void take_over(Core& c, double h) override {
    for (const auto& group : c.groups.groups) group->take_rates(c.state);
    h_ = h;
    is_parabola_ = false;
    for (Node* node : {&begin_, &middle_, &end_}) take_point(c, *node);
  }

  bool step(Core& c) override {
    const double t0 = c.time, t_stop = c.options.t_stop;
    if (t0 >= t_stop) return false;
    if (c.begin_step(t0)) n_short_ = 2;
    if (stops_.is_corner(t0)) n_short_ = std::max(n_short_, Stops::is_jump(c, t0) || stores_ ? 2 : 0);
    find_speed(c);
    take_point(c, begin_);
    for (int attempt = 0; attempt < 60; ++attempt) {
      const bool is_short = n_short_ > 0;
      double h = std::min({is_short ? 1e-3 * std::min(h_, stops_.longest) : h_, stops_.longest, t_stop - t0});
      double t1 = stops_.end(c, t0, h);
      h = t1 - t0;
      if (!(t1 > t0)) break;
      const double error = is_short ? backward_euler(c, t0, h) : tr_bdf2(c, t0, h);
      const double factor =
          std::isfinite(error) ? std::clamp(0.75 / std::cbrt(std::max(error, 1e-12)), 0.2, 2.0) : 0.25;
      if (error <= 1) {
        // a step cut short by a corner says little about the next one
        if (!is_short) h_ = std::max(h * factor, h < 0.5 * h_ ? std::min(h_, h * factor * 5) : 0.0);
        accept(c, t1);
        if (is_short) --n_short_;
        return true;
      }
      ++c.statistics.rejected;
      h_ = (is_short ? h_ : h) * std::min(factor, 0.7);
    }
    throw SimulationError(fmt::format("the time step became too small at t = {} s", to_text(t0)), {},
                          "a larger run.rtol; check capacitances and parameters");
  }

  void interpolate(const Core& c, double t, std::span<double> x, std::span<double> u, double& i_source) const override {
    const Lagrange l = parabola(c, t);
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = l(begin_.x[k], middle_.x[k], end_.x[k]);
    for (std::size_t k = 0; k < u.size(); ++k) u[k] = l(begin_.u[k], middle_.u[k], end_.u[k]);
    i_source = l(begin_.i_source, middle_.i_source, end_.i_source);
  }
  double state_at(const Core& c, double t, std::size_t slot) const override {
    return parabola(c, t)(begin_.x[slot], middle_.x[slot], end_.x[slot]);
  }

  void archive(Archive& a) override {
    for (Node* node : {&begin_, &middle_, &end_}) {
      a(node->x), a(node->u), a(node->v), a(node->f), a(node->i_junction), a(node->i_ground), a(node->i_source);
    }
    a(h_), a(n_short_), a(is_parabola_), a(solver_.n_iterations);
  }
  std::uint64_t n_evaluations() const override { return solver_.n_iterations; }
  const std::vector<double>& residual(const Core&) const override { return solver_.residual(); }

 private:
  // The parabola through 0, gamma and 1 of the last step; a line after a short one
  struct Lagrange {
    double l_0, l_a, l_1;
    double operator()(double y_0, double y_a, double y_1) const { return l_0 * y_0 + l_a * y_a + l_1 * y_1; }
  };
  Lagrange parabola(const Core& c, double t) const {
    const double s = (t - c.previous_time) / (c.time - c.previous_time);
    if (!is_parabola_) return {1 - s, 0, s};
    const double l_a = s * (s - 1) / (gamma * (gamma - 1)), l_1 = s * (s - gamma) / (1 - gamma);
    return {1 - l_a - l_1, l_a, l_1};
  }

  // [V] the size of voltages, at this point or in the step that leads away from it
  static double scale(const Core& c, const std::vector<double>& u) {
    double largest = c.largest_potential();
    for (const double value : u) largest = std::max(largest, std::abs(value));
    return std::max(largest, 1e-30);
  }
  // Of Newton's method: a thousandth of the step's, or what rounding leaves
  Tolerance tolerance(const Core& c) const { return {std::max(1e-3 * c.options.rtol, 1e-13), c.largest_potential()}; }

  bool solve_stage(Core& c, double t, double h, double weight, Node& node, double coarseness) {
    Stage& s = solver_.stage;
    std::fill(s.early.begin(), s.early.end(), 0.0);
    std::fill(s.weight.begin(), s.weight.end(), weight);
    if (stores_) solver_.charges.weight = weight;
    const double at = stops_.source_time(t, h);
    c.equations.set_sources(at, node.u);
    // in the middle of a step an error of a tenth of the step's tolerance does no harm
    if (!solver_.solve(at, tolerance(c), c.state.memory, node.u, coarseness)) return false;
    node.x = s.x, node.v = s.v, node.f = s.f;
    if (stores_) {
      const Charges& q = solver_.charges;
      const double capacitance = c.equations.junction_capacitance();
      for (std::size_t k = 0; k < q.junction.size(); ++k)
        node.i_junction[k] = (capacitance * s.v[k] - q.junction[k]) / weight;
      for (std::size_t k = 0; k < q.ground.size(); ++k)
        node.i_ground[k] = (c.equations.ground_capacitance(k) * node.u[k] - q.ground[k]) / weight;
    }
    node.i_source = solver_.source_current(node.u, at);
    return true;
  }

  // base and charges of a stage: y_0 + a (k_0 + k_a), k_a left out where it is not given
  void set_bases(const Core& c, double a, const Node* k_a) {
    Stage& s = solver_.stage;
    for (std::size_t k = 0; k < s.base.size(); ++k)
      s.base[k] = begin_.x[k] + (a > 0 ? a * (begin_.f[k] + (k_a ? k_a->f[k] : 0)) : 0);
    if (!stores_) return;
    Charges& q = solver_.charges;
    const double capacitance = c.equations.junction_capacitance();
    for (std::size_t k = 0; k < q.junction.size(); ++k)
      q.junction[k] = capacitance * begin_.v[k] + a * (begin_.i_junction[k] + (k_a ? k_a->i_junction[k] : 0));
    for (std::size_t k = 0; k < q.ground.size(); ++k)
      q.ground[k] =
          c.equations.ground_capacitance(k) * begin_.u[k] + a * (begin_.i_ground[k] + (k_a ? k_a->i_ground[k] : 0));
  }

  double backward_euler(Core& c, double t0, double h) {
    set_bases(c, 0, nullptr);
    solver_.stage.x = begin_.x;
    end_.u = begin_.u;
    is_parabola_ = false;
    return solve_stage(c, t0 + h, h, h, end_, 1) ? 0 : infinity;
  }

  // Slope of the last step's parabola at its end, for first guesses; 0 after a short step.
  void find_speed(const Core& c) {
    speed_.assign(c.equations.n_free(), 0.0);
    const double h = c.time - c.previous_time;
    if (!is_parabola_ || n_short_ > 0 || !(h > 0)) return;
    const double l_a = 1 / (gamma * (gamma - 1)), l_1 = (2 - gamma) / (1 - gamma), l_0 = -l_a - l_1;
    for (std::size_t k = 0; k < speed_.size(); ++k)
      speed_[k] = (l_0 * begin_.u[k] + l_a * middle_.u[k] + l_1 * end_.u[k]) / h;
  }

  // The largest error in units of the tolerance; infinite where a stage fails or is not unique.
  double tr_bdf2(Core& c, double t0, double h) {
    Stage& s = solver_.stage;
    is_parabola_ = true;
    set_bases(c, d * h, nullptr);
    for (std::size_t k = 0; k < s.x.size(); ++k) s.x[k] = begin_.x[k] + gamma * h * begin_.f[k];
    for (std::size_t k = 0; k < speed_.size(); ++k) middle_.u[k] = begin_.u[k] + gamma * h * speed_[k];
    if (!solve_stage(c, t0 + gamma * h, h, d * h, middle_, 100)) return infinity;
    double steepest = *std::max_element(s.f_x.begin(), s.f_x.end());
    set_bases(c, w * h, &middle_);
    for (std::size_t k = 0; k < speed_.size(); ++k) {  // the parabola with this slope through the middle
      const double rise = middle_.u[k] - begin_.u[k];
      end_.u[k] = begin_.u[k] +
                  (speed_[k] != 0 ? speed_[k] * h + (rise - speed_[k] * gamma * h) / (gamma * gamma) : rise / gamma);
    }
    if (!solve_stage(c, t0 + h, h, d * h, end_, 1)) return infinity;
    steepest = std::max(steepest, *std::max_element(s.f_x.begin(), s.f_x.end()));
    if (d * h * steepest > 0.5) return infinity;
    return std::max(state_error(c, h), charge_error(c, h));
  }

  double state_error(const Core& c, double h) const {
    const Stage& s = solver_.stage;
    double worst = 0;
    for (const auto& group : c.groups.groups) {
      const double per_tolerance = 1 / (c.options.rtol * group->scale);
      // a switch that was carried across its threshold within a step had no say in it
      const bool may_leap = group->unique_step < infinity && h > group->unique_step;
      for (std::size_t k = group->first; k < group->first + group->n; ++k) {
        if (may_leap && std::abs(end_.x[k] - begin_.x[k]) > 0.25 * group->scale) return infinity;
        if (s.rests[k]) continue;
        const double raw = h * (e_0 * begin_.f[k] + e_a * middle_.f[k] + e_1 * end_.f[k]);
        worst = std::max(worst, std::abs(raw) / (1 + d * h * std::max(0.0, -s.f_x[k])) * per_tolerance);
      }
    }
    return worst;
  }

  double charge_error(const Core& c, double h) {
    if (!stores_) return 0;
    Charges& q = solver_.charges;  // no longer needed
    for (std::size_t k = 0; k < q.junction.size(); ++k)
      q.junction[k] = h * (e_0 * begin_.i_junction[k] + e_a * middle_.i_junction[k] + e_1 * end_.i_junction[k]);
    for (std::size_t k = 0; k < q.ground.size(); ++k)
      q.ground[k] = h * (e_0 * begin_.i_ground[k] + e_a * middle_.i_ground[k] + e_1 * end_.i_ground[k]);
    solver_.filter(q.junction, q.ground, u_error_);
    double worst = 0;
    for (const double e : u_error_) worst = std::max(worst, std::abs(e));
    return worst / (c.options.rtol * scale(c, end_.u));
  }

  // The accepted point as the beginning of the next step; the currents of capacitances are those that the last one
  // found.
  void take_point(const Core& c, Node& node) const {
    node.x = c.state.x, node.v = c.state.v, node.f = c.state.f, node.u = c.u;
    node.i_source = c.i_source;
    node.i_junction = end_.i_junction;
    node.i_ground = end_.i_ground;
  }

  void accept(Core& c, double t1) {
    c.state.x = end_.x, c.state.v = end_.v, c.state.f = end_.f, c.state.f_x = solver_.stage.f_x;
    c.u = end_.u;
    c.i = solver_.stage.i;
    c.i_source = end_.i_source;
    c.previous_time = c.time;
    c.time = t1;
    c.update_conductances();
    ++c.statistics.steps;
  }

  Stops stops_;
  StageSolver solver_;
  bool stores_;
  Node begin_, middle_, end_;
  std::vector<double> u_error_, speed_;
  double h_ = 0;              // [s]
  int n_short_ = 0;           // steps of backward Euler to come
  bool is_parabola_ = false;  // the last step has a middle
};

}  // namespace

std::unique_ptr<Integrator> make_tr_bdf2(Core& c) {
  return std::make_unique<TrBdf2>(c);
}

}  // namespace somn::native
