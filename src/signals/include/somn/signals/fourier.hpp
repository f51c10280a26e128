// Discrete Fourier transforms of any length: kissfft (Eigen) where the prime factors are small, Bluestein's chirp
// (L. I. Bluestein, IEEE Trans. Audio Electroacoust. 18, 451 (1970), doi:10.1109/TAU.1970.1162132) otherwise.
// Powers of two beyond the cache go by rows and columns (Bailey). Not scaled: inverse(forward(x)) is n x. O(n log n).
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace somn::analysis {

using Complexes = std::vector<std::complex<double>>;

// X_k, k = 0 .. n/2, of a real signal; into a vector that may be used again and again.
Complexes forward_real(std::span<const double> x);
void forward_real(std::span<const double> x, Complexes& half);
// n real values from their half spectrum (n/2 + 1 values).
std::vector<double> inverse_real(const Complexes& half, std::size_t n);
// All n values, sign of the exponent -1 (forward) or +1.
Complexes transform(const Complexes& x, int sign);

std::size_t power_of_two_from(std::size_t n);  // the least one >= n

}  // namespace somn::analysis
