// Answers to a periodic drive: harmonics of the current, shape of the voltages. docs/physics.md 6.2, after Xu, Gottwald,
// Kuncic, arXiv:2604.18015.
#pragma once

#include <somn/observables/branch_voltages.hpp>

#include <cstdint>
#include <limits>

namespace somn::analysis {

struct Harmonics {
  std::vector<double> amplitude;                          // [unit of the signal] |I_k|, k = 1, 2, ...
  double dc = std::numeric_limits<double>::quiet_NaN();   // [unit of the signal] mean
  double thd = std::numeric_limits<double>::quiet_NaN();  // [1] sqrt(sum_{k >= 2} |I_k|^2)/|I_1|; NaN where I_1 = 0
};

// I_k = (2/N) sum_j y_j exp(-2 pi i k j/m) of N rows, `per_period` = m of them a period. InputError unless N is a
// positive multiple of m and m > 2 n_harmonics (the sampling theorem). O(N) for the mean period, then m per harmonic.
Harmonics harmonics(std::span<const double> signal, std::size_t per_period, std::size_t n_harmonics = 29);

struct VoltageShape {
  double kurtosis = std::numeric_limits<double>::quiet_NaN();  // [1] mean over active branches of <v^4>/<v^2>^2: 1.5 of
                                                               // a sine, 1 of a square wave
  double kurtosis_median = std::numeric_limits<double>::quiet_NaN();
  std::int64_t n_active = 0;  // branches whose |v| exceeds the threshold in the window
};

// Rows [first, n_rows). `threshold` [V]: branches that never exceed it do nothing and are left out.
VoltageShape voltage_shape(const Potentials&, std::span<const Branch>, std::size_t first, double threshold);

}  // namespace somn::analysis
