#include "fourier.hpp"

#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/FFT>

namespace somn::analysis {
namespace {

Eigen::FFT<double>& plan() {
  thread_local Eigen::FFT<double> fft{
      Eigen::default_fft_impl<double>(),
      Eigen::FFT<double>::Flag(Eigen::FFT<double>::HalfSpectrum | Eigen::FFT<double>::Unscaled)};
  return fft;
}

bool is_smooth(std::size_t n) {
  for (const std::size_t p : {2u, 3u, 5u, 7u, 11u, 13u})
    while (n % p == 0) n /= p;
  return n == 1;
}

Complexes by_kissfft(const Complexes& x, int sign) {
  Complexes out(x.size());
  const auto n = static_cast<Eigen::Index>(x.size());
  if (sign < 0)
    plan().fwd(out.data(), x.data(), n);
  else
    plan().inv(out.data(), x.data(), n);
  return out;
}

// X_k = c_k sum_j (x_j c_j) conj(c_(k-j)), c_j = e^(sign i pi j^2/n): a convolution, done with powers of two.
Complexes by_chirp(const Complexes& x, int sign) {
  const std::size_t n = x.size(), m = power_of_two_from(2 * n);
  Complexes chirp(n), a(m), b(m);
  for (std::size_t j = 0; j < n; ++j) {
    const double angle = sign * std::acos(-1.0) * static_cast<double>((j * j) % (2 * n)) / static_cast<double>(n);
    chirp[j] = std::polar(1.0, angle);
    a[j] = x[j] * chirp[j];
    b[j] = std::conj(chirp[j]);
    if (j > 0) b[m - j] = b[j];
  }
  const Complexes fa = by_kissfft(a, -1), fb = by_kissfft(b, -1);
  for (std::size_t k = 0; k < m; ++k) a[k] = fa[k] * fb[k];
  const Complexes product = by_kissfft(a, +1);
  Complexes out(n);
  for (std::size_t k = 0; k < n; ++k) out[k] = product[k] * chirp[k] / static_cast<double>(m);
  return out;
}

}  // namespace

std::size_t power_of_two_from(std::size_t n) {
  std::size_t p = 1;
  while (p < n) p *= 2;
  return p;
}

Complexes transform(const Complexes& x, int sign) {
  if (x.size() < 2) return x;
  return is_smooth(x.size()) ? by_kissfft(x, sign) : by_chirp(x, sign);
}

Complexes forward_real(std::span<const double> x) {
  Complexes half(x.size() / 2 + 1);
  if (x.size() < 2 || !is_smooth(x.size())) {
    Complexes all = transform({x.begin(), x.end()}, -1);
    std::copy_n(all.begin(), std::min(half.size(), all.size()), half.begin());
    return half;
  }
  plan().fwd(half.data(), x.data(), static_cast<Eigen::Index>(x.size()));
  return half;
}

std::vector<double> inverse_real(const Complexes& half, std::size_t n) {
  std::vector<double> x(n);
  if (is_smooth(n) && n % 2 == 0 && n > 1) {
    plan().inv(x.data(), half.data(), static_cast<Eigen::Index>(n));
    return x;
  }
  Complexes all(n);
  for (std::size_t k = 0; k < n; ++k) all[k] = k < half.size() ? half[k] : std::conj(half[n - k]);
  const Complexes out = transform(all, +1);
  for (std::size_t k = 0; k < n; ++k) x[k] = out[k].real();
  return x;
}

}  // namespace somn::analysis
