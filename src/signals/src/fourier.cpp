#include <somn/signals/fourier.hpp>

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

void by_kissfft(const std::complex<double>* x, std::complex<double>* out, std::size_t n, int sign) {
  if (sign < 0)
    plan().fwd(out, x, static_cast<Eigen::Index>(n));
  else
    plan().inv(out, x, static_cast<Eigen::Index>(n));
}

// w^k, w = e^(sign 2 pi i/n), n a power of two, as w^(1024 high) w^low: two short tables that stay in the cache.
class Roots {
 public:
  Roots(std::size_t n, int sign) : low_(1024), high_(n / 1024 + 1) {
    const double step = sign * 2 * std::acos(-1.0) / static_cast<double>(n);
    for (std::size_t k = 0; k < low_.size(); ++k) low_[k] = std::polar(1.0, step * static_cast<double>(k));
    for (std::size_t k = 0; k < high_.size(); ++k) high_[k] = std::polar(1.0, step * static_cast<double>(1024 * k));
  }
  std::complex<double> operator()(std::size_t k) const { return high_[k / 1024] * low_[k % 1024]; }

 private:
  Complexes low_, high_;
};

constexpr std::size_t cache_length = 1 << 17;  // [1] values; longer transforms of powers of two go by rows and columns

bool is_long(std::size_t n) {
  return n > cache_length && (n & (n - 1)) == 0;
}

// Sixteen transforms at once of the columns of a matrix with `width` columns: full cache lines are read and written.
// use(column, k, X_k) takes the results, column by column within the sixteen.
template <class Use>
void for_each_column(const std::complex<double>* x, std::size_t height, std::size_t width, int sign, Use&& use) {
  constexpr std::size_t n_lanes = 16;
  const std::size_t stride = height + 4;  // lanes must not fall on the same cache lines
  Complexes in(n_lanes * stride), out(n_lanes * stride);
  for (std::size_t c = 0; c < width; c += n_lanes) {
    for (std::size_t r = 0; r < height; ++r)
      for (std::size_t lane = 0; lane < n_lanes; ++lane) in[lane * stride + r] = x[c + lane + width * r];
    for (std::size_t lane = 0; lane < n_lanes; ++lane)
      by_kissfft(&in[lane * stride], &out[lane * stride], height, sign);
    use(c, n_lanes, stride, out);
  }
}

// X_(q + h p) = sum_c w_w^(c p) [w_n^(c q) sum_r w_h^(r q) x_(c + w r)], n = h w (height, width): D. H. Bailey,
// J. Supercomput. 4, 23 (1990), doi:10.1007/BF00162341.
void by_rows_and_columns(const std::complex<double>* x, std::complex<double>* out, std::size_t n, int sign) {
  std::size_t height = 1;
  while (height * height < n) height *= 2;
  const std::size_t width = n / height;
  const Roots root(n, sign);
  thread_local Complexes half_way;
  half_way.resize(n);
  for_each_column(x, height, width, sign, [&](std::size_t c, std::size_t n_lanes, std::size_t stride, auto& y) {
    for (std::size_t lane = 0; lane < n_lanes; ++lane)
      for (std::size_t q = 0; q < height; ++q)
        half_way[(c + lane) * height + q] = y[lane * stride + q] * root((c + lane) * q);
  });
  for_each_column(half_way.data(), width, height, sign,
                  [&](std::size_t q, std::size_t n_lanes, std::size_t stride, auto& y) {
                    for (std::size_t p = 0; p < width; ++p)
                      for (std::size_t lane = 0; lane < n_lanes; ++lane)
                        out[q + lane + height * p] = y[lane * stride + p];
                  });
}

// The real signal as n/2 complex values z: X_k = (Z_k + Z*_(m-k))/2 - i w^k (Z_k - Z*_(m-k))/2, m = n/2.
void long_forward_real(std::span<const double> x, Complexes& half) {
  const std::size_t n = x.size(), m = n / 2;
  by_rows_and_columns(reinterpret_cast<const std::complex<double>*>(x.data()), half.data(), m, -1);
  const Roots root(n, -1);
  const std::complex<double> z = half[0], minus_half_i(0, -0.5);
  half[0] = z.real() + z.imag();
  half[m] = z.real() - z.imag();
  for (std::size_t k = 1; k <= m / 2; ++k) {
    const std::complex<double> a = half[k], b = std::conj(half[m - k]);
    const std::complex<double> even = 0.5 * (a + b), odd = minus_half_i * root(k) * (a - b);
    half[k] = even + odd;
    half[m - k] = std::conj(even - odd);
  }
}

Complexes smooth(const Complexes& x, int sign) {
  Complexes out(x.size());
  is_long(x.size()) ? by_rows_and_columns(x.data(), out.data(), x.size(), sign)
                    : by_kissfft(x.data(), out.data(), x.size(), sign);
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
  const Complexes fa = smooth(a, -1), fb = smooth(b, -1);
  for (std::size_t k = 0; k < m; ++k) a[k] = fa[k] * fb[k];
  const Complexes product = smooth(a, +1);
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
  return is_smooth(x.size()) ? smooth(x, sign) : by_chirp(x, sign);
}

Complexes forward_real(std::span<const double> x) {
  Complexes half;
  forward_real(x, half);
  return half;
}

void forward_real(std::span<const double> x, Complexes& half) {
  half.resize(x.size() / 2 + 1);
  if (x.size() < 2 || !is_smooth(x.size())) {
    const Complexes all = transform({x.begin(), x.end()}, -1);
    std::copy_n(all.begin(), std::min(half.size(), all.size()), half.begin());
    return;
  }
  if (is_long(x.size() / 2)) return long_forward_real(x, half);
  plan().fwd(half.data(), x.data(), static_cast<Eigen::Index>(x.size()));
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
