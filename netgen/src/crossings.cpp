// Crossings by a grid of cells about 0.4 wire lengths wide.
//
//   sort the segments by the cell of their middle               (neighbours in the plane become neighbours in memory)
//   for each segment, for each cell that it passes: put (segment, image) into the cell      (a little generously)
//   for each cell, for each pair of its segments: if they meet, note the meeting at the lower segment
//   for each segment: sort its meetings by partner, drop repetitions              (pairs that share several cells)
//
// The common point of two segments lies in one cell, which both pass, so no pair is missed. Cells at an open border
// reach to infinity. In a periodic direction the rows or columns wrap; an image counts how often a segment has left the
// box there, and the second segment is moved by the difference of the images before the test.
#include <somn/netgen/crossings.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace somn::netgen {
namespace {

constexpr double margin = 1e-9;  // [cells] far above rounding, far below a cell
constexpr double infinity = std::numeric_limits<double>::infinity();

struct Image {
  std::int16_t x = 0, y = 0;  // [boxes]
};

struct Entry {
  std::uint32_t segment;
  Image image;
};

// A row or column: the cell it is, and the image.
struct Line {
  std::int64_t cell;
  std::int16_t image;
};

class Grid {
 public:
  Grid(const std::vector<Segment>& segments, double box, Sides periodic) : periodic_(periodic) {
    double total = 0;
    for (const Segment& s : segments) total += std::hypot(s.b.x - s.a.x, s.b.y - s.a.y);
    const double n = static_cast<double>(segments.size());
    const double width = std::max(0.4 * total / n, box / std::sqrt(2 * n));
    n_ = std::max<std::int64_t>(1, static_cast<std::int64_t>(box / width));
    per_metre_ = static_cast<double>(n_) / box;
    sort_by_middle(segments);
    sort_into_cells();
  }

  std::size_t n_cells() const { return static_cast<std::size_t>(n_ * n_); }
  const Entry* begin(std::size_t cell) const { return entries_.data() + start_[cell]; }
  const Entry* end(std::size_t cell) const { return entries_.data() + start_[cell + 1]; }
  const Segment& segment(const Entry& e) const { return sorted_[e.segment]; }
  std::uint32_t original(const Entry& e) const { return original_[e.segment]; }

 private:
  std::int64_t clamp(double cell) const {
    return static_cast<std::int64_t>(std::clamp(std::floor(cell), 0.0, static_cast<double>(n_ - 1)));
  }

  Line line(std::int64_t index) const {  // of a row or column that may lie outside the box
    const std::int64_t image = index >= 0 ? index / n_ : -((n_ - 1 - index) / n_);
    return {index - image * n_, static_cast<std::int16_t>(image)};
  }

  std::int64_t line_index(double cell, bool periodic) const {
    return periodic ? static_cast<std::int64_t>(std::floor(cell)) : clamp(cell);
  }

  template <class Visit>
  void for_each_cell(const Segment& s, Visit visit) const {
    const bool upward = s.a.y <= s.b.y;
    const double x0 = (upward ? s.a.x : s.b.x) * per_metre_, y0 = (upward ? s.a.y : s.b.y) * per_metre_;
    const double dx = (upward ? s.b.x : s.a.x) * per_metre_ - x0, dy = (upward ? s.b.y : s.a.y) * per_metre_ - y0;
    const std::int64_t first = line_index(y0 - margin, periodic_.y), last = line_index(y0 + dy + margin, periodic_.y);
    for (std::int64_t row = first; row <= last; ++row) {
      const double bottom = !periodic_.y && row == 0 ? -infinity : static_cast<double>(row) - margin;
      const double top = !periodic_.y && row == n_ - 1 ? infinity : static_cast<double>(row + 1) + margin;
      const double t0 = dy > 0 ? std::clamp((bottom - y0) / dy, 0.0, 1.0) : 0;
      const double t1 = dy > 0 ? std::clamp((top - y0) / dy, 0.0, 1.0) : 1;
      const double left = x0 + (dx < 0 ? t1 : t0) * dx, right = x0 + (dx < 0 ? t0 : t1) * dx;
      const Line in_y = line(row);
      const std::int64_t end = line_index(right + margin, periodic_.x);
      for (std::int64_t column = line_index(left - margin, periodic_.x); column <= end; ++column) {
        const Line in_x = line(column);
        visit(static_cast<std::size_t>(in_y.cell * n_ + in_x.cell), Image{in_x.image, in_y.image});
      }
    }
  }

