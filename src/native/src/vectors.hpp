// Long sums and products of vectors, each in one pass over memory, the same bits whatever the instruction set: a sum
// over a vector is eight sums over every eighth entry.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace somn::native {

// out = y + sum_{j < n} w_j k_j, n <= 7; without y the sum alone. k: n pointers to vectors as long as out
void combine(std::size_t n, const double* y, const double* w, const double* const* k, std::span<double> out);

// The same of the first n of the stages of a step
template <std::size_t Most>
void combine(std::size_t n, const double* y, const std::array<double, Most>& w,
             const std::array<std::vector<double>, Most>& k, double scale, std::span<double> out) {
  static_assert(Most <= 7);
  double weight[Most] = {};
  const double* at[Most] = {};
  for (std::size_t j = 0; j < n; ++j) weight[j] = scale * w[j], at[j] = k[j].data();
  combine(n, y, weight, at, out);
}

double dot(std::span<const double> a, std::span<const double> b);  // over the shorter
double largest(std::span<const double> y);                         // magnitude; what is not a number counts for nothing
void subtract_products(double scale, std::span<const double> a, std::span<const double> b,
                       std::span<double> y);                                             // y -= scale a b
void negate(std::span<double> y, std::span<double> copy);                                // y = copy = -y
bool any_beyond(std::span<const double> v, double part, std::span<const double> limit);  // |v| > part limit

}  // namespace somn::native
