// Canonical averages. With M places of a lattice, P(n or more are occupied) = I_p(n, M - n + 1); in the continuum,
// where the mean number of objects is lambda, P(n or more) = P(n, lambda), the regularised incomplete gamma function.
//   discs of diameter 1: lambda = -ln(1 - phi) 4/pi L^2;   wires of length 1: lambda = density L^2
#include "percolation_curves.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

namespace somn::netgen {

Tail tail(const PercolationRecipe& recipe, double places, std::uint64_t n, double density) {
  const double k = static_cast<double>(n);
  if (!(density > 0)) return {};
  if (recipe.ensemble == PercolationRecipe::Ensemble::lattice) {
    if (density >= 1) return {1, 0};
    return {boost::math::ibeta(k, places - k + 1, density), boost::math::ibeta_derivative(k, places - k + 1, density)};
  }
  const bool is_disc = recipe.ensemble == PercolationRecipe::Ensemble::discs;
  if (is_disc && density >= 1) return {1, 0};
  const double number = is_disc ? -std::log1p(-density) * 4 / std::numbers::pi : density;
  const double per_density = is_disc ? 4 / std::numbers::pi / (1 - density) : 1;  // d number / d density
  const double mean = number * places;
  return {boost::math::gamma_p(k, mean), boost::math::gamma_p_derivative(k, mean) * places * per_density};
}

namespace {

Tail mean_tail(const PercolationRecipe& recipe, const FirstSpanning& first, double density) {
  Tail sum;
  if (first.samples == 0) return sum;
  for (const auto& [n, samples] : first.counts) {
    const Tail t = tail(recipe, first.places, n, density);
    sum.probability += static_cast<double>(samples) * t.probability;
    sum.slope += static_cast<double>(samples) * t.slope;
  }
  const double all = static_cast<double>(first.samples);
  return {sum.probability / all, sum.slope / all};
}

}  // namespace

double spanning_probability(const PercolationRecipe& recipe, const FirstSpanning& first, double density) {
  return mean_tail(recipe, first, density).probability;
}

double spanning_slope(const PercolationRecipe& recipe, const FirstSpanning& first, double density) {
  return mean_tail(recipe, first, density).slope;
}

}  // namespace somn::netgen
