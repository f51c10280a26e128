#include "condensed_self.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

void Condensed::Self::begin_step(const CondensedStep& s) {
  if (is_holding && has_trial) accept();
  is_holding = false, has_trial = false, has_last = false, is_first = true;
  trial = s;
  if (begun) {
    *begun = accepted;
    for (const auto& group : groups.groups) group->begin(s.from, *begun);
  }
  if (u_accepted.empty()) u_accepted.assign(u.size(), 0.0);
  u = u_accepted;
  predict();
  std::fill(du.begin(), du.end(), 0.0);
  const State& from = start();
  for (const auto& group : groups.groups)
    for (std::size_t k = group->first; k < group->first + group->n; ++k) {
      const bool jumps = std::isnan(from.f[k]);
      stage.weight[k] = theta(-s.h * from.f_x[k], group->is_linear) * s.h;
      stage.early[k] = jumps ? s.h : 0;
      stage.base[k] = jumps ? from.x[k] : from.x[k] + (s.h - stage.weight[k]) * from.f[k];
    }
  if (rate.empty()) return;
  const auto& a = s.companion.a;
  for (std::size_t k = 0; k < history.size(); ++k) {
    history[k] = 0;
    if (s.companion.is_trapezoid)
      history[k] = -a[0] * past[0][k] - a[1] * rate_before[k];
    else
      for (std::size_t j = 1; j <= static_cast<std::size_t>(s.companion.order); ++j)
        history[k] += a[j] * past[std::min(j, past.size()) - 1][k];
  }
}

// Straight on, pins included, where this would have served in the step before: not where something has just switched, so
// that of several solutions of a step the one that continues is found.
void Condensed::Self::predict() {
  is_ahead = false;
  if (trial.is_first_order || slope.size() != u.size()) return;
  double missed = 0, moved = 0;
  for (std::size_t k = 0; k < u.size(); ++k) {
    missed += (slope[k] - slope_before[k]) * (slope[k] - slope_before[k]);
    moved += slope[k] * slope[k];
  }
  is_ahead = missed <= 0.1 * moved;
  for (std::size_t k = 0; is_ahead && k < u.size(); ++k) u[k] += trial.h * slope[k];
}

void Condensed::Self::take_voltages(std::span<const double> v) {
  const double reference = v[reference_pin];
  dv.assign(matrix.n_electrodes(), 0.0);
  for (std::size_t p = 0; p < pins.size(); ++p)
    if (pins[p] != Equations::none) {
      double& at = u[matrix.potential(pins[p])];
      dv[pins[p]] = v[p] - reference - at;
      at = v[p] - reference;
    }
  if (has_factor) matrix.follow(dv, du);
  for (std::size_t k = 0; k < du.size(); ++k) u[k] += du[k];
}

void Condensed::Self::find_jumps() {
  const State& from = start();
  for (std::size_t k = 0; k < speed.size(); ++k) {
    const double moved = std::abs(stage.v[k] - from.v[k]);
    if (stage.early[k] != 0 || !(moved > 10 * trial.h * std::abs(speed[k]) + 1e-12 * std::abs(stage.v[k]))) continue;
    stage.early[k] = trial.h;
    stage.base[k] = from.x[k];
  }
}

// The state at the beginning, or a short explicit step: where a step has several solutions, the flat model and this one
// take the same; never beyond a bound, where a rate has a kink that a small correction would be taken across. In a step
// that is shorter than anything a jump stays jumped.
void Condensed::Self::guess(const Group& group, std::size_t first, std::size_t n) {
  const State& from = start();
  for (std::size_t k = first; k < first + n; ++k) {
    const double step = trial.h * from.f[k];
    stage.x[k] = from.x[k] + (std::abs(step) < 0.01 * group.scale ? step : 0);
  }
  group.put_into_bounds(from.memory, first, n, stage.x.data());
}

void Condensed::Self::solve_junctions() {
  if (is_holding) {
    for (const auto& group : groups.groups) group->frozen(accepted.memory, stage);
    return;
  }
  if (trial.is_first_order) find_jumps();
  const State& from = start();
  if (is_first || trial.h > trial.shortest)
    for (const auto& group : groups.groups) guess(*group, group->first, group->n);
  for (const auto& group : groups.groups) group->solve(from.memory, stage);
}

