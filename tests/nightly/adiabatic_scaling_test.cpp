// docs/physics.md 8.4, the whole table: four pairs of parameters, three sizes, ten seeds; and both kinds of contact.
#include <somn/adiabatic/slip_model.hpp>

#include <adiabatic_scaling.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace somn;
using test::Mean;

TEST_CASE("all rows of the table grow by 2.1 to 2.6 from L = 16 to 32, and agree with it") {
  struct Row {
    double rho, c2c;
    double published[3];
  };
  for (const Row& row : {Row{0.3, 0.2, {9.7, 22.9, 35.0}}, Row{0.3, 0.6, {32.1, 77.6, 116.8}},
                         Row{0.8, 0.2, {18.4, 41.1, 69.2}}, Row{0.8, 0.6, {51.0, 129.2, 193.6}}})
    for (const char* electrodes : {"bus", "left-right"}) {
      Mean found[3];
      for (int k = 0; k < 3; ++k)
        found[k] = test::size_ratio(16 * (k + 1), electrodes, {.rho = row.rho, .c2c = row.c2c}, 10);
      const Mean growth = test::quotient(found[1], found[0]);
      WARN(fmt::format("{}, rho {}, c2c {}: {}, {}, {}; growth {}", electrodes, row.rho, row.c2c, test::text(found[0]),
                       test::text(found[1]), test::text(found[2]), test::text(growth)));
      CHECK(growth.value > 2.1);
      CHECK(growth.value < 2.6);
      for (int k = 0; k < 3; ++k) CHECK(found[k].value == Approx(row.published[k]).epsilon(0.12));
    }
}
