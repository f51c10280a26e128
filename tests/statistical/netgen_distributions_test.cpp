// Do sizes, directions, dilution and degrees follow the laws they are named after? Two-sided z tests at fixed seeds:
// |z| < 3.3 (alpha = 0.001 each), with the standard error taken from the samples themselves.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <grow.hpp>
#include <numbers>

using namespace somn;
using namespace somn::netgen;
using somn::test::Options;

namespace {

class Sample {
 public:
  void add(double x) { ++n_, sum_ += x, squares_ += x * x; }
  double z(double expected) const {
    const double variance = (squares_ - sum_ * sum_ / n_) / (n_ - 1);
    return (sum_ / n_ - expected) / std::sqrt(variance / n_);
  }

 private:
  double n_ = 0, sum_ = 0, squares_ = 0;
};

template <class Visit>
void for_each_sample(const std::string& ensemble, const Options& options, std::uint64_t n_seeds, Visit visit) {
  for (std::uint64_t seed = 1; seed <= n_seeds; ++seed) {
    Options all = options;
    all.emplace_back("keep_all", "true");
    if (const auto n = test::grow_if(ensemble, seed, all)) visit(*n);
  }
}

struct Moments {
  Sample mean, variance, third;
  double expected_mean, expected_sd;
  void add(double x) {
    const double d = (x - expected_mean) / expected_sd;
    mean.add(d), variance.add(d * d), third.add(d * d * d);
  }
};

// Skewness of the laws: Gamma 2 c, lognormal c (3 + c^2), normal 0, with c = sd/mean.
double skewness(const std::string& law, double c) {
  return law == "gamma" ? 2 * c : law == "lognormal" ? c * (3 + c * c) : 0;
}

}  // namespace

TEST_CASE("lengths of wires have the moments of their law, up to the skewness that tells the laws apart") {
  for (const std::string law : {"gamma", "lognormal", "normal"}) {
    Moments m{.mean = {}, .variance = {}, .third = {}, .expected_mean = 10, .expected_sd = 2};
    for_each_sample("wires", {{"lengths", law}, {"length_sd", "2 um"}}, 200, [&](const Network& n) {
      for (const Body& b : n.bodies) m.add(1e6 * std::hypot(b.a.x - b.b.x, b.a.y - b.b.y));
    });
    INFO(law);
    CHECK(std::abs(m.mean.z(0)) < 3.3);
    CHECK(std::abs(m.variance.z(1)) < 3.3);
    CHECK(std::abs(m.third.z(skewness(law, 0.2))) < 3.3);
    CHECK(std::abs(m.third.z(skewness(law == "gamma" ? "lognormal" : "gamma", 0.2))) > 3.3);
  }
}

TEST_CASE("diameters of particles are lognormal, and the coverage counts their spread") {
  Moments m{.mean = {}, .variance = {}, .third = {}, .expected_mean = 10, .expected_sd = 3};
  Sample area;
  for_each_sample("discs", {{"diameter_sd", "3 nm"}, {"box", "400 nm"}, {"coverage", "0.5"}}, 100,
                  [&](const Network& n) {
                    double total = 0;
                    for (const Body& b : n.bodies) {
                      m.add(2e9 * b.radius);
                      total += std::numbers::pi * b.radius * b.radius;
                    }
                    area.add(1 - std::exp(-total / (400e-9 * 400e-9)));
                  });
  CHECK(std::abs(m.mean.z(0)) < 3.3);
  CHECK(std::abs(m.variance.z(1)) < 3.3);
  CHECK(std::abs(m.third.z(skewness("lognormal", 0.3))) < 3.3);
  CHECK(std::abs(area.z(0.5)) < 3.3);
}

TEST_CASE("directions: uniform in a sector, normal, isotropic") {
  const auto check = [](const Options& options, double axis, double cos2, double sin2_squared) {
    Sample along, across, square;
    for_each_sample("wires", options, 60, [&](const Network& n) {
      for (const Body& b : n.bodies) {
        const double angle = 2 * (std::atan2(b.b.y - b.a.y, b.b.x - b.a.x) - axis);
        along.add(std::cos(angle)), across.add(std::sin(angle)), square.add(std::sin(angle) * std::sin(angle));
      }
    });
    CHECK(std::abs(along.z(cos2)) < 3.3);
    CHECK(std::abs(across.z(0)) < 3.3);
    CHECK(std::abs(square.z(sin2_squared)) < 3.3);
  };
  const double w = std::numbers::pi / 6;  // uniform in +-w: <cos 2a> = sin 2w/2w, <sin^2 2a> = 1/2 - sin 4w/8w
  check({{"angle", "20 deg"}, {"angle_spread", "30 deg"}, {"density", "0.15 /um2"}}, std::numbers::pi / 9,
        std::sin(2 * w) / (2 * w), 0.5 - std::sin(4 * w) / (8 * w));
  const double s = 0.3;  // normal: <cos 2a> = exp(-2 s^2), <sin^2 2a> = (1 - exp(-8 s^2))/2
  check({{"angles", "normal"}, {"angle_spread", "0.3"}, {"density", "0.15 /um2"}}, 0, std::exp(-2 * s * s),
        0.5 * (1 - std::exp(-8 * s * s)));
  check({}, 0, 0, 0.5);
}

