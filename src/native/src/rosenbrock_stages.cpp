// One attempted step of rosenbrock.hpp: matrix, stages, error.
#include "rosenbrock.hpp"
#include "vectors.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

namespace method = rodas4p2;

double Rosenbrock::attempt(Core& c, double t0, double t1, bool is_shortest) {
  const double h = t1 - t0;
  h_of_d_ = 0;
  make_matrix(c, h);
  if (!c.linear.factorise()) return infinity;
  for (std::size_t stage = 0; stage < n_stages; ++stage) {
    if (stage > 0) take_stage(c, stage);
    if (stage == 1 && !is_shortest)
      if (const double guess = first_guess(c); guess > 1) return guess;
    sum_currents(c, stage, h);
    drive(c, stage, t0, t1);
    solve(c, stage);
  }
  return error(c, h);
}

void Rosenbrock::make_matrix(Core& c, double h) {
  per_hg_ = 1 / (method::gamma * h);
  alike_answer_ = c.equations.junction_capacitance() * per_hg_ + alike_;
  std::vector<double>& values = c.linear.values();
  for (std::size_t k = 0; k < values.size(); ++k)
    values[k] = alike_answer_ * laplace_values_[k] + per_hg_ * ground_values_[k];
  for (std::size_t j = 0; j < active_.n(); ++j) {
    gain_[j] = 1 / (per_hg_ - std::min(linear_.f_x[j], 0.5 * per_hg_));  // more only where no step is short enough
    follow_[j] = linear_.f_v[j] * gain_[j];
    answer_[j] = linear_.i_v[j] + linear_.i_x[j] * follow_[j];
    c.equations.stamp(c.equations.branches()[active_.slots()[j]], answer_[j] - alike_, values.data());
  }
  for (const std::uint32_t k : odd_)
    c.equations.stamp(k < n_slots_ ? c.equations.branches()[k] : c.equations.conductor_branches()[k - n_slots_],
                      excess(k), values.data());
}

// f and i at the argument of the stage
void Rosenbrock::take_stage(const Core& c, std::size_t stage) {
  combine(stage, u0_.data(), method::a[stage], k_u_, 1, u_);
  combine(stage, x0_.data(), method::a[stage], k_x_, 1, std::span(x_).first(active_.n()));
  for (std::size_t j = 0; j < active_.n(); ++j) {
    const Ends e = ends_[active_.slots()[j]];
    v_[j] = u_[e.plus] - u_[e.minus];
  }
  active_.evaluate(c, x_.data(), v_.data(), f_.data(), i_.data());
  ++n_evaluations_;
}

// Of the error, before all the work is done: the square of what the rates of the second stage miss of linear ones, with
// the factor at which 1 % of the steps given up would have been good and half of those too long are found (the network of
// examples/01, rtol 1e-2 to 1e-4; at 1e-6 none of either).
double Rosenbrock::first_guess(const Core& c) const {
  constexpr double factor = 16;
  double worst = 0;
  for (const Active::Part& p : active_.parts()) {
    double most = 0;
    for (std::size_t j = p.first; j < p.first + p.n; ++j) {
      const double line = linear_.f[j] + linear_.f_x[j] * (x_[j] - x0_[j]) + linear_.f_v[j] * (v_[j] - v0_[j]);
      most = std::max(most, std::abs(gain_[j] * (f_[j] - line)));
    }
    worst = std::max(worst, most / p.group->scale);
  }
  return factor * worst * worst / tolerance_of(c);
}

// The right hand side: -(what flows out of every node) at the argument of the stage, what former stages left on
// capacitances, and the currents i_x p r_x. With U = sum a_ij k_j, W = C/(gamma h) + G + A (resting, active):
//   -G (u + U) + C sum c_ij/h k_j = -G u - sum a_ij (W k_j) + A U + C z,   z = sum (a_ij/(gamma h) + c_ij/h) k_j
// With the graph's Laplacian L, the capacitance c and the conductance g of what is alike, q = c/(gamma h) + g:
//   W = q L + D/(gamma h) + E,   C = c L + D   (D capacitances to ground; E what is odd or active, less g)
//   C z = c/q (W z - E z) + g/q D z,   where W k_j is the right hand side of stage j
void Rosenbrock::sum_currents(const Core& c, std::size_t stage, double h) {
  const std::size_t n = active_.n();
  const std::vector<double>& i = stage > 0 ? i_ : linear_.i;
  combine(stage, stage > 0 ? f_.data() : linear_.f.data(), method::c[stage], k_x_, 1 / h, std::span(rate_).first(n));
  const double share = alike_answer_ > 0 ? c.equations.junction_capacitance() / alike_answer_ : 0;  // c/q [s]
  method::Row of_z{}, of_right{};
  for (std::size_t j = 0; j < stage; ++j) {
    of_z[j] = (method::a[stage][j] / method::gamma + method::c[stage][j]) / h;
    of_right[j] = method::a[stage][j] - share * of_z[j];
  }
  combine(stage, resting_.data(), of_right, right_, 1, b_);
  combine(stage, nullptr, of_z, k_u_, 1, z_);
  double* const b = b_.data();
  subtract_products(1 - per_hg_ * share, ground_, z_, b_);
  const auto flows = [&](std::uint32_t k, double flow) {
    b[ends_[k].plus] += flow;
    b[ends_[k].minus] -= flow;
  };
  const auto across = [&](std::uint32_t k) { return z_[ends_[k].plus] - z_[ends_[k].minus]; };
  for (const std::uint32_t k : odd_) flows(k, share * excess(k) * across(k));
  for (std::size_t j = 0; j < n; ++j) {
    const std::uint32_t k = active_.slots()[j];
    double flow = i[j] + linear_.i_x[j] * gain_[j] * rate_[j];
    if (stage > 0) flow += share * (answer_[j] - alike_) * across(k) - answer_[j] * (v_[j] - v0_[j]);
    flows(k, flow);
  }
  negate(b_, right_[stage]);
}

