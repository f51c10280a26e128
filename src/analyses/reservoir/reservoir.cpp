#include <somn/analyses/reservoir/reservoir.hpp>
#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace somn::analysis {

namespace {

using Rows = std::span<const std::span<const double>>;

std::vector<std::span<const double>> from_row(Rows signals, std::size_t first) {
  std::vector<std::span<const double>> rest;
  for (const std::span<const double> signal : signals) rest.push_back(signal.subspan(first));
  return rest;
}

}  // namespace

MemoryCapacity memory_capacity(std::span<const double> u, Rows signals, std::size_t n_delays, double ridge) {
  if (u.size() < n_delays + 4)
    throw InputError({.what = "too few inputs for so many delays",
                      .where = "reservoir",
                      .value = fmt::format("{} inputs, {} delays", u.size(), n_delays)});
  const std::size_t n = u.size() - n_delays;
  const std::vector<std::span<const double>> rest = from_row(signals, n_delays);
  const ReadOut read_out(rest, n / 2, ridge);
  MemoryCapacity m;
  for (std::size_t k = 0; k <= n_delays; ++k) {
    m.delays.push_back(read_out.capacity(u.subspan(n_delays - k, n)));
    if (k > 0) m.total += m.delays.back();
  }
  std::vector<double> square, product;
  for (std::size_t k = n_delays; k < u.size(); ++k) {
    square.push_back(u[k] * u[k]);
    product.push_back(u[k] * u[k - 1]);
  }
  m.square = read_out.capacity(square);
  m.product = read_out.capacity(product);
  return m;
}

Transformation transform_wave(Rows signals, std::size_t per_period, double ridge) {
  const std::size_t n = signals.empty() ? 0 : signals.front().size();
  if (per_period < 4 || n / std::max<std::size_t>(1, per_period) < 2)
    throw InputError({.what = "a transformation needs two periods of four rows", .where = "reservoir"});
  const ReadOut read_out(signals, n / per_period / 2 * per_period, ridge);
  const auto accuracy = [&](auto wave) {
    std::vector<double> target;
    for (std::size_t j = 0; j < n; ++j)
      target.push_back(wave(static_cast<double>(j % per_period) / static_cast<double>(per_period)));
    return read_out.accuracy(target);
  };
  const auto sine = [](double phase) { return std::sin(2 * std::numbers::pi * phase); };
  return {.sine = accuracy(sine),
          .square = accuracy([](double p) { return p < 0.5 ? 1.0 : -1.0; }),
          .sawtooth = accuracy([](double p) { return p < 0.5 ? 2 * p : 2 * p - 2; }),
          .doubled = accuracy([&](double p) { return sine(2 * p); }),
          .quarter = accuracy([&](double p) { return sine(p - 0.25); })};
}

}  // namespace somn::analysis
