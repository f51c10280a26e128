// The drawing of a memristor for schematic editors: a box with the meander, the thick bar at the negative end.
// Units: a third of the distance between the centre and a pin; x to the right, y up; p at (0, 3), n at (0, -3).
#pragma once

#include <array>

namespace somn::library {

struct ShapePoint {
  double x = 0, y = 0;
};

constexpr double shape_pin = 3, shape_half_width = 0.8, shape_half_height = 2, shape_bar = 0.3;
constexpr std::array<ShapePoint, 10> meander{{{0, 2},
                                              {0, 1.4},
                                              {0.4, 1.4},
                                              {0.4, 0.5},
                                              {-0.4, 0.5},
                                              {-0.4, -0.5},
                                              {0.4, -0.5},
                                              {0.4, -1.4},
                                              {0, -1.4},
                                              {0, -2}}};

}  // namespace somn::library
