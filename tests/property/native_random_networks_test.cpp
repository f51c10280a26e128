// Kinks of every law in random networks, against an oracle of its own: the short version of nightly/experiment_random_networks
// for the native engine.
#include "judge_network.hpp"

using namespace somn;

TEST_CASE("random networks of one law keep the tolerance") {
  test::Count count;
  for (const std::string& law : test::laws_with_reference())
    for (std::uint64_t seed = 1; seed <= 6; ++seed)
      test::judge({test::native_engine}, law, {law}, seed > 4, seed, {1e-3, 1e-5}, count);
  CHECK(count.judged >= 90);
  CHECK(count.conditioned <= count.judged / 4);
}

// Seeds 1 and 6 met several switching functions that change their signs in one piece of a step.
TEST_CASE("random networks of mixed laws keep the tolerance") {
  test::Count count;
  for (std::uint64_t seed = 1; seed <= 8; ++seed)
    test::judge({test::native_engine}, "mixed", test::laws_of_one_pace, seed > 6, seed, {1e-3, 1e-5}, count);
  CHECK(count.judged >= 8);
  CHECK(count.conditioned <= count.judged / 4);
}
