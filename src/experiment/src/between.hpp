// What lies between the points that an integrator chose: a curve of its own order.
//
// Four neighbours a, b, c, d; between b and c
//   y(t) = line + k (t - b)(t - c),   k from the parabolas through a b c (left) and b c d (right):
//     both bend the same way, by less than a factor of three:  what the cubic through all four has in the middle
//     else, as about a corner or a jump:                       the flatter one
//     at rest before b or behind c, as at a bound:             the other one, as far as it is monotone
//   a corner of the drive at b or c leaves the other side's parabola; one within (b, c) the line
// Error of third order on smooth curves, no overshoot at jumps.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace somn::experiment {

class Between {
 public:
  // bends[k]: distance of column k's curve from the line in the middle of the step that ends at `row`
  using Take = std::function<void(std::span<const double> row, std::span<const double> bends)>;

  // `corners` [s] increasing; column 0 of a row is the time, rows come in order of time
  Between(std::vector<double> corners, Take take) : corners_(std::move(corners)), take_(std::move(take)) {}

  void row(std::span<const double> values);  // `take` sees it when the next one comes
  void finish();                             // `take` sees the last one

 private:
  using Row = std::vector<double>;
  void hand_on(const Row* next);
  bool has_corner(double from, double to) const;

  std::vector<double> corners_;
  Take take_;
  std::vector<Row> rows_;  // the last ones, at most three: the last is still to be taken
  std::vector<double> bends_;
};

}  // namespace somn::experiment
