// The condition number of what a law gives at a point: by how many rounding errors of its inputs (parameters, state,
// voltage) the number moves when each of these moves by one. exp(-u) with u of some thousands has one of some thousands.
#pragma once

#include <somn/models/catalogue.hpp>

#include <cmath>
#include <vector>

namespace somn::test {

template <class Quantity>  // of (const models::Device&, state, voltage)
double condition(const models::Law& law, const std::vector<double>& values, double x, double v, Quantity quantity) {
  constexpr double step = 1e-8;
  const double here = quantity(models::Device(law, values), x, v);
  double sum = 0;
  const auto add = [&](double there) {
    if (std::isfinite(there)) sum += std::abs(there - here) / (step * std::abs(here));
  };
  for (std::size_t p = 0; p < values.size(); ++p) {
    if (law.parameters[p].is_choice() || values[p] == 0) continue;
    std::vector<double> moved = values;
    moved[p] *= 1 + step;
    add(quantity(models::Device(law, moved), x, v));
  }
  const models::Device device(law, values);
  add(quantity(device, x * (1 + step), v));
  add(quantity(device, x, v * (1 + step)));
  return here == 0 ? 1 : std::max(1.0, sum);
}

}  // namespace somn::test
