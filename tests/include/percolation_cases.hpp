// Ensembles with their thresholds, for the statistical and the nightly test of `somn percolation`.
#pragma once

#include <somn/netgen/percolation.hpp>

#include <vector>

namespace somn::test {

struct PercolationCase {
  const char* name;
  netgen::PercolationRecipe recipe;
  double threshold, tolerance;
};

inline PercolationCase percolation_case(const char* name, netgen::PercolationRecipe::Ensemble ensemble,
                                        netgen::PercolationRecipe::Lattice lattice,
                                        netgen::PercolationRecipe::Dilution dilution, double threshold,
                                        double tolerance) {
  netgen::PercolationRecipe recipe;
  recipe.ensemble = ensemble;
  recipe.lattice = lattice;
  recipe.dilution = dilution;
  recipe.sizes = default_sizes(recipe);
  recipe.samples = default_samples(recipe);
  recipe.threads = 2;
  return {name, recipe, threshold, tolerance};
}

// S. Mertens, C. Moore (2012) for the continuum; M. Sykes, J. Essam (1964) for the lattices.
inline std::vector<PercolationCase> percolation_cases() {
  using R = netgen::PercolationRecipe;
  return {{percolation_case("discs", R::Ensemble::discs, {}, {}, 0.676348, 0.001)},
          {percolation_case("wires", R::Ensemble::wires, {}, {}, 5.6372858, 0.02)},
          {percolation_case("square bond", R::Ensemble::lattice, R::Lattice::square, R::Dilution::bond, 0.5, 0.001)},
          {percolation_case("triangular site", R::Ensemble::lattice, R::Lattice::triangular, R::Dilution::site, 0.5,
                            0.001)},
          {percolation_case("honeycomb bond", R::Ensemble::lattice, R::Lattice::honeycomb, R::Dilution::bond,
                            0.65270364466, 0.001)}};
}

// Probability that a critical cluster winds around a square torus in some direction: H. Pinson, J. Stat. Phys. 75, 1167
// (1994); 0.690473725 in Newman and Ziff (2001).
inline constexpr double square_torus = 0.690473725;

}  // namespace somn::test