// Fixed potentials and current sources
void Rosenbrock::drive(const Core& c, std::size_t stage, double t0, double t1) {
  std::vector<double>& k_u = k_u_[stage];
  const std::vector<double>& u = stage > 0 ? u_ : u0_;
  for (std::size_t k = c.equations.n_free(); k < k_u.size(); ++k) k_u[k] = -u[k];
  for (const Source& s : c.equations.sources()) {
    const double y =
        source_voltage(*s.drive, t0, t1, method::alpha[stage]) + method::gammas[stage] * rise(*s.drive, t0, t1);
    if (s.is_current)
      b_[s.potential] += y, right_[stage][s.potential] += y;
    else
      k_u[s.potential] += y;
  }
}

void Rosenbrock::solve(const Core& c, std::size_t stage) {
  const std::size_t n_free = c.equations.n_free();
  std::vector<double>&k_u = k_u_[stage], &k_x = k_x_[stage];
  for (const std::uint32_t k : boundary_) {
    const Ends e = ends_[k];
    if (k_u[std::max(e.plus, e.minus)] == 0) continue;
    const std::size_t place = k < c.equations.n_slots() ? active_.place(k) : active_.n();
    const double g = (place < active_.n() ? answer_[place] : fixed_g_[k]) + c_[k] * per_hg_;
    if (e.plus >= n_free) b_[e.minus] += g * k_u[e.plus];
    if (e.minus >= n_free) b_[e.plus] += g * k_u[e.minus];
  }
  c.linear.apply_factor(std::span(b_).first(n_free));
  std::copy_n(b_.begin(), n_free, k_u.begin());
  for (std::size_t j = 0; j < active_.n(); ++j) {
    const Ends e = ends_[active_.slots()[j]];
    k_x[j] = gain_[j] * rate_[j] + follow_[j] * (k_u[e.plus] - k_u[e.minus]);
  }
}

// [V] Errors are relative to no less: to a part of what there was or is to be, and to what the last bits of the time make
// of a drive that moves.
double Rosenbrock::least_potential(const Core& c, double h) const {
  double moved = 0;
  for (const Source& s : c.equations.sources())
    if (!s.is_current) moved = std::max(moved, std::abs(rise(*s.drive, c.time, c.time + h)));
  return std::max(1e-6 * u_scale_, 4e-15 * c.time / h * moved / tolerance_of(c));
}

// Leaves the potentials of the end in u_, states in x_, voltages in v_end_.
double Rosenbrock::error(const Core& c, double h) {
  const std::vector<double>&e_u = k_u_[n_stages - 1], &e_x = k_x_[n_stages - 1];
  double worst = 0;
  for (const Active::Part& p : active_.parts()) {
    const auto of_part = std::span(e_x).subspan(p.first, p.n);
    if (!std::isfinite(dot(of_part, of_part))) return infinity;
    worst = std::max(worst, largest(of_part) / (tolerance_of(c) * p.group->scale));
  }
  for (std::size_t j = 0; j < active_.n(); ++j) x_[j] += e_x[j];
  for (std::size_t k = 0; k < u_.size(); ++k) u_[k] += e_u[k];
  const double scale = std::max({largest(u0_), largest(u_), least_potential(c, h), 1e-30});
  c.equations.voltages(u_, v_end_);
  if (!std::isfinite(dot(u_, u_))) return infinity;
  double of_end = std::max(worst, largest(std::span(e_u).first(c.equations.n_free())) / (tolerance_of(c) * scale));
  if (of_end > 1) return of_end;
  find_weights(c, h);
  const double i_scale = current_scale(c, h);
  if (!c.equations.sources().front().is_current)
    of_end = std::max(of_end, current_error(c, e_u, e_x) / (tolerance_of(c) * i_scale));
  return of_end <= 1 ? std::max(of_end, curve_error(c, h, scale, i_scale)) : of_end;
}

double Rosenbrock::source_voltage(const circuit::Drive& d, double t0, double t1, double s) const {
  const double h = t1 - t0;
  return circuit::voltage(d, s <= 0 ? stops_.behind(t0, h) : s >= 1 ? stops_.before(t1, h) : t0 + s * h);
}

// Its slope at the beginning of the step, times the step: that of the polynomial through five points.
double Rosenbrock::rise(const circuit::Drive& d, double t0, double t1) const {
  if (d.kind == circuit::DriveKind::dc) return 0;
  double y[5];
  for (int k = 0; k < 5; ++k) y[k] = source_voltage(d, t0, t1, 0.25 * k);
  return (-25 * y[0] + 48 * y[1] - 36 * y[2] + 16 * y[3] - 3 * y[4]) / 3;
}

}  // namespace somn::native
