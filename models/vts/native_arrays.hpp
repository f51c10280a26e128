// The law `vts` (native.cpp has the equations) over arrays: the same numbers as the law for one junction to rounding,
// in loops without a branch, which the compiler turns into vector instructions. No operation is contracted or
// reordered, so that results are the same bits whatever the instruction set.
#pragma once

#include <cstddef>

namespace somn::native {

struct VtsConstants {
  double g_off, ratio;         // [S], [1]
  double delta, tau, epsilon;  // [V], [s], [V]
};

// u = |v|_smooth/delta + slope x - offset, by junction
void vts_evaluate(const VtsConstants&, std::size_t n, const double* slope, const double* offset, const double* x,
                  const double* v, double* f, double* i);
void vts_linearise(const VtsConstants&, std::size_t n, const double* slope, const double* offset, const double* x,
                   const double* v, double* f, double* f_x, double* f_v, double* g);

// e^y for |y| <= 708, with a relative error below 4e-16: y = n ln 2 + r, |r| <= ln 2/2, Taylor's polynomial of degree 13
// (its remainder is 4e-18). Beyond, e^708 and e^-708.
void exponentials(std::size_t n, const double* y, double* result);

}  // namespace somn::native
