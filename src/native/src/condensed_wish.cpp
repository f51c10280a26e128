#include "condensed_self.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

// Of every capacitance what SPICE makes of its own: the divided difference of order + 1 against the tolerance.
double Condensed::Self::capacitor_wish(const StepDemand& d) const {
  if (rate.empty() || !(d.truncation > 0)) return infinity;
  static constexpr double gear[] = {.5, .2222222222, .1363636364, .096, .07299270073, .05830903790};
  const auto order = static_cast<std::size_t>(trial.companion.order);
  const double factor = trial.companion.is_trapezoid ? .08333333333 : gear[order - 1];
  std::vector<std::vector<double>> difference{u};
  for (std::size_t j = 0; j <= order; ++j) difference.push_back(past[std::min(j, past.size() - 1)]);
  std::vector<double> span(d.steps.begin(), d.steps.end());
  for (std::size_t level = order + 1; level-- > 0;) {
    for (std::size_t j = 0; j <= level; ++j)
      for (std::size_t k = 0; k < u.size(); ++k) difference[j][k] = (difference[j][k] - difference[j + 1][k]) / span[j];
    for (std::size_t j = 0; j + 1 <= level; ++j) span[j] = span[j + 1] + d.steps[j];
  }
  double shortest = infinity;
  const auto look = [&](double c, double q, double q_before, double i, double i_before, double derivative) {
    const double of_current = d.current + d.relative * c * std::max(std::abs(i), std::abs(i_before));
    const double of_charge = d.relative * std::max(c * std::max(std::abs(q), std::abs(q_before)), d.charge) / trial.h;
    const double error = std::max(d.current, factor * std::abs(c * derivative));
    shortest = std::min(shortest, d.truncation * std::max(of_current, of_charge) / error);
  };
  const std::vector<double>& dd = difference[0];
  const std::vector<double>& before = past.front();
  const auto& branches = equations.branches();
  for (std::size_t k = 0; k < branches.size() && equations.junction_capacitance() > 0; ++k) {
    const auto [a, b] = std::pair{branches[k].plus, branches[k].minus};
    look(equations.junction_capacitance(), u[a] - u[b], before[a] - before[b], rate[a] - rate[b],
         rate_before[a] - rate_before[b], dd[a] - dd[b]);
  }
  for (std::size_t k = 0; k < u.size(); ++k)
    if (const double c = equations.ground_capacitance(k); c > 0)
      look(c, u[k], before[k], rate[k], rate_before[k], dd[k]);
  return order == 1 ? shortest : std::pow(shortest, 1.0 / static_cast<double>(order));
}

double Condensed::wish(const StepDemand& d) const {
  const Self& s = *self_;
  if (s.is_holding || !s.has_trial) return infinity;
  const StepCourse course{.h = s.trial.h,
                          .h_before = s.h_before,
                          .is_smooth = !s.trial.is_first_order || d.is_always_smooth,
                          .start = s.start(),
                          .end = s.stage,
                          .v_t_before = s.speed.data(),
                          .pace = s.pace.data()};
  const WishLimits limits{.accuracy = d.accuracy,
                          .t_stop = d.t_stop,
                          .h_max = d.longest_regenerative,
                          .shortest = s.trial.shortest,
                          .scale = 1,
                          .unique_step = infinity,
                          .g_on = 0,
                          .steepest = 0};
  double shortest = s.capacitor_wish(d);
  for (const auto& group : s.groups.groups)
    shortest = std::min(shortest, group->wish(s.start().memory, course, limits));
  return shortest;
}

double Condensed::next_stop() const {
  const Self& s = *self_;
  const double now = s.trial.from + s.trial.h;
  double next = infinity;
  for (const auto& group : s.groups.groups) {
    if (group->slot < infinity) next = std::min(next, group->slot * (1 + std::floor(now / group->slot + 1e-6)));
    const double phase = group->next_phase_end(now, s.start().memory, s.stage.x.data(), s.stage.f.data());
    if (phase < infinity) next = std::min(next, std::max(phase, now + s.trial.shortest));
  }
  return next;
}

}  // namespace somn::native