// Newton's method on a steep branch: where a current overshoots what the last tangent predicted, its junction is
// linearised at the voltage in between that carries the predicted current (as models/glue/limit.h does).
void Condensed::Self::limit_junctions() {
  limited.clear();
  const auto find = [&](const Group& group, std::size_t k) {
    const double v = stage.v[k], target = i_last[k] + g_last[k] * (v - v_last[k]);
    const double beyond = stage.i[k] - target, ahead = target - i_last[k];
    if (!(beyond * ahead > 0 && std::abs(beyond) > 0.5 * std::abs(ahead) &&
          std::abs(beyond) > 1e-3 * std::abs(stage.i[k])))
      return;
    const auto evaluate_at = [&](double at) {
      stage.v[k] = at;
      if (!is_holding) {
        if (trial.h > trial.shortest) guess(group, k, 1);
        group.solve_at(start().memory, k, stage);
        return;
      }
      stage.i[k] = group.amperes(accepted.memory[k], stage.x[k], at);
    };
    double low = v_last[k], high = v, at = v;
    for (int n = 0; n < 60 && std::abs(stage.i[k] - target) > 1e-6 * std::abs(target); ++n) {
      evaluate_at(at = 0.5 * (low + high));
      ((stage.i[k] - target) * (target - i_last[k]) > 0 ? high : low) = at;
    }
    if (is_holding) stage.g[k] = group.slope(accepted.memory[k], stage.x[k], at);
    limited.push_back({k, at, stage.i[k]});
    stage.i[k] += stage.g[k] * (v - at);
    stage.v[k] = v;
  };
  if (has_last)
    for (const auto& group : groups.groups) {
      if (is_holding && group->is_ohmic) continue;
      for (std::size_t k = group->first; k < group->first + group->n; ++k) find(*group, k);
    }
  v_last = stage.v, i_last = stage.i, g_last = stage.g;
  for (const Limited& l : limited) v_last[l.slot] = l.v, i_last[l.slot] = l.i;
}

void Condensed::Self::take_slopes() {
  std::swap(slope, slope_before);
  slope.resize(u.size());
  for (std::size_t k = 0; k < u.size(); ++k) slope[k] = h_before > 0 ? (u[k] - u_accepted[k]) / h_before : 0;
  slope_before.resize(u.size());
}

// The last correction is followed by states and currents by their derivatives: its error is of second order.
void Condensed::Self::accept() {
  if (!has_trial) return;
  has_trial = false;
  if (is_holding) {
    for (std::size_t k = 0; k < du.size(); ++k) u[k] += du[k];
    equations.voltages(u, stage.v);
    accepted.v = stage.v;
    for (const auto& group : groups.groups) group->take_rates(accepted);
    time = h_before = 0;
  } else {
    for (std::size_t k = 0; k < du.size(); ++k) u[k] += du[k];
    v_last = stage.v;
    equations.voltages(u, stage.v);
    for (std::size_t k = 0; k < stage.v.size(); ++k)
      if (stage.x_v[k] != 0 && stage.early[k] == 0) {
        stage.x[k] += stage.x_v[k] * (stage.v[k] - v_last[k]);
        stage.f[k] = (stage.x[k] - stage.base[k]) / stage.weight[k];
      }
    const State& from = start();
    for (const auto& group : groups.groups)
      for (std::size_t k = group->first; k < group->first + group->n; ++k) {
        speed[k] = (stage.v[k] - from.v[k]) / trial.h;
        const double now = std::abs(stage.x[k] - from.x[k]) / (trial.h * group->scale);
        pace[k] = std::max(now, pace[k] / (1 + trial.h * pace[k]));
      }
    if (begun) accepted.memory = begun->memory;
    accepted.x = stage.x, accepted.v = stage.v, accepted.f = stage.f, accepted.f_x = stage.f_x;
    if (!rate.empty()) take_rates(), rate_before = rate;
    time = trial.from + trial.h;
    h_before = trial.h;
  }
  take_slopes();
  u_accepted = u;
  std::fill(du.begin(), du.end(), 0.0);
  if (rate.empty()) return;
  if (is_holding) past.clear();
  const std::size_t most = 7;
  if (past.size() < most) past.emplace_back();
  std::rotate(past.begin(), past.end() - 1, past.end());
  past.front() = u;
}

}  // namespace somn::native
