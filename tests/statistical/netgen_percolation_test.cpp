// Thresholds by finite-size scaling in the short form: fixed seeds, intervals as wide as the tolerance at most.
// alpha: |z| < 3.3 is 0.001 for each number.
#include "percolation_cases.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::netgen;

TEST_CASE("thresholds of the ensembles within their intervals, which are narrower than the tolerance") {
  for (test::PercolationCase& c : test::percolation_cases()) {
    c.recipe.samples = c.recipe.ensemble == PercolationRecipe::Ensemble::wires   ? 250
                       : c.recipe.ensemble == PercolationRecipe::Ensemble::discs ? 400
                                                                                 : 600;
    const auto found = estimate_threshold(c.recipe, first_spanning(c.recipe));
    REQUIRE(found.has_value());
    const Threshold& t = *found;
    const double half_width = t.density.high - t.density.value;
    INFO(c.name << ": " << t.density.value << " +- " << half_width << ", R* " << t.probability.value << ", nu "
                << (t.nu ? t.nu->value : 0));
    CHECK(half_width < c.tolerance);
    CHECK(std::abs(t.density.value - c.threshold) < 3.3 / 1.96 * half_width);
    REQUIRE(t.nu.has_value());
    CHECK(std::abs(1 / t.nu->value - 0.75) < 3.3 / 1.96 * (1 / t.nu->low - 1 / t.nu->value));
    CHECK(t.crossings.size() >= 3);
  }
}

// 200 intervals of 95 % hold the threshold 190 times, +- 3.1: 180 ... 199 is +- 3.2 standard deviations.
TEST_CASE("the interval covers the threshold as often as it says") {
  for (const PercolationRecipe::Rule rule : {PercolationRecipe::Rule::wrapping, PercolationRecipe::Rule::spanning}) {
    int inside = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      PercolationRecipe recipe;
      recipe.ensemble = PercolationRecipe::Ensemble::lattice;
      recipe.rule = rule;
      recipe.sizes = {8, 16, 32, 64};
      recipe.samples = 25;
      recipe.seed = seed;
      const auto t = estimate_threshold(recipe, first_spanning(recipe));
      inside += t && t->density.low <= 0.5 && 0.5 <= t->density.high ? 1 : 0;
    }
    INFO((rule == PercolationRecipe::Rule::wrapping ? "wrapping" : "spanning") << ": " << inside << " of 200");
    CHECK(inside >= 180);
  }
}
