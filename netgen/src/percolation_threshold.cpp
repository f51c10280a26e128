// The threshold from the curves of several sizes (the method: percolation.hpp).
//
//   start at the mean density of first spanning of the largest size
//   repeat: at p, take R_L, its slope R'_L and its variance for each size
//           solve  R_L + R'_L d = R* + b L^-x  for d, R*, b by weighted least squares; p += d         (Gauss-Newton)
//   bootstrap: draw the samples of each size anew (every count becomes a Poisson number of that mean) and take one such
//              step from p; the standard deviation of d is the statistical error
#include "percolation_curves.hpp"

#include <somn/core/random.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <boost/random/poisson_distribution.hpp>
#include <cmath>
#include <numbers>

namespace somn::netgen {
namespace {

constexpr int n_replicates = 1000;
constexpr double quantile = 1.959963984540054;  // of the normal distribution, 97.5 %

// One curve at one density.
struct Level {
  double size = 0, probability = 0, slope = 0, variance = 0;  // of the mean probability
};

// All samples of one size at one density.
struct Tails {
  const FirstSpanning* first = nullptr;
  std::vector<Tail> tails;  // for each count

  Level level(const std::vector<double>& samples) const {
    Level l{.size = static_cast<double>(first->size)};
    double n = 0, square = 0;
    for (std::size_t k = 0; k < tails.size(); ++k) {
      n += samples[k];
      l.probability += samples[k] * tails[k].probability;
      l.slope += samples[k] * tails[k].slope;
      square += samples[k] * tails[k].probability * tails[k].probability;
    }
    l.probability /= n, l.slope /= n;
    l.variance = std::max(square / n - l.probability * l.probability, 1e-12) / n;
    return l;
  }
  std::vector<double> samples() const {
    std::vector<double> all;
    for (const auto& [n, count] : first->counts) all.push_back(static_cast<double>(count));
    return all;
  }
};

std::vector<Tails> tails_at(const PercolationRecipe& recipe, const std::vector<const FirstSpanning*>& sizes,
                            double density) {
  std::vector<Tails> all;
  for (const FirstSpanning* first : sizes) {
    all.push_back({.first = first, .tails = {}});
    for (const auto& [n, samples] : first->counts) all.back().tails.push_back(tail(recipe, first->places, n, density));
  }
  return all;
}

std::vector<Level> levels_of(const std::vector<Tails>& tails) {
  std::vector<Level> levels;
  for (const Tails& t : tails) levels.push_back(t.level(t.samples()));
  return levels;
}

struct Step {
  double density = 0, probability = 0, chi_squared = 0;  // change of p, R*, left over
  bool is_valid = false;
};

struct Fit {
  Eigen::VectorXd solution;  // c0, c1, c2
  double chi_squared = 0;
};

// y = c0 + c1 u + c2 (L / smallest L)^-x by least squares, each row times its weight; c2 only where `is_corrected`.
struct Row {
  double size, u, y, weight;
};
Fit least_squares(const std::vector<Row>& rows, double x, bool is_corrected) {
  Eigen::MatrixXd a(static_cast<Eigen::Index>(rows.size()), is_corrected ? 3 : 2);
  Eigen::VectorXd y(a.rows());
  for (Eigen::Index k = 0; k < a.rows(); ++k) {
    const Row& row = rows[static_cast<std::size_t>(k)];
    a(k, 0) = row.weight;
    a(k, 1) = row.weight * row.u;
    if (is_corrected) a(k, 2) = row.weight * std::pow(row.size / rows.front().size, -x);
    y[k] = row.weight * row.y;
  }
  const Eigen::VectorXd solution = a.colPivHouseholderQr().solve(y);
  return {solution, (a * solution - y).squaredNorm()};
}

// R_L = R* - R'_L d + b L^-x, weighted by 1 / variance; b = 0 for two sizes.
Step step_from(const std::vector<Level>& levels, double x) {
  std::vector<Row> rows;
  for (const Level& l : levels) rows.push_back({l.size, -l.slope, l.probability, 1 / std::sqrt(l.variance)});
  const Fit fit = least_squares(rows, x, levels.size() > 2);
  return {fit.solution[1], fit.solution[0], fit.chi_squared, fit.solution.allFinite()};
}

double largest_density(const PercolationRecipe& recipe) {
  return recipe.ensemble == PercolationRecipe::Ensemble::wires ? 1e3 : 1;
}

// Gauss-Newton from p; the last step, whose `density` is p_c itself.
Step find(const PercolationRecipe& recipe, const std::vector<const FirstSpanning*>& sizes, double p, double x) {
  for (int iteration = 0; iteration < 100; ++iteration) {
    Step step = step_from(levels_of(tails_at(recipe, sizes, p)), x);
    if (!step.is_valid) return {};
    const double damping = std::pow(0.5, iteration / 20);  // few samples can make the full step swing to and fro
    const double change = damping * std::clamp(step.density, -0.1 * p, 0.1 * p);
    p = std::min(p + change, 0.5 * (p + largest_density(recipe)));
    if (std::abs(change) < 1e-10 * p) {
      step.density = p;
      return step;
    }
  }
  return {};
}

// Density at which the mean sample first spans.
double typical_density(const PercolationRecipe& recipe, const FirstSpanning& first) {
  double mean = 0;
  for (const auto& [n, samples] : first.counts)
    mean += static_cast<double>(n) * static_cast<double>(samples) / static_cast<double>(first.samples) / first.places;
  if (recipe.ensemble == PercolationRecipe::Ensemble::discs) return -std::expm1(-mean * 0.25 * std::numbers::pi);
  return mean;
}

double correction_exponent(const PercolationRecipe& recipe) {
  if (recipe.rule == PercolationRecipe::Rule::spanning) return 1;
  return recipe.dimension() == 3 ? 1.2 : 2;
}

Estimate interval(double value, double sigma) {
  return {value, value - quantile * sigma, value + quantile * sigma};
}

std::vector<Threshold::Crossing> crossings_of(const PercolationRecipe& recipe,
                                              const std::vector<const FirstSpanning*>& sizes, double p) {
  std::vector<Threshold::Crossing> crossings;
  for (std::size_t k = 1; k < sizes.size(); ++k) {
    const std::vector<const FirstSpanning*> pair{sizes[k - 1], sizes[k]};
    const Step step = find(recipe, pair, p, 0);
    if (!step.is_valid) continue;
    const std::vector<Level> l = levels_of(tails_at(recipe, pair, step.density));
    const double steeper = l[1].slope - l[0].slope, both = std::sqrt(l[0].variance + l[1].variance);
    if (!(steeper > 0)) continue;
    // R = (R_1 R'_2 - R_2 R'_1) / (R'_2 - R'_1) where the two lines cross
    const double error =
        std::hypot(l[1].slope * std::sqrt(l[0].variance), l[0].slope * std::sqrt(l[1].variance)) / steeper;
    crossings.push_back(
        {pair[0]->size, pair[1]->size, interval(step.density, both / steeper), interval(step.probability, error)});
  }
  return crossings;
}

// 1/nu from  ln R'_L = constant + ln L / nu + c L^-x,  each weighted by `weight`; c = 0 below four sizes.
double inverse_nu(const std::vector<Level>& levels, const std::vector<double>& weight, double x) {
  std::vector<Row> rows;
  for (std::size_t k = 0; k < levels.size(); ++k)
    rows.push_back({levels[k].size, std::log(levels[k].size), std::log(levels[k].slope), weight[k]});
  return least_squares(rows, x, levels.size() > 3).solution[1];
}

double standard_deviation(const std::vector<double>& values) {
  double mean = 0, square = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  for (const double v : values) square += (v - mean) * (v - mean);
  return std::sqrt(square / static_cast<double>(values.size() - 1));
}

}  // namespace

std::optional<Threshold> estimate_threshold(const PercolationRecipe& recipe, const std::vector<FirstSpanning>& all) {
  std::vector<const FirstSpanning*> sizes;
  for (const FirstSpanning& first : all)
    if (first.samples >= 10) sizes.push_back(&first);
  if (sizes.size() < 2) return {};
  const double x = correction_exponent(recipe), start = typical_density(recipe, *sizes.back());
  const Step best = find(recipe, sizes, start, x);
  if (!best.is_valid) return {};

  const std::vector<Tails> tails = tails_at(recipe, sizes, best.density);
  std::vector<double> steps, probabilities;
  std::vector<std::vector<Level>> replicates;
  Generator random = generator(recipe.seed, "percolation bootstrap");
  for (int r = 0; r < n_replicates; ++r) {
    std::vector<Level> levels;
    for (const Tails& t : tails) {
      std::vector<double> samples = t.samples();
      for (double& s : samples) s = boost::random::poisson_distribution<int, double>(s)(random);
      levels.push_back(t.level(samples));
    }
    const Step step = step_from(levels, x);
    steps.push_back(step.density);
    probabilities.push_back(step.probability);
    replicates.push_back(std::move(levels));
  }

  Threshold t;
  t.probability = interval(best.probability, standard_deviation(probabilities));
  t.chi_squared = best.chi_squared;
  t.degrees_of_freedom = static_cast<int>(sizes.size()) - (sizes.size() > 2 ? 3 : 2);
  t.statistical = standard_deviation(steps);
  if (t.degrees_of_freedom > 0) t.statistical *= std::sqrt(std::max(1.0, t.chi_squared / t.degrees_of_freedom));
  if (sizes.size() > 2) {
    const Step slow = find(recipe, sizes, best.density, x / 1.5), fast = find(recipe, sizes, best.density, x * 1.5);
    if (slow.is_valid && fast.is_valid) t.correction = 0.5 * std::abs(fast.density - slow.density);
  }
  t.density = interval(best.density, std::hypot(t.statistical, t.correction));
  t.crossings = crossings_of(recipe, sizes, best.density);

  std::vector<double> weights;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    std::vector<double> logs;
    for (const auto& levels : replicates) logs.push_back(std::log(levels[k].slope));
    weights.push_back(1 / standard_deviation(logs));
  }
  std::vector<double> exponents;
  for (const auto& levels : replicates) exponents.push_back(inverse_nu(levels, weights, x));
  const double y = inverse_nu(levels_of(tails), weights, x), sigma = standard_deviation(exponents);
  if (y > quantile * sigma) t.nu = Estimate{1 / y, 1 / (y + quantile * sigma), 1 / (y - quantile * sigma)};
  return t;
}

}  // namespace somn::netgen
