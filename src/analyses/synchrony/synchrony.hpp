// Synchrony of sampled signals, one per unit.
//
//   chi = sqrt(var_t(mean_i V_i)/mean_i var_t(V_i))      1: identical, 1/sqrt(N): independent
//   phase: angle of the analytic signal V - <V> + i Hilbert(V - <V>)
//   Kuramoto r = <|z|>, z = mean_i e^(i phi_i); phase coherence N var_t(Re z); phase lag index = mean over pairs of
//     |<sign sin(phi_i - phi_j)>|
//   mean Pearson correlation over pairs
// The same, `_raw`, as edgeofpy computes it: the mean is kept, and the lag index takes the sign of the plain difference
// of two angles, which is wrong where one of them has turned over. For comparison only. A phase means something only
// where the spectrum has a peak; the Hilbert transform is wrong near both ends: r_inner leaves out 5 % at either.
//
// Citation: D. Golomb, Scholarpedia 2(1):1347 (2007), doi:10.4249/scholarpedia.1347; Y. Kuramoto (1984); C. J. Stam et
// al., Hum. Brain Mapp. 28, 1178 (2007), doi:10.1002/hbm.20346.
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/statistics/mean_sd.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace somn::analysis {

struct Synchrony {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::size_t n_units = 0, n_samples = 0, n_constant = 0;  // units that never change are left out
  double chi = nan, kuramoto_r = nan, kuramoto_r_inner = nan, phase_coherence = nan, phase_lag_index = nan,
         mean_pearson = nan;
  double kuramoto_r_raw = nan, phase_coherence_raw = nan, phase_lag_index_raw = nan;
  static constexpr int n_shuffles = 20;
  MeanSd chi_shuffled = {}, kuramoto_shuffled = {};  // each unit shifted in a circle by a random time
  double independent_chi = nan;                      // 1/sqrt(N)
  std::string verdict = {};
};

// Signals of equal length, finite (InputError). O(N n log n + N^2 n); the pair measures are left out beyond 1e10
// multiplications (a verdict says so).
Synchrony analyse_synchrony(const std::vector<std::vector<double>>& signals, std::uint64_t seed = 1);

// Its table (somn/schema/fields.hpp).
schema::Fields<Synchrony> fields_of(const Synchrony*);

}  // namespace somn::analysis
