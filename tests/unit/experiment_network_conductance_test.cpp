// The network's conductance from call to call, where junctions fall or rise: all at once by up to eight decades, or one
// by one by up to six.
#include "../../src/experiment/src/network_conductance.hpp"
#include "dense_network.hpp"
#include "draw_law.hpp"

#include <catch2/catch.hpp>

using namespace somn;

namespace {

circuit::Circuit tree_and_more(Generator& random) {
  circuit::Circuit c;
  c.n_nodes = 40;
  c.is_connected.assign(c.n_nodes, true);
  c.source = {0}, c.drain = {39};
  for (std::uint32_t k = 1; k < 40; ++k)
    for (int n = 0; n < 3; ++n)
      c.junctions.push_back({{static_cast<std::uint32_t>(c.junctions.size())},
                             {static_cast<std::uint32_t>(test::uniform(random, 0, k))},
                             {k},
                             0});
  return c;
}

}  // namespace

TEST_CASE("the network's conductance is right whatever it was before") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Generator random = generator(seed, "network conductance");
    const circuit::Circuit c = tree_and_more(random);
    experiment::NetworkConductance conductance(c);
    std::vector<double> g(c.junctions.size(), 1e-3);
    for (int k = 0; k < 20; ++k) {
      const double decades = test::uniform(random, 0.1, 6), share = test::uniform(random, 0, 1);
      const double all = k % 2 ? std::pow(10, -test::uniform(random, 0, 8)) : 1;  // together, then scattered
      for (double& one : g)
        if (all < 1)
          one = 1e-3 * all * test::uniform(random, 0.5, 1.5);
        else if (test::chance(random, share))
          one = 1e-3 * std::pow(10, -test::uniform(random, 0, decades));
      const double owed = test::solve_dense(c, g, 1).i_source, is = conductance.at(g);
      CAPTURE(seed, k, owed);
      CHECK(std::abs(is - owed) < 1e-8 * owed);
    }
  }
}
