#include "vectors.hpp"

#include "clones.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace somn::native {
namespace {

constexpr std::size_t n_lanes = 8;

template <std::size_t N>
[[gnu::always_inline]] inline void combine_n(const double* y, const double* w, const double* const* k, std::size_t n,
                                             double* __restrict out) {
  const double *k0 = N > 0 ? k[0] : nullptr, *k1 = N > 1 ? k[1] : nullptr, *k2 = N > 2 ? k[2] : nullptr,
               *k3 = N > 3 ? k[3] : nullptr, *k4 = N > 4 ? k[4] : nullptr, *k5 = N > 5 ? k[5] : nullptr,
               *k6 = N > 6 ? k[6] : nullptr;
  const auto sum = [&](std::size_t i) __attribute__((always_inline)) {
    double s = 0;
    if constexpr (N > 0) s += w[0] * k0[i];
    if constexpr (N > 1) s += w[1] * k1[i];
    if constexpr (N > 2) s += w[2] * k2[i];
    if constexpr (N > 3) s += w[3] * k3[i];
    if constexpr (N > 4) s += w[4] * k4[i];
    if constexpr (N > 5) s += w[5] * k5[i];
    if constexpr (N > 6) s += w[6] * k6[i];
    return s;
  };
  if (y)
    for (std::size_t i = 0; i < n; ++i) out[i] = y[i] + sum(i);
  else
    for (std::size_t i = 0; i < n; ++i) out[i] = sum(i);
}

}  // namespace

SOMN_CLONES void combine(std::size_t n, const double* y, const double* w, const double* const* k,
                         std::span<double> out) {
  const std::size_t size = out.size();
  double* const to = out.data();
  switch (n) {
    case 0:
      return combine_n<0>(y, w, k, size, to);
    case 1:
      return combine_n<1>(y, w, k, size, to);
    case 2:
      return combine_n<2>(y, w, k, size, to);
    case 3:
      return combine_n<3>(y, w, k, size, to);
    case 4:
      return combine_n<4>(y, w, k, size, to);
    case 5:
      return combine_n<5>(y, w, k, size, to);
    case 6:
      return combine_n<6>(y, w, k, size, to);
    default:
      return combine_n<7>(y, w, k, size, to);
  }
}

SOMN_CLONES double dot(std::span<const double> a, std::span<const double> b) {
  const std::size_t n = std::min(a.size(), b.size());
  const double *p = a.data(), *q = b.data();
  double sums[n_lanes] = {};
  std::size_t k = 0;
  for (; k + n_lanes <= n; k += n_lanes)
    for (std::size_t lane = 0; lane < n_lanes; ++lane) sums[lane] += p[k + lane] * q[k + lane];
  double rest = 0;
  for (; k < n; ++k) rest += p[k] * q[k];
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7])) + rest;
}

SOMN_CLONES double largest(std::span<const double> y) {
  const double* p = y.data();
  double most[n_lanes] = {};
  std::size_t k = 0;
  for (; k + n_lanes <= y.size(); k += n_lanes)
    for (std::size_t lane = 0; lane < n_lanes; ++lane) {
      const double size = std::abs(p[k + lane]);
      most[lane] = size > most[lane] ? size : most[lane];
    }
  double result = 0;
  for (; k < y.size(); ++k) result = std::abs(p[k]) > result ? std::abs(p[k]) : result;
  for (const double m : most) result = m > result ? m : result;
  return result;
}

SOMN_CLONES void subtract_products(double scale, std::span<const double> a, std::span<const double> b,
                                   std::span<double> y) {
  const double *p = a.data(), *q = b.data();
  double* const to = y.data();
  for (std::size_t k = 0; k < y.size(); ++k) to[k] -= scale * p[k] * q[k];
}

SOMN_CLONES void negate(std::span<double> y, std::span<double> copy) {
  double *const one = y.data(), *__restrict const two = copy.data();
  for (std::size_t k = 0; k < y.size(); ++k) two[k] = one[k] = -one[k];
}

SOMN_CLONES bool any_beyond(std::span<const double> v, double part, std::span<const double> limit) {
  const double *p = v.data(), *q = limit.data();
  std::uint64_t n = 0;
  for (std::size_t k = 0; k < v.size(); ++k) n += std::abs(p[k]) > part * q[k];
  return n > 0;
}

}  // namespace somn::native
