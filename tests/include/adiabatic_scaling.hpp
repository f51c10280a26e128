// <S^2>/<S> of square lattices, as in the table of docs/physics.md 8.4: 20000 avalanches after 2000 from the empty start.
#pragma once

#include <somn/adiabatic/slip_model.hpp>

#include <cmath>
#include <fmt/format.h>
#include <grow.hpp>
#include <string>

namespace somn::test {

struct Mean {
  double value = 0, se = 0;
};

inline std::string text(const Mean& m) {
  return fmt::format("{:.3f} +- {:.3f}", m.value, m.se);
}

inline Mean quotient(const Mean& a, const Mean& b) {
  const double q = a.value / b.value;
  return {q, q * std::hypot(a.se / a.value, b.se / b.value)};
}

// The error is over seeds: avalanches of one run are correlated for longer than a run, since strong junctions wait
// long.
inline Mean size_ratio(int size, const char* electrodes, adiabatic::Options options, int n_seeds) {
  const netgen::Network net = grow("lattice", {{"size", std::to_string(size)}, {"electrodes", electrodes}});
  double sum = 0, squares = 0;
  for (int seed = 1; seed <= n_seeds; ++seed) {
    options.seed = static_cast<std::uint64_t>(seed);
    adiabatic::SlipModel model(net, options);
    for (int k = 0; k < 2000; ++k) model.next();
    std::vector<std::int64_t> sizes;
    for (int k = 0; k < 20000; ++k) sizes.push_back(model.next().size);
    const double ratio = adiabatic::size_moments(sizes).ratio;
    sum += ratio, squares += ratio * ratio;
  }
  const double n = n_seeds, mean = sum / n;
  return {mean, std::sqrt((squares / n - mean * mean) / (n - 1))};
}

}  // namespace somn::test
