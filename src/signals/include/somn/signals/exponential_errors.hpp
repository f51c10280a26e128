// How far may the exponential fitted to the correlations of a series be from the truth?
//
//   c_k = sum over t of x_t x_{t+k}, x less its mean, in blocks of the series; r_k = c_k/c_0 ~ A e^(-k/tau) (+ O)
// Interval of tau: all tau that the data do not reject. With y = (e^(-k/tau)) (and 1, where there is an offset) and
// d = d/dtau of it, made orthogonal to y,
//   S(tau) = sum_k d_k c_k  has the mean 0 if tau is true, whatever A and O, and is 0 at the least-squares fit;
//   T = (S - its bias)/se,  se from the scatter of S over blocks;  |T| < t(0.975, blocks - 1) keeps tau
//   T is skewed, as S and its scatter grow together: by what a Gaussian process has, it is made symmetric (Hall 1992)
//   bias: the mean that was taken off is not the true one; all c_k are low by n var(mean of x), known given tau and A
// The interval is that of Fieller (1954) and of Anderson & Rubin (1949) for ratios: it keeps its level where the
// correlations are nearly noise and tau nearly unknown, and then says so by its width; 0 and infinity are possible ends.
// A blind resampling of blocks misses both and the bias.
// Standard errors: the influence of each block on the least-squares fit; the residuals about the curve know nothing of
// them, since neighbouring r_k err together.
//
// Citation: E. C. Fieller, J. R. Stat. Soc. B 16, 175 (1954); T. W. Anderson, H. Rubin, Ann. Math. Stat. 20, 46 (1949),
// doi:10.1214/aoms/1177730090; batch means: A. M. Law, W. D. Kelton, Oper. Res. 31, 1221 (1983); bias: F. H. C.
// Marriott, J. A. Pope, Biometrika 41, 390 (1954), doi:10.1093/biomet/41.3-4.390.
#pragma once

#include <somn/signals/autocorrelation.hpp>

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace somn::analysis {

// c_k for k = 0 .. k_max of each of at most 64 blocks; pairs that reach beyond a block belong to where they begin.
struct LagProducts {
  std::size_t n = 0;
  std::vector<std::vector<double>> blocks = {};
  std::vector<double> total() const;
};
// `x` less its mean. O(n log n) for long blocks, O(n k_max) for short ones.
LagProducts lag_products(std::span<const double> x, std::size_t k_max);

struct ExponentialErrors {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  double tau_low = nan, tau_high = nan;     // [lags] 95 %; 0 and infinity: no bound
  double tau_se = nan, amplitude_se = nan;  // [lags], [1]
  std::size_t n_blocks = 0;                 // four to 64, of 30 tau where eight are; 0: no errors
};
// Of a fit to lags 1 .. k_max.
ExponentialErrors exponential_errors(const LagProducts&, const ExponentialFit&, bool has_offset);

}  // namespace somn::analysis
