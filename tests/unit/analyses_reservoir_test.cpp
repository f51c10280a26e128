// Read-outs against systems whose capacities are known exactly.
#include <somn/analyses/reservoir/reservoir.hpp>
#include <somn/core/error.hpp>
#include <somn/core/random.hpp>

#include <boost/random/uniform_real_distribution.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace somn;
using namespace somn::analysis;

namespace {

std::vector<double> noise(std::size_t n, std::uint64_t seed) {
  Generator draw = generator(seed, "test");
  const boost::random::uniform_real_distribution<double> level(-1, 1);
  std::vector<double> u;
  for (std::size_t k = 0; k < n; ++k) u.push_back(level(draw));
  return u;
}

using Signals = std::vector<std::vector<double>>;

std::vector<std::span<const double>> rows(const Signals& s) {
  return {s.begin(), s.end()};
}

// signal k shows the input k steps ago
Signals delay_line(const std::vector<double>& u, std::size_t length) {
  Signals s;
  for (std::size_t k = 0; k <= length; ++k) {
    std::vector<double> x(u.size(), 0.0);
    for (std::size_t n = k; n < u.size(); ++n) x[n] = u[n - k];
    s.push_back(std::move(x));
  }
  return s;
}

}  // namespace

TEST_CASE("a delay line remembers as many inputs as it is long, and makes no product") {
  const std::vector<double> u = noise(4000, 1);
  const Signals line = delay_line(u, 7);
  const MemoryCapacity m = memory_capacity(u, rows(line), 20);
  for (std::size_t k = 0; k <= 20; ++k) CHECK(m.delays[k] == Approx(k <= 7 ? 1 : 0).margin(0.01));
  CHECK(m.total == Approx(7).margin(0.05));
  CHECK(m.square < 0.01);
  CHECK(m.product < 0.01);
}

TEST_CASE("squares and products of the inputs are read where they are shown") {
  const std::vector<double> u = noise(2000, 2);
  Signals s(2, std::vector<double>(u.size(), 0.0));
  for (std::size_t n = 1; n < u.size(); ++n) {
    s[0][n] = u[n] * u[n] + 0.3 * u[n];
    s[1][n] = u[n] * u[n - 1] - u[n];
  }
  s.push_back(u);
  const MemoryCapacity m = memory_capacity(u, rows(s), 20);
  CHECK(m.square == Approx(1).margin(1e-3));
  CHECK(m.product == Approx(1).margin(1e-3));
  CHECK(m.total < 0.05);
}

TEST_CASE("a signal in noise has the capacity of its share of the variance") {
  const std::vector<double> u = noise(40000, 3), other = noise(40000, 4);
  Signals s(1, u);
  for (std::size_t n = 0; n < u.size(); ++n) s[0][n] += 2 * other[n];
  CHECK(memory_capacity(u, rows(s), 1).delays[0] == Approx(0.2).margin(0.01));  // 1/(1 + 4)
}

TEST_CASE("a linear system transforms a sine into a shifted sine and nothing else") {
  const std::size_t m = 64;
  Signals s(2);
  for (std::size_t j = 0; j < 6 * m; ++j) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(j) / m;
    s[0].push_back(2 * std::sin(angle + 0.2));
    s[1].push_back(std::sin(angle - 0.5));
  }
  Transformation t = transform_wave(rows(s), m);
  CHECK(t.sine == Approx(1).margin(1e-3));
  CHECK(t.quarter == Approx(1).margin(1e-3));
  CHECK(t.doubled == Approx(0).margin(1e-6));
  // of a square wave the first harmonic, of the continuous wave: 1 - sqrt(1 - 8/pi^2)
  CHECK(t.square == Approx(1 - std::sqrt(1 - 8 / (std::numbers::pi * std::numbers::pi))).margin(0.01));
  for (std::size_t j = 0; j < 6 * m; ++j) s[0][j] *= s[1][j];  // now the reservoir multiplies
  t = transform_wave(rows(s), m);
  CHECK(t.doubled > 0.03);  // a constant and cos(2 angle - 0.3): sin(0.3) of the target
}

TEST_CASE("signals that stand still are left out; no signals predict the mean") {
  const std::vector<double> u = noise(100, 5);
  const Signals still(1, std::vector<double>(u.size(), 0.3));
  const ReadOut r(rows(still), 50);
  CHECK(r.n_signals() == 0);
  CHECK(r.capacity(u) == 0);
  CHECK_THROWS_AS(ReadOut(rows(still), 100), InputError);
  CHECK_THROWS_AS(ReadOut({}, 1), InputError);
}
