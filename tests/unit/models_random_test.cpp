// The code model's counter-based random numbers against Random123, the published implementation of Philox.
#include "glue/random.h"

#include <Random123/philox.h>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>

TEST_CASE("Philox4x32-10 is Random123's") {
  for (std::uint32_t n = 0; n < 1000; ++n) {
    const std::uint32_t a = 2654435761u * n, b = ~a, c = a ^ 0xdeadbeefu, d = n;
    const somn_random_block block = somn_philox({{a, b, c, d}}, {{c + n, d - a}});
    const r123::Philox4x32 philox;
    const auto expected = philox({{a, b, c, d}}, {{c + n, d - a}});
    for (std::size_t k = 0; k < 4; ++k) CHECK(block.word[k] == expected[k]);
  }
}

TEST_CASE("device, seed, purpose and number all count; uniform and normal numbers have their moments") {
  const somn_device_key key = somn_key_of_nodes("n1", "n2");
  const auto first = [](somn_device_key k, double seed, std::uint32_t purpose, double n) {
    return somn_uniform(somn_draw(k, seed, purpose, n), 0);
  };
  const double u = first(key, 1, SOMN_FOR_SLOT, 5);
  CHECK(u == first(key, 1, SOMN_FOR_SLOT, 5));
  CHECK(u != first(somn_key_of_nodes("n2", "n1"), 1, SOMN_FOR_SLOT, 5));
  CHECK(u != first(somn_key_of_nodes("n", "1n2"), 1, SOMN_FOR_SLOT, 5));
  CHECK(u != first(key, 2, SOMN_FOR_SLOT, 5));
  CHECK(u != first(key, 9007199254740991.0, SOMN_FOR_SLOT, 5));
  CHECK(u != first(key, 1, SOMN_FOR_JUMP, 5));
  CHECK(u != first(key, 1, SOMN_FOR_SLOT, 5 + 4294967296.0));
  double sum = 0, squares = 0, normals = 0, normal_squares = 0;
  const int n = 100000;
  for (int k = 0; k < n; ++k) {
    const somn_random_block block = somn_draw(key, 3, SOMN_FOR_CYCLE, k);
    const double x = somn_uniform(block, 1), z = somn_normal(block);
    REQUIRE((x > 0 && x < 1));
    sum += x, squares += x * x, normals += z, normal_squares += z * z;
  }
  // five standard errors
  CHECK(sum / n == Approx(0.5).margin(5 * 0.2887 / std::sqrt(n)));
  CHECK(squares / n == Approx(1.0 / 3).margin(5 * 0.2981 / std::sqrt(n)));
  CHECK(normals / n == Approx(0).margin(5 / std::sqrt(n)));
  CHECK(normal_squares / n == Approx(1).margin(5 * std::sqrt(2.0 / n)));
}
