#include "stage_solver.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

StageSolver::StageSolver(const Equations& equations, const Groups& groups, LinearSolver& linear)
    : stage(equations.n_slots()),
      equations_(equations),
      groups_(groups),
      linear_(linear),
      sums_(equations.n_potentials()),
      du_(equations.n_free()),
      u_before_(equations.n_free()) {
  if (equations.has_capacitance()) {
    charges.junction.assign(equations.n_slots(), 0.0);
    charges.ground.assign(equations.n_potentials(), 0.0);
  }
}

void StageSolver::evaluate(double time, const std::vector<Memory>& memory, std::span<const double> u) {
  ++n_iterations;
  equations_.voltages(u, stage.v);
  for (const auto& group : groups_.groups) is_frozen ? group->frozen(memory, stage) : group->solve(memory, stage);
  equations_.sum_currents(stage.i, u, stage.v, charges, time, sums_);
}

void StageSolver::move(double time, const std::vector<Memory>& memory, std::span<double> u) {
  for (std::size_t k = 0; k < du_.size(); ++k) u[k] += du_[k];
  evaluate(time, memory, u);
}

double StageSolver::power() const {
  double sum = 0;
  for (std::size_t k = 0; k < du_.size(); ++k) sum += sums_[k] * du_[k];
  return sum;
}

bool StageSolver::solve(double time, const Tolerance& relative, const std::vector<Memory>& memory, std::span<double> u,
                        double coarseness) {
  evaluate(time, memory, u);
  double before = infinity;
  for (int iteration = 0; iteration < 200; ++iteration) {
    equations_.assemble(stage.g, charges.weight, linear_.values());
    if (!linear_.factorise()) return false;
    double scale = relative.scale;
    for (const double value : u) scale = std::max(scale, std::abs(value));
    const double largest = correction();
    if (scale < largest) scale = largest;  // the first step away from nothing
    const double tolerance = relative.tolerance * scale, close = coarseness * tolerance;
    if (!std::isfinite(largest)) return false;
    if (largest <= close) return follow(time, u), true;
    const double p0 = power();
    std::copy_n(u.begin(), du_.size(), u_before_.begin());
    move(time, memory, u);
    // what the next correction will be at most, as the last two say; or nothing but rounding is left
    const double next = iteration == 0 ? largest : largest * std::min(1.0, largest / before);
    const bool is_close = next <= tolerance || (largest > 0.5 * before && largest < 1e4 * tolerance);
    // The estimate knows nothing of kinks that the last correction passed: the next one has to be small itself.
    if (is_close && close == 0) {
      const double rest = correction();
      if (rest <= tolerance) return move(time, memory, u), true;
      if (largest > 0.5 * before) return true;  // rounding
    }
    const double p1 = power();
    if (p0 < 0 && p1 > -0.5 * p0 && !is_close)
      search(time, memory, u, p0, p1);
    else if (close > 0 && correction() <= close)
      return follow(time, u), true;  // by the last factor
    before = largest;
  }
  return false;
}

// du = -J^-1 F with the last factor; its largest component
double StageSolver::correction() {
  for (std::size_t k = 0; k < du_.size(); ++k) du_[k] = -sums_[k];
  linear_.apply_factor(du_);
  double largest = 0;
  for (const double d : du_) largest = std::isfinite(d) ? std::max(largest, std::abs(d)) : infinity;
  return largest;
}

// Leaves u and the evaluation at a part a of du where P(a) is small.
void StageSolver::search(double time, const std::vector<Memory>& memory, std::span<double> u, double p0, double p1) {
  double low = 0, high = 1, p_low = p0, p_high = p1;
  for (int n = 0; n < 40; ++n) {
    const double a = low + (high - low) * std::clamp(-p_low / (p_high - p_low), 0.1, 0.9);
    for (std::size_t k = 0; k < du_.size(); ++k) u[k] = u_before_[k] + a * du_[k];
    evaluate(time, memory, u);
    const double p = power();
    if (std::abs(p) <= 0.5 * std::abs(p0)) break;
    (p < 0 ? low : high) = a;
    (p < 0 ? p_low : p_high) = p;
  }
}

void StageSolver::follow(double time, std::span<double> u) {
  for (std::size_t k = 0; k < du_.size(); ++k) u[k] += du_[k];
  v_before_ = stage.v;
  equations_.voltages(u, stage.v);
  for (std::size_t k = 0; k < stage.v.size(); ++k) {
    const double dv = stage.v[k] - v_before_[k];
    stage.x[k] += stage.x_v[k] * dv;
    stage.i[k] += stage.g[k] * dv;
    if (stage.x_v[k] != 0) stage.f[k] = (stage.x[k] - stage.base[k]) / stage.weight[k];
  }
  equations_.sum_currents(stage.i, u, stage.v, charges, time, sums_);
}

void StageSolver::filter(std::span<const double> slot_errors, std::span<const double> ground_errors,
                         std::span<double> u_error) {
  gathered_.resize(sums_.size());
  equations_.gather(slot_errors, ground_errors, gathered_);
  for (std::size_t k = 0; k < u_error.size(); ++k) u_error[k] = gathered_[k] / charges.weight;
  linear_.apply_factor(u_error);
}

double StageSolver::source_current(std::span<const double> u, double time) const {
  return equations_.source_current(stage.i, u, stage.v, charges, time);
}

}  // namespace somn::native
