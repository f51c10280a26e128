// Every law in a network of 284 junctions (see common_grid.hpp).
#include "common_grid.hpp"

TEST_CASE("the native trapezoid agrees with ngspice on ngspice's grid") {
  somn::test::common_grid::check_every_law("284", "35 um");
}
