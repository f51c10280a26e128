#include <somn/power_laws/likelihood_ratio.hpp>

#include <cmath>

namespace somn::analysis {
namespace {

// Mean of j = 0..n-1 under e^(-lambda j): 1/(e^lambda - 1) - n/(e^(lambda n) - 1); near 0 its expansion.
double truncated_mean(double lambda, double n) {
  if (std::abs(lambda * n) < 1e-3) return (n - 1) / 2 - lambda * (n * n - 1) / 12;
  return 1 / std::expm1(lambda) - n / std::expm1(lambda * n);
}

// ln sum_{j=0}^{n-1} e^(-lambda j)
double log_normalisation(double lambda, double n) {
  if (lambda * n < -30) return -lambda * (n - 1) - std::log1p(-std::exp(lambda));
  if (std::abs(lambda * n) < 1e-9) return std::log(n) - lambda * (n - 1) / 2;
  return std::log(std::expm1(-lambda * n) / std::expm1(-lambda));
}

// The mean falls with lambda, from n-1 to 0: bisection.
double solve_lambda(double mean, double n) {
  double low = -1, high = 1;
  while (truncated_mean(low, n) < mean) low *= 2;
  while (truncated_mean(high, n) > mean) high *= 2;
  for (int step = 0; step < 200 && high - low > 1e-15 * (std::abs(low) + std::abs(high)); ++step) {
    const double middle = (low + high) / 2;
    (truncated_mean(middle, n) > mean ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

LikelihoodRatio compare_with_exponential(const ValueCounts& data, const PowerLawFit& fit) {
  if (std::isnan(fit.alpha)) return {};
  const ValueCounts tail = data.within(fit.xmin, fit.xmax);
  const bool is_bounded = fit.xmax != unbounded;
  const double n = static_cast<double>(fit.n_tail), xmin = static_cast<double>(fit.xmin);
  const double width = is_bounded ? static_cast<double>(fit.xmax) - xmin + 1 : 0;

  double mean = 0;
  for (std::size_t i = 0; i < tail.n_distinct(); ++i)
    mean += static_cast<double>(tail.counts[i]) * (static_cast<double>(tail.values[i]) - xmin) / n;
  LikelihoodRatio result;
  result.lambda = is_bounded ? solve_lambda(mean, width) : std::log1p(1 / mean);
  const double log_z_exponential =
      is_bounded ? log_normalisation(result.lambda, width) : -std::log(-std::expm1(-result.lambda));
  const double log_z_power = std::log(power_sum_value(fit.alpha, fit.xmin, fit.xmax, xmin));

  // d(x) = ln p_power(x) - ln p_exponential(x)
  const auto difference = [&](double x) {
    return -fit.alpha * std::log(x / xmin) - log_z_power + result.lambda * (x - xmin) + log_z_exponential;
  };
  result.ratio = 0;
  for (std::size_t i = 0; i < tail.n_distinct(); ++i)
    result.ratio += static_cast<double>(tail.counts[i]) * difference(static_cast<double>(tail.values[i]));
  double variance = 0;
  for (std::size_t i = 0; i < tail.n_distinct(); ++i) {
    const double deviation = difference(static_cast<double>(tail.values[i])) - result.ratio / n;
    variance += static_cast<double>(tail.counts[i]) * deviation * deviation / n;
  }
  result.log_likelihood = -n * (result.lambda * mean + log_z_exponential);
  result.normalised_ratio = result.ratio / std::sqrt(n * variance);
  result.p = std::erfc(std::abs(result.normalised_ratio) / std::sqrt(2));
  return result;
}

}  // namespace somn::analysis
