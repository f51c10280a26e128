#include "waveform.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::native {

bool Waveform::fits(const Core& c) {
  return !c.equations.has_capacitance() && std::all_of(c.groups.groups.begin(), c.groups.groups.end(),
                                                       [](const auto& g) { return g->is_of_voltage && g->is_ohmic; });
}

Waveform::Waveform(Core& c) : stops_(c), rtol_(std::min(c.options.rtol, 0.03)) {
  const std::size_t n = c.equations.n_slots();
  for (std::vector<double>* one : {&x_, &x_p_, &x_1_, &slope_, &bend_, &g_, &i_, &spare_[0], &spare_[1]})
    one->assign(n, 0.0);
  x_of_g_.assign(n, std::numeric_limits<double>::quiet_NaN());
  b_.assign(c.equations.n_potentials(), 0.0);
}

void Waveform::start(Core& c) {
  take_over(c, stops_.first_step(c));
}

void Waveform::take_over(Core& c, double h) {
  h_ = h;
  h_past_ = 0;
  n_stiff_ = 0;
  end_.u = c.u, end_.v = c.state.v, end_.i_source = c.i_source;
}

bool Waveform::step(Core& c) {
  const double t0 = c.time, t_stop = c.options.t_stop;
  if (t0 >= t_stop) return false;
  const bool jumps = c.begin_step(t0);
  if (jumps || stops_.is_corner(t0)) restart(c, t0);
  x_ = c.state.x;
  std::swap(before_, past_);
  std::swap(past_, begin_);  // begin_ of the last step
  begin_ = end_;
  for (int n = 0; n < 60; ++n) {
    const double t1 = stops_.end(c, t0, std::min({h_, stops_.longest, t_stop - t0})), h = t1 - t0;
    if (!(h > 0)) break;
    ratio_ = h_past_ > 0 ? h / h_past_ : 0;
    const double error = attempt(c, t1, h);
    const double order = ratio_ > 0 ? 3 : 2;
    const double factor =
        std::isfinite(error) ? std::clamp(0.8 * std::pow(std::max(error, 1e-12), -1 / order), 0.2, 2.0) : 0.25;
    if (error > 1 || !std::isfinite(error)) {
      ++c.statistics.rejected;
      h_ = h * std::min(factor, 0.7);
      continue;
    }
    // a step cut short by a corner says little about the next one
    h_ = std::max(h * factor, h < 0.5 * h_ ? std::min(h_, h * factor * 5) : 0.0);
    h_before_ = h_past_;
    h_past_ = h;
    c.state.x = x_1_, c.state.v = end_.v, c.u = end_.u, c.i = i_, c.i_source = end_.i_source;
    c.previous_time = t0;
    c.time = t1;
    if (++c.statistics.steps % 8 == 0) look_for_stiffness(c, h);
    return true;
  }
  throw SimulationError(fmt::format("the time step became too small at t = {} s", to_text(t0)), {},
                        "a larger run.rtol; check capacitances and parameters");
}

// A new course of the voltages begins at t, with the sources that are behind it.
void Waveform::restart(Core& c, double t) {
  h_past_ = 0;
  if (!solve_anew(c, t + 1e-9 * h_, c.state.x, end_))
    throw SimulationError(fmt::format("the network's equations have no solution at t = {} s", to_text(t)));
}

double Waveform::attempt(Core& c, double t1, double h) {
  for (std::size_t k = 0; k < slope_.size(); ++k)
    slope_[k] = ratio_ > 0 ? (begin_.v[k] - past_.v[k]) * ratio_ : 0, bend_[k] = 0;
  carry(c, h, slope_, bend_, x_p_);
  const double at = stops_.before(t1, h);
  end_.u = begin_.u;
  if (!solve_anew(c, at, x_p_, end_) || !std::isfinite(end_.i_source)) return infinity;
  bend(ratio_, end_.v, slope_, bend_);
  carry(c, h, slope_, bend_, x_1_);
  double worst = 0;
  for (const auto& group : c.groups.groups) {
    double largest = 0, leap = 0;
    for (std::size_t k = group->first; k < group->first + group->n; ++k) {
      largest = std::max(largest, std::abs(x_1_[k] - x_p_[k]));
      leap = std::max(leap, std::abs(x_1_[k] - x_[k]));
    }
    if (leap > 0.25 * group->scale) return infinity;
    worst = std::max(worst, 3 * largest / (rtol_ * group->scale));
  }
  if (worst > 1 || std::isnan(worst)) return worst;
  if (refine(c, at, end_)) return std::max(worst, curve_error(c, h));
  c.update_conductances();
  return infinity;
}

