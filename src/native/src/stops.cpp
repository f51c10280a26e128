#include "stops.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

Stops::Stops(const Core& c)
    : longest(c.options.dt_max > 0 ? c.options.dt_max : c.options.t_stop / 50), corners_(c.corners()) {}

bool Stops::is_corner(double t) const {
  const auto corner = std::lower_bound(corners_.begin(), corners_.end(), t * (1 - 1e-14));
  return corner != corners_.end() && *corner <= t * (1 + 1e-14);
}

void Stops::add_corner(double t) {
  if (!is_corner(t)) corners_.insert(std::upper_bound(corners_.begin(), corners_.end(), t), t);
}

bool Stops::is_jump(const Core& c, double t) {
  for (const Source& s : c.equations.sources()) {
    const double eps = 1e-9 * t, left = circuit::voltage(*s.drive, t - eps),
                 right = circuit::voltage(*s.drive, t + eps);
    if (std::abs(right - left) > 1e-6 * (std::abs(left) + std::abs(right))) return true;
  }
  return false;
}

double Stops::end(const Core& c, double t0, double h) const {
  double limit = c.options.t_stop;
  const auto corner = std::upper_bound(corners_.begin(), corners_.end(), t0 * (1 + 1e-14));
  if (corner != corners_.end()) limit = std::min(limit, *corner);
  for (const auto& group : c.groups.groups) {
    if (group->slot < infinity) limit = std::min(limit, group->slot * (1 + std::floor(t0 / group->slot + 1e-6)));
    const double phase = group->next_phase_end(t0, c.state.memory, c.state.x.data(), c.state.f.data());
    if (phase < infinity) limit = std::min(limit, std::max(phase, t0 + 1e-9 * longest));
  }
  const double left = limit - t0;
  return h >= left * (1 - 1e-9) ? limit : h > 0.5 * left ? t0 + 0.5 * left : t0 + h;
}

double Stops::first_step(const Core& c) const {
  double h = std::min(longest, 1e-3 * c.options.t_stop);
  for (const auto& group : c.groups.groups) {
    if (group->unique_step < infinity) h = std::min(h, 0.1 * group->unique_step);
    for (std::size_t k = group->first; k < group->first + group->n; ++k)
      if (c.state.f[k] != 0) h = std::min(h, 0.01 * group->scale / std::abs(c.state.f[k]));
  }
  return h;
}

}  // namespace somn::native
