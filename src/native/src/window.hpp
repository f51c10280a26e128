// Windows of drift memristors, F(x) on [0, 1] with its slope.
//   joglekar     1 - (2x - 1)^(2p)                     Eur. J. Phys. 30, 661 (2009), eq. 20
//   biolek       1 - (x - step(-i))^(2p)               Radioengineering 18(2), 210 (2009), eq. 7
//   prodromakis  j (1 - ((x - 1/2)^2 + 3/4)^p)         IEEE Trans. Electron Devices 58, 3099 (2011)
//   kvatinsky    exp(-exp(u))                          IEEE TCAS-I 60, 211 (2013); u is the law's own
#pragma once

#include "law.hpp"

namespace somn::native {

enum class WindowKind { none, joglekar, biolek, prodromakis, kvatinsky };  // in the order of the parameter tables

struct Window {
  double value = 1, slope = 0;
};

inline Window window(WindowKind kind, double x, bool rises, double p, double j) {
  const auto even = [&](double y) { return std::pow(std::abs(y), 2 * p - 1); };  // |y|^(2p - 1)
  switch (kind) {
    case WindowKind::joglekar: {
      const double y = 2 * x - 1, q = even(y);
      return {1 - q * std::abs(y), -4 * p * q * (y < 0 ? -1 : 1)};
    }
    case WindowKind::biolek: {
      const double y = rises ? x : x - 1, q = even(y);
      return {1 - q * std::abs(y), -2 * p * q * (y < 0 ? -1 : 1)};
    }
    case WindowKind::prodromakis: {
      const double y = (x - 0.5) * (x - 0.5) + 0.75;
      return {j * (1 - std::pow(y, p)), -2 * j * p * std::pow(y, p - 1) * (x - 0.5)};
    }
    default:
      return {};
  }
}

// exp(-exp(u)), slope by u; beyond u = 7 it is 0 to all digits that matter
inline Window double_exponential(double u) {
  const double inner = std::exp(u < 7 ? u : 7), value = std::exp(-inner);
  return {value, -inner * value};
}

}  // namespace somn::native
