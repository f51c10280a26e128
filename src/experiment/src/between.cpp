#include "between.hpp"

#include <algorithm>
#include <cmath>

namespace somn::experiment {
namespace {

// second divided difference of column k
double bend_of(std::span<const double> a, std::span<const double> b, std::span<const double> c, std::size_t k) {
  return ((c[k] - b[k]) / (c[0] - b[0]) - (b[k] - a[k]) / (b[0] - a[0])) / (c[0] - a[0]);
}

// Whether column k moves between a and b by next to nothing, seen from how it moves between c and d.
bool rests(std::span<const double> a, std::span<const double> b, double moves, std::size_t k) {
  return std::abs(b[k] - a[k]) <= 1e-6 * std::abs(moves) * (b[0] - a[0]);
}

double agreed(double left, double right, double middle) {
  const double ratio = left / right;
  if (ratio > 1.0 / 3 && ratio < 3) return middle;
  return std::abs(left) < std::abs(right) ? left : right;
}

}  // namespace

void Between::row(std::span<const double> values) {
  Row next(values.begin(), values.end());
  if (!rows_.empty()) hand_on(&next);
  rows_.push_back(std::move(next));
  if (rows_.size() > 3) rows_.erase(rows_.begin());
}

void Between::finish() {
  if (!rows_.empty()) hand_on(nullptr);
  rows_.clear();
}

bool Between::has_corner(double from, double to) const {
  const auto it = std::lower_bound(corners_.begin(), corners_.end(), from);
  return it != corners_.end() && *it <= to;
}

void Between::hand_on(const Row* next) {
  const std::size_t n = rows_.size();
  const Row& c = rows_[n - 1];
  bends_.assign(c.size(), 0.0);
  if (n > 1 && c[0] > rows_[n - 2][0]) {
    const Row& b = rows_[n - 2];
    const double h = c[0] - b[0], near = 1e-3 * h;
    const bool is_inside = has_corner(b[0] + near, c[0] - near);
    const bool has_left = n > 2 && b[0] > rows_[n - 3][0] && !has_corner(b[0] - near, b[0] + near);
    const bool has_right = next && (*next)[0] > c[0] && !has_corner(c[0] - near, c[0] + near);
    for (std::size_t k = 1; k < c.size() && !is_inside && (has_left || has_right); ++k) {
      const double left = has_left ? bend_of(rows_[n - 3], b, c, k) : 0, right = has_right ? bend_of(b, c, *next, k) : 0;
      double bend = has_left ? left : right;
      if (has_left && has_right) {
        const Row& a = rows_[n - 3];
        const double place = (0.5 * (b[0] + c[0]) - a[0]) / ((*next)[0] - a[0]);
        const double moves = (c[k] - b[k]) / h, most = std::abs(moves) / h;  // beyond it, no longer monotone
        bend = rests(c, *next, moves, k) ? std::clamp(left, -most, most)
               : rests(a, b, moves, k)   ? std::clamp(right, -most, most)
                                         : agreed(left, right, left + place * (right - left));
      }
      bends_[k] = -0.25 * h * h * bend;
    }
  }
  take_(c, bends_);
}

}  // namespace somn::experiment
