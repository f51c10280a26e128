// Where wires cross. The predicate is exact: its sign is that of the determinant in real arithmetic on the given
// doubles (J. R. Shewchuk, Discrete Comput. Geom. 18, 305 (1997), doi:10.1007/PL00009321), so the answer does not
// depend on the order of the wires, the size of the cells or the machine.
//
// Wires are closed segments: touching is crossing. Two wires that share an end point, a wire that ends on another, and
// parallel wires that overlap have one junction each; for an overlap it sits at the middle of the common part.
#pragma once

#include <somn/netgen/network.hpp>

#include <cstdint>
#include <vector>

namespace somn::netgen {

struct Segment {
  Point a, b;  // [m] its ends; a == b is a point
};

struct Crossing {
  std::uint32_t first = 0, second = 0;    // indices of the segments, first < second
  Point at;                               // [m] on the first segment as given
  std::int16_t boxes_x = 0, boxes_y = 0;  // the second one, moved by so many boxes, meets the first there
};

// Opposite sides that are one line: x and x + box are the same place, or y and y + box.
struct Sides {
  bool x = false, y = false;
};

// Do the closed segments have a point in common? Exact.
bool meet(const Segment&, const Segment&);

// A common point of two segments that meet. [m] Rounded: good to about 1e-16 of the coordinates / sin(angle).
Point meeting_point(const Segment&, const Segment&);

// All pairs of segments that meet, each once, ascending in (first, second).
// `box` [m] > 0 is the side of the square [0,box)^2 in which the middles of the segments lie (the ends may leave it).
// Segments never cross themselves; of several meetings of a pair, through periodic sides, one is told. Cost: about
// N log N for N segments of a bounded length at a fixed density; N + crossings in memory.
std::vector<Crossing> crossings(const std::vector<Segment>& segments, double box, Sides periodic);

}  // namespace somn::netgen