TEST_CASE("dilution keeps bonds and sites with their probabilities; random diagonals are a fair coin") {
  Sample bonds, sites, rising;
  for_each_sample("lattice", {{"size", "30"}, {"bond_p", "0.7"}, {"electrodes", "points"}}, 100,
                  [&](const Network& n) { bonds.add(static_cast<double>(n.n_junctions()) / (2 * 30 * 29)); });
  for_each_sample("lattice", {{"size", "30"}, {"site_p", "0.8"}, {"electrodes", "bus"}}, 100,
                  [&](const Network& n) { sites.add(static_cast<double>(n.n_nodes - 2) / 900); });
  for_each_sample("lattice", {{"size", "20"}, {"diagonals", "random"}, {"electrodes", "points"}}, 20,
                  [&](const Network& n) {
                    for (const Junction& j : n.junctions) {
                      const Point a = n.positions[j.positive.index], b = n.positions[j.negative.index];
                      if (const double product = (a.x - b.x) * (a.y - b.y); std::abs(product) > 1e-13)
                        rising.add(product > 0);
                    }
                  });
  CHECK(std::abs(bonds.z(0.7)) < 3.3);
  CHECK(std::abs(sites.z(0.8)) < 3.3);
  CHECK(std::abs(rising.z(0.5)) < 3.3);
}

TEST_CASE("random graphs: the number of junctions, and of triangles, of G(n,p)") {
  Sample junctions, triangles, first_pair, last_pair;
  const double n = 25, p = 0.3;
  for_each_sample("random", {{"nodes", "25"}, {"p", "0.3"}}, 400, [&](const Network& g) {
    junctions.add(static_cast<double>(g.n_junctions()));
    std::vector<std::vector<bool>> joined(25, std::vector<bool>(25));
    for (const Junction& j : g.junctions)
      joined[j.positive.index][j.negative.index] = joined[j.negative.index][j.positive.index] = true;
    int count = 0;
    for (std::size_t a = 0; a < 25; ++a)
      for (std::size_t b = 0; b < a; ++b)
        for (std::size_t c = 0; c < b; ++c) count += joined[a][b] && joined[b][c] && joined[a][c];
    triangles.add(count), first_pair.add(joined[0][1]), last_pair.add(joined[23][24]);
  });
  CHECK(std::abs(junctions.z(p * n * (n - 1) / 2)) < 3.3);
  CHECK(std::abs(triangles.z(p * p * p * n * (n - 1) * (n - 2) / 6)) < 3.3);
  CHECK(std::abs(first_pair.z(p)) < 3.3);
  CHECK(std::abs(last_pair.z(p)) < 3.3);
}

TEST_CASE("random graphs with m junctions choose every pair equally often") {
  std::vector<Sample> pairs(45);
  for_each_sample("random", {{"nodes", "10"}, {"junctions", "20"}}, 2000, [&](const Network& g) {
    std::vector<bool> chosen(45);
    for (const Junction& j : g.junctions) {
      const auto [a, b] = std::minmax(j.positive.index, j.negative.index);
      chosen[b * (b - 1) / 2 + a] = true;
    }
    for (std::size_t k = 0; k < 45; ++k) pairs[k].add(chosen[k]);
  });
  double square = 0;  // a sum of 45 squares of z with one constraint: chi^2 of 44, mean 44, sd 9.4
  for (const Sample& s : pairs) square += s.z(20.0 / 45) * s.z(20.0 / 45);
  CHECK(square < 44 + 3.3 * 9.4);
  CHECK(square > 44 - 3.3 * 9.4);
}

TEST_CASE("small worlds: the share of moved junctions; scale-free: the share of nodes with m junctions") {
  Sample kept, least;
  for_each_sample("small-world", {{"nodes", "200"}, {"degree", "6"}, {"rewire", "0.2"}}, 60, [&](const Network& g) {
    int near = 0;
    for (const Junction& j : g.junctions) {
      const auto [a, b] = std::minmax(j.positive.index, j.negative.index);
      near += std::min(b - a, 200 - (b - a)) <= 3;
    }
    // a moved junction goes to one of about n - 1 nodes, of which a few are near and free again
    kept.add(near / 600.0);
  });
  CHECK(std::abs(kept.z(0.8 + 0.2 * 0.2 * 6 / 199)) < 3.3);
  const double m = 2;  // P(k = m) = 2/(m + 2) (Dorogovtsev, Mendes & Samukhin 2000)
  for_each_sample("scale-free", {{"nodes", "5000"}, {"links", "2"}}, 20, [&](const Network& g) {
    std::vector<int> degree(g.n_nodes, 0);
    for (const Junction& j : g.junctions) ++degree[j.positive.index], ++degree[j.negative.index];
    least.add(static_cast<double>(std::count(degree.begin(), degree.end(), 2)) / 5000);
  });
  CHECK(std::abs(least.z(2 / (m + 2))) < 3.3);
}
