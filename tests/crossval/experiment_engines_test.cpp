// Every law in a network of 284 junctions (see common_grid.hpp).
#include "common_grid.hpp"

using namespace somn::test::common_grid;

TEST_CASE("the native trapezoid agrees with ngspice on ngspice's grid") {
  check({"tunnel", {}, dc(1.0), 0.15, 1e-3});
  check({"vts", {}, dc(7, 1e6), 0.3e-6, 1e-9});
  check({"threshold", {}, dc(12), 2e-3, 2e-5});
  check({"synapse", {{"w0", "0"}}, dc(15), 5e-3, 5e-5});
  check({"rate", {}, dc(2.8), 0.1, 2e-4});
  check({"pershin", {}, dc(40), 3e-9, 1e-11});
  check({"drift", {}, dc(20), 0.2, 2e-3});
  check({"team", {}, dc(400), 0.02, 5e-5});
  check({"vteam", {}, dc(4), 1e-7, 2e-10});
  check({"yakopcic", {{"x0", "2e-5"}}, dc(6), 1e-5, 2e-8});
  check({"break", {}, dc(14), 0.05, 5e-4});
}
