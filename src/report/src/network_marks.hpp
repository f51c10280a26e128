// What stands around the picture of a network: electrode names, a scale bar, the colour axis. All return script lines.
#pragma once

#include <somn/netgen/network.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace somn::report {

struct Box {
  double left = std::numeric_limits<double>::infinity(), right = -left, bottom = left, top = -left;
  void add(netgen::Point p, double radius = 0) {
    left = std::min(left, p.x - radius), right = std::max(right, p.x + radius);
    bottom = std::min(bottom, p.y - radius), top = std::max(top, p.y + radius);
  }
  double width() const { return std::max({right - left, 0.2 * (top - bottom), 1e-30}); }
  double height() const { return std::max({top - bottom, 0.2 * (right - left), 1e-30}); }
};

// The rectangle around all bodies, or, where there are none, around the node positions.
Box bounding_box(const netgen::Network&, const std::vector<netgen::Point>& positions);

// The name of every electrode in its colour: at the side of the box that its bodies are nearest to, or, where it has one
// body or none, above its node.
std::string electrode_labels(const netgen::Network&, const std::vector<netgen::Point>& positions, const Box&);

// About a fifth of the width, rounded to 1, 2 or 5 times a power of ten; positions in metres.
std::string scale_bar(const Box&);

// Event counts from 0 (logarithmic, from 1, above 20) to `largest`.
std::string colour_axis(std::size_t largest);

}  // namespace somn::report
