// The evolution strategy with covariance matrix adaptation: minimises rough functions of a few variables in [0, 1]
// without derivatives. N. Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, with its default
// parameters; a coordinate that leaves the interval is reflected at its end.
#pragma once

#include <somn/statistics/minimise.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace somn::analysis {

struct Evolution {
  std::size_t most_evaluations = 1000;
  double sigma = 0.3;       // [1] first standard deviation
  double tolerance = 1e-8;  // [1] ends where the distribution is narrower, or the best values of a generation agree so well
  std::uint64_t seed = 1;
  std::size_t n_offspring = 0;  // 0: 4 + 3 ln n
};

// `start` in [0, 1]^n. Values that are not finite count as infinitely high. The best point that was ever seen; the same
// for the same seed.
Minimum evolve(const std::function<double(std::span<const double>)>& f, std::vector<double> start, const Evolution& = {});

}  // namespace somn::analysis
