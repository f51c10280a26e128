#include <somn/statistics/lattice.hpp>

#include <algorithm>
#include <cmath>

namespace somn::analysis {
namespace {

constexpr double coarsest_noise = 100;  // a step is that many times what rounding leaves
constexpr double no_chance = 1e4;       // a divisor so much above it is none that any three values have

// Differences of times and other arithmetic leave values apart that are equal.
double rounding_of(const std::vector<double>& x) {
  return 1e-9 * std::max(std::abs(x.front()), std::abs(x.back()));
}

bool are_multiples(const std::vector<double>& x, double step) {
  const double tolerance = rounding_of(x);
  return std::all_of(x.begin(), x.end(),
                     [&](double v) { return std::abs(v - step * std::round(v / step)) <= tolerance; });
}

// Greatest common divisor of the differences (Euclid); 0 where it is no more than rounding.
double common_step(const std::vector<double>& x) {
  const double tolerance = rounding_of(x);
  double step = 0;
  for (std::size_t k = 1; k < x.size(); ++k) {
    double a = x[k] - x[k - 1];
    while (a > tolerance) {
      const double rest = step > 0 ? std::abs(step - a * std::round(step / a)) : 0;
      step = a;
      a = rest;
    }
    if (step > 0 && step < coarsest_noise * tolerance) return 0;
  }
  return step > 0 ? (x.back() - x.front()) / std::round((x.back() - x.front()) / step) : 0;  // less rounding
}

}  // namespace

std::optional<double> lattice_step(const std::vector<double>& x) {
  if (x.size() < 2) return {};
  const double common = common_step(x);
  const auto n_next =
      std::count_if(x.begin() + 1, x.end(), [&](const double& v) { return v - *(&v - 1) < 1.5 * common; });
  const bool is_dense = 2 * n_next >= static_cast<std::ptrdiff_t>(x.size());
  if (x.size() >= 3 && (is_dense ? common > 0 : common > no_chance * rounding_of(x)) && are_multiples(x, common))
    return common;
  if (are_multiples(x, 1)) return 1;
  const double largest = std::max(std::abs(x.front()), std::abs(x.back()));
  double step = std::pow(10, std::floor(std::log10(largest)) - 1);
  for (; step > coarsest_noise * rounding_of(x); step /= 10)
    if (are_multiples(x, step)) return step;
  return {};
}

Repeats repeats_of(const std::vector<double>& x) {
  Repeats r;
  if (x.empty()) return r;
  const double tolerance = rounding_of(x);
  for (std::size_t k = 0; k < x.size(); ++k) {
    const bool is_as_before = k > 0 && x[k] - x[k - 1] <= tolerance,
               is_as_next = k + 1 < x.size() && x[k + 1] - x[k] <= tolerance;
    r.n_tied += is_as_before || is_as_next;
    if (!is_as_before) r.distinct.push_back(x[k]);
  }
  r.is_worth_notice = static_cast<double>(r.n_tied) >= least_share_tied * static_cast<double>(x.size()) &&
                      r.n_tied > 0 && r.distinct.size() > 1;
  if (r.is_worth_notice) r.step = lattice_step(r.distinct);
  return r;
}

}  // namespace somn::analysis
