// ngspice obeys run.rtol: in random networks of every law, against a dense fine-step solution, the error of states (of
// their range) and current (of its largest) stays below 30 rtol, at the samples, and how far apart these are has no say.
#include "tolerance_cases.hpp"

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::test::tolerance;

TEST_CASE("the error of ngspice follows run.rtol, in networks of every law") {
  ngspice::Worker worker;
  for (const Kind& kind : kinds())
    for (const std::uint64_t seed : {1, 2}) {
      const Case c = draw(kind, seed);
      const Solution s = Oracle(c).run(500, kind.steps);
      for (const double rtol : {1e-3, 1e-4}) {
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
