// Finite-size scaling of the adiabatic limit (docs/physics.md 8.4): <S^2>/<S> grows by 2.1 to 2.6 from L = 16 to L = 32,
// with no parameter tuned; its values are those of the prototype's table.
#include <adiabatic_scaling.hpp>
#include <catch2/catch.hpp>

using namespace somn;
using test::Mean;

TEST_CASE("the cut-off grows with the lattice by 2.1 to 2.6, untuned") {
  struct Row {
    double rho, c2c, published_16, published_32;
  };
  for (const Row& row : {Row{0.3, 0.2, 9.7, 22.9}, Row{0.8, 0.2, 18.4, 41.1}}) {
    const adiabatic::Options options{.rho = row.rho, .c2c = row.c2c};
    const Mean small = test::size_ratio(16, "bus", options, 5), large = test::size_ratio(32, "bus", options, 5);
    const Mean growth = test::quotient(large, small);
    INFO("rho " << row.rho << ", c2c " << row.c2c << ": " << test::text(small) << ", " << test::text(large)
                << ", growth " << test::text(growth));
    CHECK(growth.value > 2.1);
    CHECK(growth.value < 2.6);
    CHECK(small.value == Approx(row.published_16).epsilon(0.1));
    CHECK(large.value == Approx(row.published_32).epsilon(0.1));
  }
}
