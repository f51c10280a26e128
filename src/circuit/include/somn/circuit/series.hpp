// Chaotic series to forecast, one value per level of a drive.
//
//   mackey_glass  dx/dt = 0.2 x(t - 17)/(1 + x(t - 17)^10) - 0.1 x, one value per unit of time. M. C. Mackey, L. Glass,
//                 Science 197, 287 (1977); tau = 17 and the sampling as in H. Jaeger, H. Haas, Science 304, 78 (2004)
//   lorenz        x of dx/dt = 10 (y - x), dy/dt = x (28 - z) - y, dz/dt = x y - 8/3 z, one value per 0.02. E. N. Lorenz,
//                 J. Atmos. Sci. 20, 130 (1963); the sampling as above
//
// Fourth-order Runge-Kutta in steps of 0.1 and 0.005; the delayed value of a half step is the mean of its neighbours.
#pragma once

#include <cstddef>
#include <vector>

namespace somn::circuit {

inline constexpr double mackey_glass_range[] = {0.2, 1.4}, lorenz_range[] = {-20, 20};  // all values lie within

// n values from a state `start` (a constant past; x = start, y = z = 1 + start) on, the first `n_left_out` of them left out.
std::vector<double> mackey_glass(std::size_t n, double start = 1.2, std::size_t n_left_out = 1000);
std::vector<double> lorenz(std::size_t n, double start = 1, std::size_t n_left_out = 1000);

}  // namespace somn::circuit
