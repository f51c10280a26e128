// 220 random networks, every law alone and laws of one pace mixed, with and without capacitances, both engines, rtol
// 1e-3 to 1e-8, against an oracle of its own (judge_network.hpp). SOMN_SEED=n runs the networks of that seed,
// SOMN_LAW=name those of that law.
#include "ngspice_engine.hpp"

#include <cstdlib>

using namespace somn;

TEST_CASE("the errors of both engines follow run.rtol, 220 networks") {
  const char *seed_only = std::getenv("SOMN_SEED"), *law_only = std::getenv("SOMN_LAW");
  const std::uint64_t first = seed_only ? std::strtoull(seed_only, nullptr, 10) : 101, last = seed_only ? first : 120;
  ngspice::Worker worker;
  test::Count count;
  const std::vector<test::Engine> engines{test::native_engine, test::ngspice_engine(worker, 1),
                                          test::ngspice_engine(worker, 10)};
  std::vector<std::pair<std::string, std::vector<std::string>>> kinds{{"mixed", test::laws_of_one_pace}};
  for (const std::string& law : test::laws_with_reference()) kinds.push_back({law, {law}});
  for (const auto& [name, laws] : kinds)
    for (std::uint64_t seed = first; seed <= last && (!law_only || name == law_only); ++seed)
      test::judge(engines, name, laws, seed % 2 == 0, seed, {1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8}, count);
  fmt::print("{} verdicts, {} ill-conditioned, {} networks left out\n", count.judged, count.conditioned,
             count.left_out);
  CHECK(count.conditioned <= count.judged / 2);
  CHECK(count.left_out <= 20);
}
