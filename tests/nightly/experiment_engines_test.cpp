// Every law in networks of 57 and of 2131 junctions (see common_grid.hpp).
#include "common_grid.hpp"

TEST_CASE("the native trapezoid agrees with ngspice on ngspice's grid, 57 junctions") {
  somn::test::common_grid::check_every_law("57", "17 um");
}

TEST_CASE("the native trapezoid agrees with ngspice on ngspice's grid, 2131 junctions") {
  somn::test::common_grid::check_every_law("2131", "84 um");
}
