#include "orientation.hpp"

#include <somn/netgen/crossings.hpp>

#include <algorithm>
#include <array>

namespace somn::netgen {
namespace {

bool boxes_overlap(const Segment& s, const Segment& t) {
  return std::min(s.a.x, s.b.x) <= std::max(t.a.x, t.b.x) && std::min(t.a.x, t.b.x) <= std::max(s.a.x, s.b.x) &&
         std::min(s.a.y, s.b.y) <= std::max(t.a.y, t.b.y) && std::min(t.a.y, t.b.y) <= std::max(s.a.y, s.b.y);
}

}  // namespace

// Neither may lie on one side of the other's line; on one common line the bounding boxes decide.
bool meet(const Segment& s, const Segment& t) {
  return boxes_overlap(s, t) && orientation(s.a, s.b, t.a) * orientation(s.a, s.b, t.b) <= 0 &&
         orientation(t.a, t.b, s.a) * orientation(t.a, t.b, s.b) <= 0;
}

Point meeting_point(const Segment& s, const Segment& t) {
  const double ux = s.b.x - s.a.x, uy = s.b.y - s.a.y, vx = t.b.x - t.a.x, vy = t.b.y - t.a.y;
  const double determinant = ux * vy - uy * vx;
  const bool collinear = orientation(s.a, s.b, t.a) == 0 && orientation(s.a, s.b, t.b) == 0;
  if (collinear || determinant == 0) {  // the inner two of the four ends bound the common part
    std::array<Point, 4> ends{s.a, s.b, t.a, t.b};
    std::sort(ends.begin(), ends.end(),
              [](const Point& p, const Point& q) { return p.x < q.x || (p.x == q.x && p.y < q.y); });
    return {0.5 * (ends[1].x + ends[2].x), 0.5 * (ends[1].y + ends[2].y)};
  }
  const double along = ((t.a.x - s.a.x) * vy - (t.a.y - s.a.y) * vx) / determinant;
  const double k = std::clamp(along, 0.0, 1.0);
  return {s.a.x + k * ux, s.a.y + k * uy};
}

}  // namespace somn::netgen
