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
  for (std::uint64_t seed = 1; seed <= 6; ++seed)
    test::judge({test::native_engine}, "mixed", test::laws_of_one_pace, false, seed, {1e-3, 1e-5}, count);
  CHECK(count.judged >= 8);
  CHECK(count.conditioned <= count.judged / 4);
}

// Nearly all of these amplify errors by 10 to 1000 (`tunnel`, `drift` and `yakopcic` share voltages that their states
// change), which the disturbed reference shows without any engine; what an engine owes is in proportion.
TEST_CASE("random networks of mixed laws beside capacitances keep the tolerance") {
  test::Count count;
  for (std::uint64_t seed = 7; seed <= 12; ++seed)
    test::judge({test::native_engine}, "mixed", test::laws_of_one_pace, true, seed, {1e-3, 1e-5}, count);
  CHECK(count.judged >= 8);
}
