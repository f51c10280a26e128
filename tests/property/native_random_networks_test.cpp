// Kinks of every law in random networks without capacitances, against an oracle of its own: the short version of
// nightly/native_random_networks.
#include "judge_network.hpp"

using namespace somn;

TEST_CASE("random networks of one law keep the tolerance") {
  test::Count count;
  for (const std::string& law : test::laws_with_reference())
    for (std::uint64_t seed = 1; seed <= 6; ++seed) test::judge(law, {law}, seed, {1e-3, 1e-5}, count);
  CHECK(count.judged >= 90);
  CHECK(count.conditioned <= count.judged / 4);
}

// Open: a tunnel junction among other laws is off by up to 0.15 of its range while it decays, whatever rtol.
TEST_CASE("random networks of mixed laws keep the tolerance", "[!mayfail]") {
  test::Count count;
  for (std::uint64_t seed = 1; seed <= 8; ++seed)
    test::judge("mixed", test::laws_of_one_pace, seed, {1e-3, 1e-5}, count);
  CHECK(count.judged >= 8);
  CHECK(count.conditioned <= count.judged / 4);
}