// Of the parabola through the last two points and the new one, by the parabola through the last three, which says where
// the new one would be: both miss the same third difference
double Waveform::curve_error(const Core& c, double h) {
  if (!(h_past_ > 0) || !(h_before_ > 0)) return 0;
  const double one = h + h_past_, two = one + h_before_, of_past = h * one / (h_before_ * (h_before_ + h_past_));
  const double of_begin = h * two / (h_past_ * h_before_), of_last = one * two / (h_past_ * (h_before_ + h_past_));
  double largest = 0;
  for (std::size_t k = 0; k < end_.u.size(); ++k) {
    scale_ = std::max(scale_, std::abs(end_.u[k]));
    largest = std::max(largest,
                       std::abs(end_.u[k] - (of_last * begin_.u[k] - of_begin * past_.u[k] + of_past * before_.u[k])));
  }
  return 0.25 * h * (0.5 * h + h_past_) / (one * two) * largest / (c.options.rtol * scale_);
}

// The parabola through the voltages of the last two points and v_1; a line after a restart.
void Waveform::bend(double ratio, const std::vector<double>& v_1, std::vector<double>& a,
                    std::vector<double>& b) const {
  const double weight = ratio / (1 + ratio);
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double rise = v_1[k] - begin_.v[k];
    b[k] = ratio > 0 ? weight * (rise - ratio * (begin_.v[k] - past_.v[k])) : 0;
    a[k] = rise - b[k];
  }
}

void Waveform::carry(const Core& c, double h, const std::vector<double>& a, const std::vector<double>& b,
                     std::vector<double>& x) const {
  const Course course{.h = h, .to = 1, .x = x_.data(), .v = begin_.v.data(), .a = a.data(), .b = b.data()};
  for (const auto& group : c.groups.groups) group->carry(c.state.memory, course, group->first, group->n, x.data());
}

bool Waveform::solve_anew(Core& c, double t, const std::vector<double>& x, Point& p) {
  ++n_evaluations_;
  for (const auto& group : c.groups.groups) group->conductances(x.data(), x_of_g_.data(), g_.data());
  c.equations.set_sources(t, p.u);
  c.equations.assemble(g_, 0, c.linear.values());
  c.equations.right_hand_side(g_, p.u, {}, t, b_);
  if (!c.linear.factorise()) return false;
  c.linear.apply_factor(std::span(b_).first(c.equations.n_free()));
  std::copy_n(b_.begin(), c.equations.n_free(), p.u.begin());
  c.equations.voltages(p.u, p.v);
  for (std::size_t k = 0; k < i_.size(); ++k) i_[k] = g_[k] * p.v[k];
  p.i_source = c.equations.source_current(i_, p.u, p.v, {}, t);
  return true;
}

