// power_sum(a, first, last, s), every term carrying its first two derivatives in a (a Jet):
//   m = 16 + 2|a|
//   sum over k = first .. m-1 of power(k)                                      the direct part
//   from m' = max(first, m), where last >= m':
//     integral of (t/s)^-a over m'..last
//   + (f(m') + f(last))/2
//   + sum_{r=1..6} B_2r/(2r)! (f^(2r-1)(last) - f^(2r-1)(m')) ,   f^(n)(t) = (-1)^n (a)_n t^-n (t/s)^-a
//   (unbounded: the terms at `last` vanish)
// integral over m'..last with u = ln(t/m'), c = 1-a, h = ln(last/m'):
//   (m'/s)^-a m' int_0^h e^(cu) du ,   du/da of e^(cu) = -u e^(cu) , so that moments(c h) gives value and derivatives
#include <somn/core/error.hpp>
#include <somn/power_laws/power_sum.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

namespace somn::analysis {
namespace {

constexpr std::array<double, 6> bernoulli_over_factorial = {  // B_2r/(2r)!, r = 1..6
    1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000.0};

// A function of a with its first two derivatives. The formulas below take a double instead where these are not needed.
struct Jet {
  double value = 0, first = 0, second = 0;
};
Jet operator+(Jet x, Jet y) {
  return {x.value + y.value, x.first + y.first, x.second + y.second};
}
Jet operator*(Jet x, Jet y) {
  return {x.value * y.value, x.first * y.value + x.value * y.first,
          x.second * y.value + 2 * x.first * y.first + x.value * y.second};
}
Jet operator*(double c, Jet x) {
  return {c * x.value, c * x.first, c * x.second};
}

// (t/s)^-a
template <class Number>
Number power(double a, double t, double s) {
  const double log_ratio = std::log(t / s), p = std::exp(-a * log_ratio);
  if constexpr (std::is_same_v<Number, Jet>)
    return {p, -p * log_ratio, p * log_ratio * log_ratio};
  else
    return p;
}

template <class Number>
Number a_plus(double a, double n) {
  if constexpr (std::is_same_v<Number, Jet>)
    return {a + n, 1, 0};
  else
    return a + n;
}

// int_0^1 x^j e^(zx) dx for j = 0, 1, 2: closed forms, and their power series where those cancel.
std::array<double, 3> moments(double z) {
  if (std::abs(z) < 1) {
    std::array<double, 3> m{};
    double term = 1;
    for (int n = 0; n < 20; ++n, term *= z / n)
      for (std::size_t j = 0; j < 3; ++j) m[j] += term / (n + static_cast<double>(j) + 1);
    return m;
  }
  const double e = std::exp(z);
  return {std::expm1(z) / z, (e * (z - 1) + 1) / (z * z), (e * (z * z - 2 * z + 2) - 2) / (z * z * z)};
}

// Integral of (t/s)^-a over first..last.
template <class Number>
Number integral(double a, double first, std::int64_t last, double s) {
  const double c = 1 - a;
  const Number start = first * power<Number>(a, first, s);
  if (last == unbounded) {
    const double inverse = 1 / (a - 1);
    if constexpr (std::is_same_v<Number, Jet>)
      return start * Jet{inverse, -inverse * inverse, 2 * inverse * inverse * inverse};
    else
      return start * inverse;
  }
  const double h = std::log(static_cast<double>(last) / first);
  if constexpr (std::is_same_v<Number, Jet>) {
    const auto [m0, m1, m2] = moments(c * h);
    return start * Jet{h * m0, -h * h * m1, h * h * h * m2};
  } else {
    return start * (c * h == 0 ? h : std::expm1(c * h) / c);
  }
}

// f(t)/2 + sign * sum_r B_2r/(2r)! f^(2r-1)(t): what one end of the range adds (sign +1 at the upper end).
template <class Number>
Number end_terms(double a, double t, double s, double sign) {
  const Number f = power<Number>(a, t, s);
  Number derivative = (-1 / t) * (a_plus<Number>(a, 0) * f), sum = 0.5 * f;
  for (std::size_t r = 0; r < bernoulli_over_factorial.size(); ++r) {
    sum = sum + (sign * bernoulli_over_factorial[r]) * derivative;
    const double n = 2 * static_cast<double>(r) + 1;  // order of the derivative just used
    derivative = (1 / (t * t)) * (a_plus<Number>(a, n) * (a_plus<Number>(a, n + 1) * derivative));
  }
  return sum;
}

template <class Number>
Number sum_over(double a, std::int64_t first, std::int64_t last, double s) {
  const std::int64_t m = std::max(first, static_cast<std::int64_t>(16 + 2 * std::abs(a)));
  Number sum{};
  for (std::int64_t k = first; k < m && k <= last; ++k) sum = sum + power<Number>(a, static_cast<double>(k), s);
  if (last < m) return sum;
  const double start = static_cast<double>(m);
  sum = sum + integral<Number>(a, start, last, s) + end_terms<Number>(a, start, s, -1);
  if (last != unbounded) sum = sum + end_terms<Number>(a, static_cast<double>(last), s, +1);
  return sum;
}

void refuse_divergent(double a, std::int64_t last) {
  if (last == unbounded && !(a > 1)) throw InternalError("power_sum: an unbounded sum needs an exponent above 1");
}

}  // namespace

PowerSum power_sum(double a, std::int64_t first, std::int64_t last, double s) {
  refuse_divergent(a, last);
  if (first < 1 || first > last) throw InternalError("power_sum: empty range");
  const Jet sum = sum_over<Jet>(a, first, last, s);
  const double mean = -sum.first / sum.value;
  return {.z = sum.value, .mean_log = mean, .var_log = sum.second / sum.value - mean * mean};
}

double power_sum_value(double a, std::int64_t first, std::int64_t last, double s) {
  refuse_divergent(a, last);
  return first > last ? 0 : sum_over<double>(a, first, last, s);
}

}  // namespace somn::analysis
