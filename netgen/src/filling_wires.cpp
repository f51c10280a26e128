// Straight wires of mean length 1, dropped one by one into a square of side L.
//
//   cells of side about 0.4; each holds a chain of the wires that pass it
//   for each wire: middle and direction uniform, length 1 or Gamma distributed
//     for each cell that it passes, a little generously: compare with the wires of the cell; enter it there
//   join where `meet` says so, exactly; the other wire is moved by whole samples to where it was met
//   until a cluster winds around (wrapping), or joins x <= 0 and x >= L (spanning)
//
// Two wires that meet share the cell of their common point. At open sides the cells of the border reach to infinity.
#include "filling.hpp"
#include "winding.hpp"

#include <somn/netgen/crossings.hpp>

#include <algorithm>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <cmath>
#include <limits>

namespace somn::netgen {
namespace {

constexpr double cell_width = 0.4;  // [mean length]
constexpr double margin = 1e-9;     // [cells] far above rounding, far below a cell
constexpr double infinity = std::numeric_limits<double>::infinity();

class WireFilling : public Filling {
 public:
  WireFilling(const PercolationRecipe& recipe, std::uint32_t size)
      : wrapping_(recipe.rule == PercolationRecipe::Rule::wrapping),
        side_(size),
        n_(static_cast<std::int64_t>(side_ / cell_width)),
        per_length_(static_cast<double>(n_) / side_),
        is_spread_(recipe.length_sd > 0) {
    if (is_spread_) {  // shape k, scale theta: mean k theta = 1, variance k theta^2
      const double variance = recipe.length_sd * recipe.length_sd;
      length_ = boost::random::gamma_distribution<double>(1 / variance, variance);
    }
  }

  double places() const override { return side_ * side_; }

  std::uint64_t fill(Generator& random) override {
    first_.assign(static_cast<std::size_t>(n_ * n_), none);
    entries_.clear();
    wires_.clear();
    clusters_.reset(0);
    const std::uint32_t left = clusters_.add(), right = clusters_.add();  // of use for `spanning` only
    while (true) {
      const bool winds = drop(draw(random));
      if (wrapping_ ? winds : touch_sides(left, right)) return wires_.size();
    }
  }

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Entry {
    std::uint32_t wire, next;
    std::int32_t image_x, image_y;  // how often the wire has left the sample, here
  };

  static std::uint32_t member(std::size_t wire) { return static_cast<std::uint32_t>(wire + 2); }

  // As in wires.cpp: a point in the unit disc, scaled to its rim.
  Segment draw(Generator& random) {
    boost::random::uniform_01<double> uniform;
    const double x = side_ * uniform(random), y = side_ * uniform(random);
    double u = 0, v = 0, square = 0;
    do {
      u = 2 * uniform(random) - 1, v = 2 * uniform(random) - 1, square = u * u + v * v;
    } while (square == 0 || square > 1);
    const double half = 0.5 * (is_spread_ ? length_(random) : 1.0) / std::sqrt(square);
    return {{x - half * u, y - half * v}, {x + half * u, y + half * v}};
  }

  bool touch_sides(std::uint32_t left, std::uint32_t right) {
    const Segment& wire = wires_.back();
    const std::uint32_t own = member(wires_.size() - 1);
    if (std::min(wire.a.x, wire.b.x) <= 0) clusters_.join(own, left, 0);
    if (std::max(wire.a.x, wire.b.x) >= side_) clusters_.join(own, right, 0);
    return clusters_.are_joined(left, right);
  }

  std::int64_t index(double cell) const {
    const double whole = std::floor(cell);
    return static_cast<std::int64_t>(wrapping_ ? whole : std::clamp(whole, 0.0, static_cast<double>(n_ - 1)));
  }
  std::int64_t image_of(std::int64_t cell) const { return cell >= 0 ? cell / n_ : -((n_ - 1 - cell) / n_); }

  // visit(cell, image x, image y) for each cell that the wire passes.
  template <class Visit>
  void for_each_cell(const Segment& s, Visit visit) const {
    const bool upward = s.a.y <= s.b.y;
    const Point &low = upward ? s.a : s.b, &high = upward ? s.b : s.a;
    const double x0 = low.x * per_length_, y0 = low.y * per_length_;
    const double dx = high.x * per_length_ - x0, dy = high.y * per_length_ - y0;
    for (std::int64_t row = index(y0 - margin), last = index(y0 + dy + margin); row <= last; ++row) {
      const double bottom = !wrapping_ && row == 0 ? -infinity : static_cast<double>(row) - margin;
      const double top = !wrapping_ && row == n_ - 1 ? infinity : static_cast<double>(row + 1) + margin;
      const double t0 = dy > 0 ? std::clamp((bottom - y0) / dy, 0.0, 1.0) : 0;
      const double t1 = dy > 0 ? std::clamp((top - y0) / dy, 0.0, 1.0) : 1;
      const double from = x0 + (dx < 0 ? t1 : t0) * dx, to = x0 + (dx < 0 ? t0 : t1) * dx;
      const std::int64_t image_y = image_of(row);
      for (std::int64_t column = index(from - margin), end = index(to + margin); column <= end; ++column) {
        const std::int64_t image_x = image_of(column);
        visit(static_cast<std::size_t>((row - image_y * n_) * n_ + column - image_x * n_),
              static_cast<std::int32_t>(image_x), static_cast<std::int32_t>(image_y));
      }
    }
  }

  bool drop(const Segment& wire) {
    const std::uint32_t own = clusters_.add();
    const auto number = static_cast<std::uint32_t>(wires_.size());
    bool winds = false;
    for_each_cell(wire, [&](std::size_t cell, std::int32_t image_x, std::int32_t image_y) {
      for (std::uint32_t k = first_[cell]; k != none; k = entries_[k].next) {
        const Entry& other = entries_[k];
        if (other.wire == number) continue;
        const std::int32_t dx = image_x - other.image_x, dy = image_y - other.image_y;
        if (meet(wire, moved(wires_[other.wire], dx * side_, dy * side_)))
          winds = clusters_.join(own, member(other.wire), image(dx, dy)) || winds;
      }
      entries_.push_back({number, first_[cell], image_x, image_y});
      first_[cell] = static_cast<std::uint32_t>(entries_.size() - 1);
    });
    wires_.push_back(wire);
    return winds;
  }

  static Segment moved(const Segment& s, double dx, double dy) {
    return {{s.a.x + dx, s.a.y + dy}, {s.b.x + dx, s.b.y + dy}};
  }

  bool wrapping_;
  double side_;        // [mean length]
  std::int64_t n_;     // cells per side
  double per_length_;  // [cells / mean length]
  bool is_spread_;
  boost::random::gamma_distribution<double> length_;
  std::vector<std::uint32_t> first_;  // entry of each cell
  std::vector<Entry> entries_;
  std::vector<Segment> wires_;
  Winding clusters_;  // left and right contact, then the wires
};

}  // namespace

std::unique_ptr<Filling> make_wire_filling(const PercolationRecipe& recipe, std::uint32_t size) {
  return std::make_unique<WireFilling>(recipe, size);
}

}  // namespace somn::netgen
