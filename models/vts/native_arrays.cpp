#include "native_arrays.hpp"

#include "clones.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace somn::native {
namespace {

[[gnu::always_inline]] inline double exponential(double y) {
  constexpr double per_ln2 = 1.4426950408889634, ln2_high = 6.93147180369123816490e-01,
                   ln2_low = 1.90821492927058770002e-10, shift = 6755399441055744.0;  // 1.5 2^52: adding it rounds
  y = y < -708 ? -708 : y;
  y = y > 708 ? 708 : y;
  const double shifted = y * per_ln2 + shift, n = shifted - shift;
  const double r = (y - n * ln2_high) - n * ln2_low;
  double p = 1.0 / 6227020800;
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = 1 + (r + r * r * p);
  const auto exponent = static_cast<std::uint64_t>(std::bit_cast<std::uint64_t>(shifted)) << 52;
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(p) + exponent);
}

}  // namespace

SOMN_CLONES void exponentials(std::size_t n, const double* y, double* __restrict result) {
  for (std::size_t k = 0; k < n; ++k) result[k] = exponential(y[k]);
}

SOMN_CLONES void vts_evaluate(const VtsConstants& c, std::size_t n, const double* slope, const double* offset,
                              const double* x, const double* v, double* __restrict f, double* __restrict i) {
  const double per_delta = 1 / c.delta, per_tau = 1 / c.tau, eps2 = c.epsilon * c.epsilon, ratio = c.ratio, g = c.g_off;
  for (std::size_t k = 0; k < n; ++k) {
    const double u = std::sqrt(v[k] * v[k] + eps2) * per_delta + slope[k] * x[k] - offset[k];
    const double tail = exponential(-std::abs(u)), above = 1 / (1 + tail);
    f[k] = ((u >= 0 ? above : tail * above) - x[k]) * per_tau;
    i[k] = g * exponential(ratio * x[k]) * v[k];
  }
}

SOMN_CLONES void vts_linearise(const VtsConstants& c, std::size_t n, const double* slope, const double* offset,
                               const double* x, const double* v, double* __restrict f, double* __restrict f_x,
                               double* __restrict f_v, double* __restrict g) {
  const double per_delta = 1 / c.delta, per_tau = 1 / c.tau, eps2 = c.epsilon * c.epsilon, ratio = c.ratio,
               off = c.g_off;
  for (std::size_t k = 0; k < n; ++k) {
    const double smooth = std::sqrt(v[k] * v[k] + eps2);
    const double u = smooth * per_delta + slope[k] * x[k] - offset[k];
    const double tail = exponential(-std::abs(u)), above = 1 / (1 + tail), below = tail * above;
    const double steep = above * below;
    f[k] = ((u >= 0 ? above : below) - x[k]) * per_tau;
    f_x[k] = (steep * slope[k] - 1) * per_tau;
    f_v[k] = smooth > 0 ? steep * (v[k] / smooth) * (per_delta * per_tau) : 0;
    g[k] = off * exponential(ratio * x[k]);
  }
}

}  // namespace somn::native
