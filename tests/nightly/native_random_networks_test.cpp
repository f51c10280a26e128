// 220 random networks without capacitances, every law alone and all mixed, rtol 1e-3 to 1e-7, against an oracle of its
// own: judge_network.hpp.
#include "judge_network.hpp"

using namespace somn;

TEST_CASE("200 random networks of one law keep the tolerance") {
  test::Count count;
  for (const std::string& law : test::laws_with_reference())
    for (std::uint64_t seed = 101; seed <= 120; ++seed)
      test::judge(law, {law}, seed, {1e-3, 1e-4, 1e-5, 1e-6, 1e-7}, count);
  CHECK(count.judged >= 700);
  CHECK(count.conditioned <= count.judged / 4);
}

// Open, see the short version.
TEST_CASE("20 random networks of mixed laws keep the tolerance", "[!mayfail]") {
  test::Count count;
  for (std::uint64_t seed = 101; seed <= 120; ++seed)
    test::judge("mixed", test::laws_of_one_pace, seed, {1e-3, 1e-4, 1e-5, 1e-6, 1e-7}, count);
  CHECK(count.judged >= 40);
}
