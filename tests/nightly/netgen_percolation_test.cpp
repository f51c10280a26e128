// Thresholds by finite-size scaling with the default sizes and samples, also where the spanning probability at the
// threshold is known exactly. alpha: |z| < 3.3 is 0.001 for each number.
#include "percolation_cases.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::netgen;

TEST_CASE("defaults: thresholds, and the universal winding probability of the square torus") {
  for (const test::PercolationCase& c : test::percolation_cases()) {
    const Threshold t = estimate_threshold(c.recipe, first_spanning(c.recipe)).value();
    const double half_width = t.density.high - t.density.value;
    INFO(c.name << ": " << t.density.value << " +- " << half_width << ", R* " << t.probability.value);
    WARN(c.name << ": " << t.density.value << " +- " << half_width << ", R* " << t.probability.value << " +- "
                << t.probability.high - t.probability.value);
    CHECK(half_width < 0.5 * c.tolerance);
    CHECK(std::abs(t.density.value - c.threshold) < 3.3 / 1.96 * half_width);
    // Parallelograms of 60 degrees have another value; discs, wires and squares share it.
    if (c.recipe.ensemble != PercolationRecipe::Ensemble::lattice ||
        c.recipe.lattice == PercolationRecipe::Lattice::square)
      CHECK(std::abs(t.probability.value - test::square_torus) <
            3.3 / 1.96 * (t.probability.high - t.probability.value));
  }
}

TEST_CASE("defaults: the other lattices, and open sides") {
  using R = PercolationRecipe;
  struct Case {
    R::Lattice lattice;
    R::Dilution dilution;
    R::Rule rule;
    double threshold;
  };
  for (const Case& c : {Case{R::Lattice::square, R::Dilution::site, R::Rule::wrapping, 0.59274605},
                        Case{R::Lattice::honeycomb, R::Dilution::site, R::Rule::wrapping, 0.6970402},
                        Case{R::Lattice::triangular, R::Dilution::bond, R::Rule::wrapping, 0.34729635533},
                        Case{R::Lattice::cubic, R::Dilution::bond, R::Rule::wrapping, 0.2488118},
                        Case{R::Lattice::cubic, R::Dilution::site, R::Rule::wrapping, 0.3116077},
                        Case{R::Lattice::square, R::Dilution::bond, R::Rule::spanning, 0.5},
                        Case{R::Lattice::triangular, R::Dilution::site, R::Rule::spanning, 0.5}}) {
    PercolationRecipe recipe;
    recipe.ensemble = R::Ensemble::lattice;
    recipe.lattice = c.lattice, recipe.dilution = c.dilution, recipe.rule = c.rule;
    recipe.sizes = default_sizes(recipe);
    recipe.samples = default_samples(recipe) / 2;
    recipe.threads = 2;
    const Threshold t = estimate_threshold(recipe, first_spanning(recipe)).value();
    const double half_width = t.density.high - t.density.value;
    WARN(c.threshold << ": " << t.density.value << " +- " << half_width);
    CHECK(half_width < 0.002);
    CHECK(std::abs(t.density.value - c.threshold) < 3.3 / 1.96 * half_width);
  }
}
