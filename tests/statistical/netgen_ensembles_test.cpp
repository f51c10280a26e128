// Do the ensembles have the statistics that can be worked out? Two-sided z tests at fixed seeds: |z| < 3.3 (alpha =
// 0.001 each), with the standard error taken from the samples themselves.
#include <somn/core/error.hpp>
#include <somn/netgen/crossings.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace somn;
using namespace somn::netgen;

namespace {

using Options = std::vector<std::pair<std::string, std::string>>;

class Sample {
 public:
  void add(double x) { ++n_, sum_ += x, squares_ += x * x; }
  double mean() const { return sum_ / n_; }
  double z(double expected) const {
    const double variance = (squares_ - sum_ * sum_ / n_) / (n_ - 1);
    return (mean() - expected) / std::sqrt(variance / n_);
  }
  double n() const { return n_; }

 private:
  double n_ = 0, sum_ = 0, squares_ = 0;
};

template <class Visit>
void for_each_sample(const std::string& ensemble, Options options, std::uint64_t n_seeds, Visit visit) {
  options.reserve(options.size() + 2);
  for (std::uint64_t seed = 1; seed <= n_seeds; ++seed) {
    Recipe recipe{.ensemble = ensemble, .options = options, .where = "test"};
    recipe.options.emplace_back("seed", std::to_string(seed));
    recipe.options.emplace_back("keep_all", "true");
    visit(generate(recipe));
  }
}

// Mean crossings of n equal wires of length l with middles uniform in the box, open on all sides:
//   E = n (n-1)/2 . mean over directions of |sin(b-a)| times the integral over the crossing point's places s, t along
//   the two wires of the fraction (1 - |dx|/L)(1 - |dy|/L)/L^2 of the box where such a pair of middles, (dx, dy) apart,
//   fits.
// Without borders this is n^2 l^2 / (pi L^2).
double expected_crossings(double n, double l, double box) {
  const int steps = 48;
  double total = 0;
  for (int i = 0; i < steps; ++i)
    for (int j = 0; j < steps; ++j)
      for (int p = 0; p < steps; ++p)
        for (int q = 0; q < steps; ++q) {
          const double a = std::numbers::pi * (i + 0.25) / steps, b = std::numbers::pi * (j + 0.75) / steps;
          const double s = l * ((p + 0.5) / steps - 0.5), t = l * ((q + 0.5) / steps - 0.5);
          const double dx = std::abs(s * std::cos(a) - t * std::cos(b)),
                       dy = std::abs(s * std::sin(a) - t * std::sin(b));
          total += std::abs(std::sin(b - a)) * (1 - dx / box) * (1 - dy / box);
        }
  return 0.5 * n * (n - 1) * total * l * l / (std::pow(steps, 4) * box * box);
}

std::vector<Segment> wires_of(const Network& n) {
  std::vector<Segment> wires;
  for (const Body& b : n.bodies) wires.push_back({b.a, b.b});
  return wires;
}

}  // namespace

TEST_CASE("wires: number of crossings, with the loss at the open borders") {
  const double box = 50e-6, length = 10e-6;
  const double expected = expected_crossings(250, length, box);
  CHECK(expected == Approx(250.0 * 250 * length * length / (std::numbers::pi * box * box)).epsilon(0.12));
  Sample open;
  for_each_sample("wires", {{"length_sd", "0"}}, 300,
                  [&](const Network& n) { open.add(static_cast<double>(crossings(wires_of(n), box, {}).size())); });
  INFO("mean " << open.mean() << " expected " << expected);
  CHECK(std::abs(open.z(expected)) < 3.3);
  CHECK(std::abs(open.z(1.03 * expected)) > 3.3);  // the test can tell 3 %
}

TEST_CASE("wires: lengths are Gamma distributed, directions and middles uniform") {
  Sample length, square, x, y, cos2, sin2;
  for_each_sample("wires", {{"length_sd", "3 um"}}, 40, [&](const Network& n) {
    for (const Body& b : n.bodies) {
      const double dx = (b.b.x - b.a.x) * 1e6, dy = (b.b.y - b.a.y) * 1e6, l = std::hypot(dx, dy);
      length.add(l), square.add((l - 10) * (l - 10));
      x.add(0.5e6 * (b.a.x + b.b.x)), y.add(0.5e6 * (b.a.y + b.b.y));
      cos2.add((dx * dx - dy * dy) / (l * l)), sin2.add(2 * dx * dy / (l * l));
    }
  });
  CHECK(length.n() == 10000);
  CHECK(std::abs(length.z(10)) < 3.3);
  CHECK(std::abs(square.z(9)) < 3.3);
  CHECK(std::abs(x.z(25)) < 3.3);
  CHECK(std::abs(y.z(25)) < 3.3);
  CHECK(std::abs(cos2.z(0)) < 3.3);
  CHECK(std::abs(sin2.z(0)) < 3.3);
}

TEST_CASE("polarity is a fair coin") {
  Sample up;
  for_each_sample("wires", {}, 20, [&](const Network& n) {
    for (const Junction& j : n.junctions) up.add(j.positive < j.negative ? 1 : 0);
  });
  CHECK(std::abs(up.z(0.5)) < 3.3);
}

TEST_CASE("discs: the covered fraction is the coverage") {
  Sample covered;  // away from the borders, beyond which there are no discs
  for_each_sample("discs", {{"coverage", "0.5"}, {"box", "400 nm"}}, 30, [&](const Network& n) {
    int hits = 0;
    for (int i = 0; i < 40; ++i)
      for (int k = 0; k < 40; ++k) {
        const double x = (10 + 9.5 * i) * 1e-9, y = (10 + 9.5 * k) * 1e-9;
        hits += std::any_of(n.bodies.begin(), n.bodies.end(),
                            [&](const Body& b) { return std::hypot(b.a.x - x, b.a.y - y) <= b.radius; });
      }
    covered.add(hits / 1600.0);
  });
  INFO("mean " << covered.mean());
  CHECK(std::abs(covered.z(0.5)) < 3.3);
}
