// Sums of stages with constant weights, in one pass over memory.
#pragma once

#include <array>
#include <span>
#include <utility>
#include <vector>

namespace somn::native {

// out_i = y_i + scale sum_{j < N} w_j k_j,i; without y the sum alone
template <std::size_t N, std::size_t Most>
void combine(const double* y, const std::array<double, Most>& w, const std::array<std::vector<double>, Most>& k,
             double scale, std::span<double> out) {
  const auto pass = [&]<std::size_t... J>(std::index_sequence<J...>) {
    const double* const at[N + 1] = {k[J].data()...};
    const double weight[N + 1] = {scale * w[J]...};
    double* __restrict const to = out.data();
    if (y)
      for (std::size_t i = 0; i < out.size(); ++i) to[i] = y[i] + (0.0 + ... + (weight[J] * at[J][i]));
    else
      for (std::size_t i = 0; i < out.size(); ++i) to[i] = (0.0 + ... + (weight[J] * at[J][i]));
  };
  pass(std::make_index_sequence<N>());
}

// The same where the number of terms is the number of a stage
template <std::size_t Most>
void combine(std::size_t n, const double* y, const std::array<double, Most>& w,
             const std::array<std::vector<double>, Most>& k, double scale, std::span<double> out) {
  [&]<std::size_t... N>(std::index_sequence<N...>) {
    ((n == N ? combine<N>(y, w, k, scale, out) : void()), ...);
  }(std::make_index_sequence<Most + 1>());
}

}  // namespace somn::native
