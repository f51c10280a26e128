// What can be read out of a driven network by a linear combination of its signals: reservoir computing.
// Capacity C[z] = 1 - sum (z - prediction)^2 / sum (z - mean z)^2 of a target z on rows that the read-out was not
// trained on, 0 where that is negative. J. Dambre et al., Sci. Rep. 2, 514 (2012), doi:10.1038/srep00514; memory
// capacity: H. Jaeger, GMD Report 152 (2001). Accuracy of the nonlinear transformation of a periodic signal:
// 1 - sqrt(sum (z - prediction)^2 / sum z^2), J. Hochstetter et al., Nat. Commun. 12, 4008 (2021).
#pragma once

#include <somn/analyses/reservoir/read_out.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace somn::analysis {

struct MemoryCapacity {
  std::vector<double> delays;  // [1] C[u(n - k)], k = 0, 1, ...
  double total = 0;            // [1] sum over k >= 1
  double square = 0;           // [1] C[u(n)^2]: nothing linear can do it
  double product = 0;          // [1] C[u(n) u(n-1)]
};

// `input`: u(n), independent, symmetric about 0; `signals` sampled once per input. The first `n_delays` rows are left
// out, half of the others train.
MemoryCapacity memory_capacity(std::span<const double> input, std::span<const std::span<const double>> signals,
                               std::size_t n_delays = 20, double ridge = 1e-6);

struct Transformation {                                                 // accuracies [1] of waves of the drive's period
  double sine = 0, square = 0, sawtooth = 0, doubled = 0, quarter = 0;  // doubled: 2 f; quarter: a quarter period late
};

// Signals over whole periods of `per_period` rows, at least two; the drive starts each at phase 0. Half of the periods
// train.
Transformation transform_wave(std::span<const std::span<const double>> signals, std::size_t per_period,
                              double ridge = 1e-6);

}  // namespace somn::analysis
