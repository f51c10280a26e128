#include "rosenbrock.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::native {

namespace method = rodas4p2;

Rosenbrock::Rosenbrock(Core& c)
    : stops_(c),
      consistent_(c.equations, c.groups, c.linear),
      active_(c, 1e-3 * tolerance_of(c)),
      n_slots_(c.equations.n_slots()) {
  const Equations& eq = c.equations;
  const std::size_t n = eq.n_slots(), n_u = eq.n_potentials(), n_all = n + eq.conductors().size();
  for (std::vector<double>* one :
       {&x0_,         &v0_,         &x_,     &v_,        &f_,          &i_,          &gain_,
        &follow_,     &answer_,     &rate_,  &linear_.f, &linear_.f_x, &linear_.f_v, &linear_.i,
        &linear_.i_x, &linear_.i_v, &v_end_, &d_x_,      &bend_x_,     &third_x_})
    one->resize(n);
  for (std::vector<double>* one : {&u0_, &u_, &b_, &z_, &resting_, &weights_, &laplace_of_weights_,
                                   &charges_of_weights_, &bend_u_, &d_u_, &third_u_})
    one->resize(n_u);
  for (Stages* stages : {&k_u_, &right_})
    for (std::vector<double>& k : *stages) k.resize(n_u);
  for (std::vector<double>& k : k_x_) k.resize(n);
  for (const Equations::Branch& b : eq.branches()) ends_.push_back({b.plus, b.minus});
  for (const Conductor& r : eq.conductors()) ends_.push_back({r.a, r.b});
  for (std::uint32_t k = 0; k < n_all; ++k)
    if (ends_[k].plus >= eq.n_free() || ends_[k].minus >= eq.n_free()) boundary_.push_back(k);
  fixed_g_.assign(n_all, 0.0);
  c_.assign(n_all, 0.0);
  std::fill_n(c_.begin(), n, eq.junction_capacitance());
  for (std::size_t k = 0; k < n_u; ++k) ground_.push_back(eq.ground_capacitance(k));
  laplace_values_.assign(c.linear.values().size(), 0.0);
  for (const Equations::Branch& b : eq.branches()) eq.stamp(b, 1, laplace_values_.data());
  ground_values_.assign(c.linear.values().size(), 0.0);
  for (std::size_t k = 0; k < eq.n_free(); ++k) ground_values_[eq.pattern().start[k + 1] - 1] = ground_[k];
}

Tolerance Rosenbrock::tolerance(const Core& c) const {
  return {std::max(1e-3 * tolerance_of(c), 1e-13), c.largest_potential()};
}

// What the drives can make of them: while they still are far below, nobody wants to know them more closely than that.
double Rosenbrock::expected_potential(const Core& c) {
  double most = c.largest_potential();
  for (const Source& s : c.equations.sources())
    if (!s.is_current) most = std::max(most, circuit::largest(*s.drive));
  return most;
}

void Rosenbrock::start(Core& c) {
  solve_operating_point(c, consistent_, tolerance(c));
  i_scale_ = std::abs(c.i_source), u_scale_ = expected_potential(c);
  wake_all(c);
  h_ = stops_.first_step(c);
}

void Rosenbrock::take_over(Core& c, double h) {
  u_scale_ = expected_potential(c);
  wake_all(c);
  h_ = h;
  h_past_ = 0;
}

bool Rosenbrock::step(Core& c) {
  const double t0 = c.time, t_stop = c.options.t_stop;
  if (t0 >= t_stop) return false;
  if (is_restored_) active_.collect(c), relist(c), use_weights(c);
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
  if (jumps || stops_.is_corner(t0)) h_third_ = 0;
  for (int n = 0; n < 60; ++n) {
    double steepest = 0;
    for (std::size_t j = 0; j < active_.n(); ++j) steepest = std::max(steepest, linear_.f_x[j]);
    const double longest = std::min({stops_.longest, t_stop - t0, 0.5 / (method::gamma * steepest)});
    // below that two times cannot be told apart: such a step is as good as it gets
    const double shortest = 4e-15 * t0, wanted = std::max(std::min(h_, longest), shortest);
    const double t1 = stops_.end(c, t0, wanted), h = t1 - t0;
    if (!(h > 0)) break;
    const bool is_shortest = wanted == shortest;
    const double error = attempt(c, t0, t1, is_shortest);
    const bool is_accepted = error <= 1 || (is_shortest && std::isfinite(error));
    if (is_accepted && active_.wake(c, v_end_, 1)) {
      ++c.statistics.rejected;
      relist(c);
      continue;
    }
    const double next = next_step(h, error, is_accepted);
    if (is_accepted) {
      // a step cut short by a corner says little about the next one
      h_ = std::max(next, h < 0.5 * h_ ? std::min(h_, next * 5) : 0.0);
      accept(c, t1);
      return true;
    }
    ++c.statistics.rejected;
    h_ = next;
  }
  throw SimulationError(fmt::format("the time step became too small at t = {} s", to_text(t0)), {},
                        "a larger run.rtol; check capacitances and parameters");
}

