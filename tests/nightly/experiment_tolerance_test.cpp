// As property/experiment_tolerance, with 200 networks and rtol 1e-3 to 1e-5: the oracle is right to 3e-5. SOMN_SEED=n runs the networks of that seed.
#include "tolerance_cases.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace somn;
using namespace somn::test::tolerance;

TEST_CASE("the error of ngspice follows run.rtol, 200 networks") {
  const char* only = std::getenv("SOMN_SEED");
  const std::uint64_t first = only ? std::strtoull(only, nullptr, 10) : 101, last = only ? first : 120;
  ngspice::Worker worker;
  for (const Kind& kind : kinds())
    for (std::uint64_t seed = first; seed <= last; ++seed) {
      const Case c = draw(kind, seed);
      const Solution s = Oracle(c).run(500, 400);
      for (const double rtol : {1e-3, 1e-4, 1e-5}) {
        const Errors fine = errors(c, worker, rtol, 500, s), coarse = errors(c, worker, rtol, 50, s);
        fmt::print("{:45} rtol {:.0e}: states {:8.2g} and {:8.2g}, current {:8.2g} and {:8.2g} rtol, {} steps\n", c.text,
                   rtol, fine.state / rtol, coarse.state / rtol, fine.current / rtol, coarse.current / rtol, fine.steps);
        CAPTURE(c.text, rtol);
        CHECK(fine.state < 30 * rtol);
        CHECK(fine.current < 30 * rtol);
        CHECK(coarse.state < 30 * rtol);
        CHECK(coarse.current < 30 * rtol);
      }
    }
}