// Potentials of the conductances at x_1, by iterations with the factor of conductances nearby. They are Newton's but
// for that change, so that what is left after a correction is about its square.
bool Waveform::refine(Core& c, double t, Point& p) {
  const std::size_t n_free = c.equations.n_free();
  for (const auto& group : c.groups.groups) group->conductances(x_1_.data(), c.x_of_g.data(), c.g.data());
  double scale = 1e-30;
  for (const double u : p.u) scale = std::max(scale, std::abs(u));
  const double close = std::max(0.1 * std::sqrt(1e-3 * rtol_), 0.1 * rtol_) * scale;
  for (int n = 0; n < 4; ++n) {
    ++n_evaluations_;
    for (std::size_t k = 0; k < i_.size(); ++k) i_[k] = c.g[k] * p.v[k];
    c.equations.sum_currents(i_, p.u, p.v, {}, t, b_);
    c.linear.apply_factor(std::span(b_).first(n_free));
    double largest = 0;
    for (std::size_t k = 0; k < n_free; ++k) {
      p.u[k] -= b_[k];
      largest = std::max(largest, std::abs(b_[k]));
    }
    c.equations.voltages(p.u, p.v);
    if (largest > close) continue;
    for (std::size_t k = 0; k < i_.size(); ++k) i_[k] = c.g[k] * p.v[k];
    p.i_source = c.equations.source_current(i_, p.u, p.v, {}, t);
    return true;
  }
  return solve_anew(c, t, x_1_, p);
}

void Waveform::look_for_stiffness(const Core& c, double h) {
  bend(ratio_, end_.v, spare_[0], spare_[1]);
  double first = 0, second = 0;
  for (std::size_t k = 0; k < x_1_.size(); ++k) first = std::max(first, std::abs(x_1_[k] - x_p_[k]));
  carry(c, h, spare_[0], spare_[1], x_p_);
  for (std::size_t k = 0; k < x_1_.size(); ++k) second = std::max(second, std::abs(x_1_[k] - x_p_[k]));
  n_stiff_ = second > 0.6 * first ? n_stiff_ + 1 : 0;
}

void Waveform::interpolate(const Core& c, double t, std::span<double> x, std::span<double> u, double& i_source) const {
  const double h = c.time - c.previous_time, s = (t - c.previous_time) / h;
  const Course course{.h = h, .to = s, .x = x_.data(), .v = begin_.v.data(), .a = slope_.data(), .b = bend_.data()};
  for (const auto& group : c.groups.groups) group->carry(c.state.memory, course, group->first, group->n, x.data());
  const auto between = [&](double past, double y_0, double y_1) {
    const double bent = ratio_ > 0 ? ratio_ / (1 + ratio_) * (y_1 - y_0 - ratio_ * (y_0 - past)) : 0;
    return y_0 + s * (y_1 - y_0 - bent + s * bent);
  };
  for (std::size_t k = 0; k < u.size(); ++k) u[k] = between(ratio_ > 0 ? past_.u[k] : 0, begin_.u[k], end_.u[k]);
  std::vector<double> i(x.size());
  for (const std::uint32_t k : c.equations.drive_slots()) {
    const Equations::Branch& b = c.equations.branches()[k];
    i[k] = c.groups.of(k).conductance(x[k]) * (u[b.plus] - u[b.minus]);
  }
  i_source = c.equations.network_current(i, u, t);
}

double Waveform::state_at(const Core& c, double t, std::size_t slot) const {
  const double h = c.time - c.previous_time;
  const Course course{.h = h,
                      .to = (t - c.previous_time) / h,
                      .x = x_.data(),
                      .v = begin_.v.data(),
                      .a = slope_.data(),
                      .b = bend_.data()};
  const auto group = std::find_if(c.groups.groups.begin(), c.groups.groups.end(),
                                  [&](const auto& one) { return slot < one->first + one->n; });
  spare_x_.resize(x_.size());
  (*group)->carry(c.state.memory, course, slot, 1, spare_x_.data());
  return spare_x_[slot];
}

void Waveform::archive(Archive& a) {
  for (Point* p : {&before_, &past_, &begin_, &end_}) a(p->u), a(p->v), a(p->i_source);
  a(h_), a(h_past_), a(h_before_), a(scale_), a(n_stiff_), a(n_evaluations_);
}

const std::vector<double>& Waveform::residual(const Core& c) const {
  sums_.resize(c.u.size());
  c.equations.sum_currents(c.i, c.u, c.state.v, {}, c.time, sums_);
  return sums_;
}

}  // namespace somn::native
