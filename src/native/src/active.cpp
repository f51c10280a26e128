#include "active.hpp"

#include "vectors.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

Active::Active(const Core& c, double tolerance) : tolerance_(tolerance), limit_(c.equations.n_slots(), infinity) {
  collect(c);
}

void Active::collect(const Core& c) {
  slots_.clear();
  parts_.clear();
  for (const auto& group : c.groups.groups) {
    const std::size_t from = slots_.size();
    for (std::size_t k = group->first; k < group->first + group->n; ++k)
      if (limit_[k] == infinity) slots_.push_back(static_cast<std::uint32_t>(k));
    parts_.push_back({group.get(), from, slots_.size() - from});
  }
}

void Active::wake_all(const Core& c) {
  std::fill(limit_.begin(), limit_.end(), infinity);
  collect(c);
}

bool Active::wake(const Core& c, std::span<const double> v, double part) {
  if (!any_beyond(v, part, limit_)) return false;
  for (std::size_t k = 0; k < limit_.size(); ++k)
    if (std::abs(v[k]) > part * limit_[k]) limit_[k] = infinity;
  collect(c);
  return true;
}

bool Active::rest(const Core& c) {
  bool any = false;
  for (const Part& part : parts_)
    for (std::size_t j = part.first; j < part.first + part.n; ++j) {
      const std::uint32_t k = slots_[j];
      const double limit = part.group->rest_limit(c.state.memory[k], c.state.x[k], tolerance_);
      if (std::abs(c.state.v[k]) < 0.94 * limit) limit_[k] = limit, any = true;
    }
  if (any) collect(c);
  return any;
}

void Active::linearise(const Core& c, const double* x, const double* v, Linear& l) const {
  for (const Part& p : parts_)
    p.group->linearise(c.state.memory, {std::span(slots_).subspan(p.first, p.n), x + p.first, v + p.first}, p.first, l);
}

void Active::evaluate(const Core& c, const double* x, const double* v, double* f, double* i) const {
  for (const Part& p : parts_)
    p.group->evaluate(c.state.memory, {std::span(slots_).subspan(p.first, p.n), x + p.first, v + p.first}, f + p.first,
                      i + p.first);
}

std::size_t Active::place(std::uint32_t slot) const {
  const auto at = std::lower_bound(slots_.begin(), slots_.end(), slot);
  return at != slots_.end() && *at == slot ? static_cast<std::size_t>(at - slots_.begin()) : slots_.size();
}

}  // namespace somn::native