  void sort_by_middle(const std::vector<Segment>& segments) {
    const auto cell = [&](const Segment& s) {
      const double x = 0.5 * (s.a.x + s.b.x) * per_metre_, y = 0.5 * (s.a.y + s.b.y) * per_metre_;
      return static_cast<std::size_t>(clamp(y) * n_ + clamp(x));
    };
    std::vector<std::size_t> next(n_cells() + 1, 0);
    for (const Segment& s : segments) ++next[cell(s) + 1];
    for (std::size_t c = 0; c < n_cells(); ++c) next[c + 1] += next[c];
    sorted_.resize(segments.size());
    original_.resize(segments.size());
    for (std::uint32_t k = 0; k < segments.size(); ++k) {
      const std::size_t place = next[cell(segments[k])]++;
      sorted_[place] = segments[k];
      original_[place] = k;
    }
  }

  void sort_into_cells() {
    start_.assign(n_cells() + 1, 0);
    for (const Segment& s : sorted_) for_each_cell(s, [&](std::size_t cell, Image) { ++start_[cell + 1]; });
    for (std::size_t cell = 0; cell < n_cells(); ++cell) start_[cell + 1] += start_[cell];
    entries_.resize(start_.back());
    std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
    for (std::uint32_t k = 0; k < sorted_.size(); ++k)
      for_each_cell(sorted_[k], [&](std::size_t cell, Image image) { entries_[next[cell]++] = {k, image}; });
  }

  Sides periodic_;
  std::int64_t n_ = 1;    // cells per side
  double per_metre_ = 0;  // [cells/m]
  std::vector<std::size_t> start_;
  std::vector<Entry> entries_;
  std::vector<Segment> sorted_;
  std::vector<std::uint32_t> original_;  // of a sorted segment: its index as given
};

Segment moved(const Segment& s, double dx, double dy) {
  return {{s.a.x + dx, s.a.y + dy}, {s.b.x + dx, s.b.y + dy}};
}

// Every pair that meets, once for each cell they share.
std::vector<Crossing> find_meetings(const Grid& grid, double box) {
  std::vector<Crossing> meetings;
  for (std::size_t cell = 0; cell < grid.n_cells(); ++cell)
    for (const Entry* p = grid.begin(cell); p != grid.end(cell); ++p)
      for (const Entry* q = p + 1; q != grid.end(cell); ++q) {
        if (p->segment == q->segment) continue;
        const bool in_order = grid.original(*p) < grid.original(*q);
        const Entry &first = in_order ? *p : *q, &second = in_order ? *q : *p;
        const auto boxes_x = static_cast<std::int16_t>(first.image.x - second.image.x);
        const auto boxes_y = static_cast<std::int16_t>(first.image.y - second.image.y);
        const Segment &s = grid.segment(first), t = moved(grid.segment(second), boxes_x * box, boxes_y * box);
        if (meet(s, t))
          meetings.push_back({grid.original(first), grid.original(second), meeting_point(s, t), boxes_x, boxes_y});
      }
  return meetings;
}

std::vector<Crossing> sorted_by_first(const std::vector<Crossing>& meetings, std::vector<std::size_t>& start) {
  for (const Crossing& m : meetings) ++start[m.first + 1];
  for (std::size_t k = 0; k + 1 < start.size(); ++k) start[k + 1] += start[k];
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  std::vector<Crossing> sorted(meetings.size());
  for (const Crossing& m : meetings) sorted[next[m.first]++] = m;
  return sorted;
}

}  // namespace

std::vector<Crossing> crossings(const std::vector<Segment>& segments, double box, Sides periodic) {
  if (segments.empty()) return {};
  std::vector<std::size_t> start(segments.size() + 1, 0);
  std::vector<Crossing> found = sorted_by_first(find_meetings(Grid(segments, box, periodic), box), start);
  const auto by_partner = [](const Crossing& p, const Crossing& q) {
    return std::tie(p.second, p.boxes_y, p.boxes_x) < std::tie(q.second, q.boxes_y, q.boxes_x);
  };
  const auto same = [](const Crossing& p, const Crossing& q) { return p.second == q.second; };
  auto end = found.begin();
  for (std::size_t k = 0; k < segments.size(); ++k) {
    const auto first = found.begin() + static_cast<std::ptrdiff_t>(start[k]);
    const auto last = found.begin() + static_cast<std::ptrdiff_t>(start[k + 1]);
    std::sort(first, last, by_partner);
    end = std::move(first, std::unique(first, last, same), end);
  }
  found.erase(end, found.end());
  return found;
}

}  // namespace somn::netgen