// By the error; after a step by how it changed, too: it will change like that again (Gustafsson, ACM Trans. Math. Softw.
// 20, 496 (1994)).
double Rosenbrock::next_step(double h, double error, bool is_accepted) {
  constexpr double safety = 0.8, most = 2, least = 0.2, power = 1.0 / (method::order_of_error + 1);
  if (!std::isfinite(error)) return 0.25 * h;
  const double e = std::max(error, 1e-6);
  double factor = safety * std::pow(e, -power);
  if (is_accepted) {
    if (h_past_ > 0) factor = std::min(factor, safety * h / h_past_ * std::pow(error_past_ / (e * e), power));
    h_past_ = h, error_past_ = std::max(e, 1e-2);
  }
  return h * std::clamp(factor, least, is_accepted ? most : 0.8);
}

// Everything anew: what a rate is has changed.
void Rosenbrock::wake_all(Core& c) {
  active_.wake_all(c);
  relist(c);
  if (active_.rest(c)) relist(c);
}

// After the list of active junctions changed
void Rosenbrock::relist(Core& c) {
  fix_conductances(c);
  begin(c);
  linearise(c);
}

// What rests is a part of the network that stays as it is. Junctions whose conductances differ by less than a hundredth
// of rtol are alike: with so small an error in the change of their currents, a sum over them is a sum over the graph.
void Rosenbrock::fix_conductances(Core& c) {
  const double close = 1e-2 * tolerance_of(c);
  alike_ = 0;
  odd_.clear();
  std::size_t next = 0;
  for (std::uint32_t k = 0; k < n_slots_; ++k) {
    if (next < active_.n() && active_.slots()[next] == k) {
      ++next;
      fixed_g_[k] = 0;
      continue;
    }
    if (!(alike_ > 0)) alike_ = c.g[k];
    const bool is_alike = std::abs(c.g[k] - alike_) <= close * alike_;
    fixed_g_[k] = is_alike ? alike_ : c.g[k];
    if (!is_alike) odd_.push_back(k);
  }
  for (std::size_t k = 0; k < c.equations.conductors().size(); ++k) {
    fixed_g_[n_slots_ + k] = c.equations.conductors()[k].g;
    odd_.push_back(static_cast<std::uint32_t>(n_slots_ + k));
  }
}

void Rosenbrock::begin(const Core& c) {
  for (std::size_t j = 0; j < active_.n(); ++j) {
    const std::uint32_t k = active_.slots()[j];
    x0_[j] = c.state.x[k], v0_[j] = c.state.v[k];
  }
  u0_ = c.u;
  std::fill(resting_.begin(), resting_.end(), 0.0);
  for (std::size_t k = 0; k < ends_.size(); ++k) {
    const double flow = fixed_g_[k] * (u0_[ends_[k].plus] - u0_[ends_[k].minus]);
    resting_[ends_[k].plus] += flow;
    resting_[ends_[k].minus] -= flow;
  }
}

// At x0_ and v0_
void Rosenbrock::linearise(Core& c) {
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

// Potentials after a jump of a drive or of a conductance: states and charges are as before.
void Rosenbrock::settle(Core& c, double t) {
  const double moment = 1e-9 * h_, at = t + moment;
  consistent_.is_frozen = true;
  consistent_.stage.x = c.state.x;
  Charges& q = consistent_.charges;
  q.weight = c.equations.has_capacitance() ? moment : 0;
  for (std::size_t k = 0; k < q.junction.size(); ++k) q.junction[k] = c.equations.junction_capacitance() * c.state.v[k];
  for (std::size_t k = 0; k < q.ground.size(); ++k) q.ground[k] = c.equations.ground_capacitance(k) * c.u[k];
  c.equations.set_sources(at, c.u);
  if (!consistent_.solve(at, tolerance(c), c.state.memory, c.u))
    throw SimulationError(fmt::format("the network's equations have no solution at t = {} s", to_text(t)));
  c.state.v = consistent_.stage.v;
  h_past_ = 0;
  wake_all(c);
}

void Rosenbrock::accept(Core& c, double t1) {
  std::swap(c.u, u_);
  std::swap(c.state.v, v_end_);
  for (const Active::Part& p : active_.parts())
    for (std::size_t j = p.first; j < p.first + p.n; ++j) {
      const std::uint32_t k = active_.slots()[j];
      v_[j] = c.state.v[k];
      x_[j] = c.state.x[k] = p.group->bounded(c.state.memory[k], x_[j], v_[j]);
    }
  for (std::size_t k = 0; k < c.i.size(); ++k) c.i[k] = c.g[k] * c.state.v[k];
  keep_third();
  c.previous_time = c.time;
  c.time = t1;
  std::swap(x0_, x_), std::swap(v0_, v_);
  linearise(c);
  std::swap(x0_, x_), std::swap(v0_, v_);  // the curve of this step begins there
  ++c.statistics.steps;
  c.i_source = source_current(c, t1, 1, c.u, linear_.i);
  i_scale_ = std::max(i_scale_, std::abs(c.i_source)), u_scale_ = std::max(u_scale_, c.largest_potential());
}

void Rosenbrock::archive(Archive& a) {
  a(h_), a(h_past_), a(error_past_), a(n_evaluations_);
  a(h_third_), a(third_x_), a(third_u_), a(weights_), a(h_of_weights_), a(weights_since_), a(i_scale_), a(u_scale_);
  active_.archive(a);
  is_restored_ = a.reads();
}

std::unique_ptr<Integrator> make_rosenbrock(Core& c) {
  return std::make_unique<Rosenbrock>(c);
}

}  // namespace somn::native
