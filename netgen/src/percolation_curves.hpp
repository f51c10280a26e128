#pragma once

#include <somn/netgen/percolation.hpp>

namespace somn::netgen {

// At a given density: the probability that a sample which first spans at n objects spans, and its derivative.
struct Tail {
  double probability = 0, slope = 0;
};
Tail tail(const PercolationRecipe&, double places, std::uint64_t n, double density);

}  // namespace somn::netgen
