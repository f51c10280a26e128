// integral over u: with t = ln u, of e^((1 - alpha) t - lambda (e^t - 1)), Gauss-Kronrod in pieces of unit length in t
// sum: term by term up to m = max(xmin, 200), Euler-Maclaurin beyond, with f' = -g f, g = alpha/x + l,
//   f''' = -(g^3 + 3 g alpha/x^2 + 2 alpha/x^3) f
#include <somn/power_laws/cut_off_law.hpp>

#include <somn/power_laws/power_sum.hpp>

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <limits>

namespace somn::analysis {
namespace {

// Integral of u^-alpha e^(-lambda (u - 1)) over first..last, 1 <= first.
double integral(double alpha, double lambda, double first, double last) {
  const auto f = [&](double t) { return std::exp((1 - alpha) * t - lambda * std::expm1(t)); };
  const double start = std::log(first), end = std::log(last);
  double total = 0;
  for (double t = start; t < end && t < start + 2000;) {
    const double next = std::min(end, t + 0.5),
                 piece = boost::math::quadrature::gauss<double, 15>::integrate(f, t, next);
    if (!std::isfinite(piece)) return std::numeric_limits<double>::quiet_NaN();
    total += piece;
    t = next;
    if (piece < 1e-17 * total && lambda * std::exp(t) > 1) break;
    if (piece == 0 && t > start + 50) break;
  }
  return total;
}

}  // namespace

double log_cut_off_integral(double alpha, double lambda, double xmin, double xmax) {
  const double last = xmax / xmin;
  double z = 0;
  if (lambda == 0) {
    const double c = 1 - alpha, h = std::log(last);
    z = std::isinf(last) ? 1 / (alpha - 1) : std::abs(c * h) < 1e-12 ? h : std::expm1(c * h) / c;
  } else {
    z = integral(alpha, lambda, 1, last);
  }
  return std::log(z) + std::log(xmin);
}

CutOffCdf::CutOffCdf(double alpha, double lambda, const std::vector<double>& sorted)
    : alpha_(alpha), lambda_(lambda), norm_(integral(alpha, lambda, 1, std::numeric_limits<double>::infinity())) {
  const std::size_t stride = sorted.size() / (1 << 14) + 1;
  for (std::size_t k = 0; k < sorted.size(); k += stride) {
    const double x = sorted[k] / sorted.front();
    if (!x_.empty() && x == x_.back()) continue;
    below_.push_back(x_.empty() ? 0 : below_.back() + integral(alpha, lambda, x_.back(), x) / norm_);
    x_.push_back(x);
  }
  first_ = sorted.front();
}

double CutOffCdf::operator()(double value) const {
  const double x = value / first_;
  const auto k = static_cast<std::size_t>(std::upper_bound(x_.begin(), x_.end(), x) - x_.begin());
  if (k == 0) return 0;
  return below_[k - 1] + (x > x_[k - 1] ? integral(alpha_, lambda_, x_[k - 1], x) / norm_ : 0);
}

double log_cut_off_sum(double alpha, double lambda, double xmin, double xmax) {
  if (lambda == 0) {
    if (!(alpha > 1) && std::isinf(xmax)) return std::numeric_limits<double>::infinity();
    return std::log(power_sum_value(alpha, static_cast<std::int64_t>(xmin),
                                    std::isinf(xmax) ? unbounded : static_cast<std::int64_t>(xmax), xmin));
  }
  const double l = lambda / xmin;
  const auto f = [&](double x) { return std::exp(-alpha * std::log(x / xmin) - l * (x - xmin)); };
  const double m = std::max(xmin, 200.0);
  double sum = 0, x = xmin;
  for (; x < m && x <= xmax; ++x) {
    const double term = f(x);
    sum += term;
    if (term < 1e-17 * sum && l * x > std::abs(alpha)) return std::log(sum);
  }
  if (x > xmax) return std::log(sum);
  if (l > 0.1) {  // a few hundred terms more
    for (; x <= xmax; ++x) {
      const double term = f(x);
      sum += term;
      if (term <= 1e-17 * sum && l * x > std::abs(alpha)) break;
    }
    return std::log(sum);
  }
  // f/2 + sign (f'/12 - f'''/720): what an end of the range adds
  const auto end_terms = [&](double at, double sign) {
    const double y = f(at), g = alpha / at + l;
    const double third = g * g * g + 3 * g * alpha / (at * at) + 2 * alpha / (at * at * at);
    return y * (0.5 + sign * (-g / 12 + third / 720));
  };
  sum += xmin * integral(alpha, lambda, x / xmin, xmax / xmin) + end_terms(x, -1);
  if (!std::isinf(xmax)) sum += end_terms(xmax, +1);
  return std::log(sum);
}

}  // namespace somn::analysis
