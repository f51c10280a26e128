#pragma once

#include <somn/netgen/network.hpp>

namespace somn::netgen {

// On which side of the line a -> b lies c? +1 left, -1 right, 0 on it; exact.
int orientation(const Point& a, const Point& b, const Point& c);

}  // namespace somn::netgen
