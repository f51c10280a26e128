// Sums over vectors of every length around the eight lanes, against plain loops.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vectors.hpp>

using namespace somn::native;

namespace {

std::vector<double> wave(std::size_t n, double pace) {
  std::vector<double> y(n);
  for (std::size_t k = 0; k < n; ++k) y[k] = std::sin(pace * (1 + static_cast<double>(k)));
  return y;
}

}  // namespace

TEST_CASE("combinations of up to seven vectors, products, magnitudes") {
  for (const std::size_t n : {0, 1, 2, 7, 8, 9, 31, 64, 101}) {
    const std::vector<double> y = wave(n, 0.3), z = wave(n, 1.7);
    std::vector<std::vector<double>> k;
    std::vector<const double*> at;
    for (std::size_t j = 0; j < 7; ++j) k.push_back(wave(n, 0.11 * (1 + static_cast<double>(j))));
    for (const auto& one : k) at.push_back(one.data());
    const std::vector<double> w{1, -2, 3, 0.5, -0.25, 7, 11};
    for (std::size_t terms = 0; terms <= 7; ++terms) {
      std::vector<double> out(n, 99), alone(n, 99);
      combine(terms, y.data(), w.data(), at.data(), out);
      combine(terms, nullptr, w.data(), at.data(), alone);
      for (std::size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < terms; ++j) sum += w[j] * k[j][i];
        REQUIRE(out[i] == y[i] + sum);  // the same order of operations: the same bits
        REQUIRE(alone[i] == sum);
      }
    }
    CHECK(dot(y, z) == Approx(std::inner_product(y.begin(), y.end(), z.begin(), 0.0)).margin(1e-13));
    double most = 0;
    for (const double one : y) most = std::max(most, std::abs(one));
    CHECK(largest(y) == most);
    std::vector<double> less = y, copy(n), negative = y;
    subtract_products(3, y, z, less);
    negate(negative, copy);
    for (std::size_t i = 0; i < n; ++i) {
      REQUIRE(less[i] == y[i] - 3 * y[i] * z[i]);
      REQUIRE(negative[i] == -y[i]);
      REQUIRE(copy[i] == -y[i]);
    }
  }
}

TEST_CASE("one entry beyond its limit is found wherever it is; an infinite limit has none beyond") {
  for (std::size_t at = 0; at < 20; ++at) {
    std::vector<double> v(20, 0.5), limit(20, 1.0);
    CHECK_FALSE(any_beyond(v, 0.97, limit));
    v[at] = -0.98;
    CHECK(any_beyond(v, 0.97, limit));
    CHECK_FALSE(any_beyond(v, 0.99, limit));
    limit[at] = std::numeric_limits<double>::infinity();
    CHECK_FALSE(any_beyond(v, 0.97, limit));
  }
}

TEST_CASE("what is not a number shows in a product, not in a magnitude") {
  std::vector<double> y(20, 1.0);
  y[13] = std::numeric_limits<double>::quiet_NaN();
  CHECK(largest(y) == 1);
  CHECK(std::isnan(dot(y, y)));
}
