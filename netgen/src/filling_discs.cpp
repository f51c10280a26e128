// Equal discs of diameter 1, dropped one by one into a square of side L.
//
//   cells of side 1; each holds a chain of the discs whose middles lie in it
//   for each disc: middle uniform; compare with the discs of the nine cells around it, across the sides if periodic
//   join where the middles are no further apart than 1
//   until a cluster winds around (wrapping), or joins x <= 0 and x >= L (spanning)
#include "filling.hpp"
#include "winding.hpp"

#include <boost/random/uniform_01.hpp>

namespace somn::netgen {
namespace {

class DiscFilling : public Filling {
 public:
  DiscFilling(const PercolationRecipe& recipe, std::uint32_t size)
      : wrapping_(recipe.rule == PercolationRecipe::Rule::wrapping), side_(static_cast<int>(size)) {}

  double places() const override { return static_cast<double>(side_) * side_; }

  std::uint64_t fill(Generator& random) override {
    first_.assign(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_), none);
    discs_.clear();
    clusters_.reset(0);
    const std::uint32_t left = clusters_.add(), right = clusters_.add();  // of use for `spanning` only
    boost::random::uniform_01<double> uniform;
    while (true) {
      const double x = side_ * uniform(random), y = side_ * uniform(random);
      const bool winds = drop(x, y);
      if (wrapping_ ? winds : touch_sides(x, left, right)) return discs_.size();
    }
  }

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Disc {
    double x, y;         // [diameters]
    std::uint32_t next;  // in its cell
  };

  static std::uint32_t member(std::size_t disc) { return static_cast<std::uint32_t>(disc + 2); }

  bool touch_sides(double x, std::uint32_t left, std::uint32_t right) {
    const std::uint32_t own = member(discs_.size() - 1);
    if (x <= 0.5) clusters_.join(own, left, 0);
    if (x >= side_ - 0.5) clusters_.join(own, right, 0);
    return clusters_.are_joined(left, right);
  }

  // A product below side can round up to it.
  int cell(double v) const { return std::min(static_cast<int>(v), side_ - 1); }

  bool drop(double x, double y) {
    const std::uint32_t own = clusters_.add();
    const int column = cell(x), row = cell(y);
    bool winds = false;
    for (int dy = -1; dy <= 1; ++dy) {
      const int image_y = row + dy < 0 ? -1 : (row + dy == side_ ? 1 : 0);
      if (!wrapping_ && image_y != 0) continue;
      for (int dx = -1; dx <= 1; ++dx) {
        const int image_x = column + dx < 0 ? -1 : (column + dx == side_ ? 1 : 0);
        if (!wrapping_ && image_x != 0) continue;
        const double x_seen = x - image_x * side_, y_seen = y - image_y * side_;
        for (std::uint32_t k = first(column + dx - image_x * side_, row + dy - image_y * side_); k != none;
             k = discs_[k].next) {
          const double u = discs_[k].x - x_seen, v = discs_[k].y - y_seen;
          if (u * u + v * v <= 1) winds = clusters_.join(own, member(k), image(image_x, image_y)) || winds;
        }
      }
    }
    std::uint32_t& head = first(column, row);
    discs_.push_back({x, y, head});
    head = static_cast<std::uint32_t>(discs_.size() - 1);
    return winds;
  }

  std::uint32_t& first(int column, int row) {
    return first_[static_cast<std::size_t>(row) * static_cast<std::size_t>(side_) + static_cast<std::size_t>(column)];
  }

  bool wrapping_;
  int side_;                          // [cells] = L
  std::vector<std::uint32_t> first_;  // disc of each cell
  std::vector<Disc> discs_;
  Winding clusters_;  // left and right contact, then the discs
};

}  // namespace

std::unique_ptr<Filling> make_disc_filling(const PercolationRecipe& recipe, std::uint32_t size) {
  return std::make_unique<DiscFilling>(recipe, size);
}

}  // namespace somn::netgen
