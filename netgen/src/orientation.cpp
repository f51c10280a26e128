// The sign of the determinant  D = (a.x - c.x)(b.y - c.y) - (a.y - c.y)(b.x - c.x), exactly.
//
//   evaluate D in doubles; where |D| exceeds its rounding error, its sign is right        (nearly always)
//   else expand D = ax by - ax cy - cx by - ay bx + ay cx + cy bx                          (cx cy cancels)
//     each product p q = two_product: h + l exactly
//     add the twelve parts to an expansion: a sum of doubles that do not overlap, smallest first, so that its sign is
//     the sign of its last part that is not zero (Shewchuk 1997, theorem 10)
#include "orientation.hpp"

#include <array>
#include <cmath>

namespace somn::netgen {
namespace {

struct Expansion {
  std::array<double, 12> parts{};
  std::size_t n = 0;

  void add(double q) {
    for (std::size_t k = 0; k < n; ++k) {  // two_sum: q + part = sum + error, exactly
      const double part = parts[k], sum = q + part, virtual_part = sum - q;
      parts[k] = (q - (sum - virtual_part)) + (part - virtual_part);
      q = sum;
    }
    parts[n++] = q;
  }

  void add_product(double p, double q) {
    const double h = p * q;
    add(std::fma(p, q, -h));
    add(h);
  }

  int sign() const {
    for (std::size_t k = n; k-- > 0;)
      if (parts[k] != 0) return parts[k] > 0 ? 1 : -1;
    return 0;
  }
};

int exact_orientation(const Point& a, const Point& b, const Point& c) {
  Expansion d;
  d.add_product(a.x, b.y);
  d.add_product(-a.x, c.y);
  d.add_product(-c.x, b.y);
  d.add_product(-a.y, b.x);
  d.add_product(a.y, c.x);
  d.add_product(c.y, b.x);
  return d.sign();
}

}  // namespace

int orientation(const Point& a, const Point& b, const Point& c) {
  constexpr double error = 3.3306690738754716e-16;  // (3 + 16 u) u with u = 2^-53
  const double left = (a.x - c.x) * (b.y - c.y), right = (a.y - c.y) * (b.x - c.x), d = left - right;
  if (std::abs(d) > error * (std::abs(left) + std::abs(right))) return d > 0 ? 1 : -1;
  return exact_orientation(a, b, c);
}

}  // namespace somn::netgen
