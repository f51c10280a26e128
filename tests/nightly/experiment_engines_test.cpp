// Every law in a network of 50 and of 2000 junctions (see common_grid.hpp).
#include "common_grid.hpp"

using namespace somn::test::common_grid;

TEST_CASE("the native trapezoid agrees with ngspice on ngspice's grid, small and large") {
  for (const auto& [box, volts] : {std::pair{"17 um", 0.5}, std::pair{"84 um", 2.4}}) {
    check({"tunnel", {}, dc(1.0 * volts), 0.15, 1e-3, box});
    check({"vts", {}, dc(7 * volts, 1e6), 0.3e-6, 1e-9, box});
    check({"threshold", {}, dc(12 * volts), 2e-3, 2e-5, box});
    check({"synapse", {{"w0", "0"}}, dc(15 * volts), 5e-3, 5e-5, box});
    check({"rate", {}, dc(2.4 * volts), 0.1, 2e-4, box});
    check({"pershin", {}, dc(20 * volts), 2e-9, 5e-12, box});
    check({"drift", {}, dc(20 * volts), 0.2, 2e-3, box});
    check({"team", {}, dc(200 * volts), 0.02, 5e-5, box});
    check({"vteam", {}, dc(2 * volts), 1e-7, 2e-10, box});
    check({"yakopcic", {}, dc(6 * volts), 1e-3, 2e-6, box});
    check({"break", {}, dc(14 * volts), 0.05, 5e-4, box, 1e-3});  // a break may come a crumb of a step later
  }
}
