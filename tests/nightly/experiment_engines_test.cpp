// Every law in networks of 57 and of 2131 junctions (see common_grid.hpp).
#include "common_grid.hpp"

using namespace somn::test::common_grid;

TEST_CASE("the native trapezoid agrees with ngspice on ngspice's grid, 57 junctions") {
  const char* box = "17 um";
  check({"tunnel", {}, dc(0.5), 0.15, 1e-3, box});
  check({"vts", {}, dc(3.5, 1e6), 0.3e-6, 1e-9, box});
  check({"threshold", {}, dc(9), 3e-3, 2e-5, box});
  check({"synapse", {{"w0", "0"}}, dc(12), 5e-3, 5e-5, box});
  check({"rate", {}, dc(1.7), 0.1, 2e-4, box});
  check({"pershin", {}, dc(10), 3e-9, 5e-12, box});
  check({"drift", {}, dc(10), 0.4, 2e-3, box});
  check({"team", {}, dc(200), 0.02, 5e-5, box});
  check({"vteam", {}, dc(1), 3e-8, 1e-10, box});
  check({"yakopcic", {{"x0", "2e-5"}}, dc(3), 1e-5, 2e-8, box});
  check({"break", {}, dc(7), 0.05, 5e-4, box});
}

TEST_CASE("the native trapezoid agrees with ngspice on ngspice's grid, 2131 junctions") {
  const char* box = "84 um";
  check({"tunnel", {}, dc(2.4), 0.15, 1e-3, box});
  check({"vts", {}, dc(16.8, 1e6), 0.3e-6, 1e-9, box});
  check({"threshold", {}, dc(28.8), 2e-3, 2e-5, box});
  check({"synapse", {{"w0", "0"}}, dc(36), 5e-3, 5e-5, box});
  check({"rate", {}, dc(6), 0.1, 2e-4, box});
  check({"pershin", {}, dc(60), 2e-9, 5e-12, box});
  check({"drift", {}, dc(48), 0.2, 2e-3, box});
  check({"team", {}, dc(960), 9e-4, 5e-6, box});
  check({"vteam", {}, dc(5), 1e-7, 2e-10, box});
  check({"yakopcic", {{"x0", "2e-5"}}, dc(15), 1e-5, 2e-8, box});
  check({"break", {}, dc(33.6), 0.03, 5e-4, box});
}
