#pragma once

#include "settings.hpp"

#include <somn/netgen/crossings.hpp>
#include <somn/netgen/network.hpp>

namespace somn::netgen {

inline constexpr std::uint32_t none = 0xffffffff;

// A junction between two groups of bodies, before there are contacts.
struct Gap {
  std::uint32_t a = 0, b = 0;  // groups, a < b
  Point at = {};               // [m]
  double width = 0;            // [m]
};

// What self-assembly left, before there are electrodes: bodies that touch form groups, numbered by their first body.
// A graph without geometry has groups and gaps only.
struct Film {
  Point box = {};  // [m] far corner; the near one is the origin
  Sides periodic = {};
  double left = 0, right = 0;               // [m] the borders: a body at x <= left (x >= right) reaches them
  std::vector<Body> bodies = {};            // as deposited; node = group
  bool shows_bodies = true;                 // they are more than points
  std::vector<Point> places = {};           // [m] of the groups; empty: the mean of their bodies
  std::vector<double> heights = {};         // [m] of the groups; empty in the plane
  std::vector<std::uint32_t> numbers = {};  // of the groups, ascending; empty: 0, 1, 2, ...
  std::size_t n_groups = 0;
  std::vector<Gap> gaps = {};              // ascending in (a, b), one per pair
  std::vector<Resistor> resistors = {};    // between groups
  std::vector<double> ohm_per_metre = {};  // of the bodies; empty: they are equipotential
  std::vector<Crossing> crossings = {};    // behind the gaps, where ohm_per_metre is told
  bool has_width = false;                  // widths mean something: junction value "gap_m"

  bool has_geometry() const { return !bodies.empty(); }
  Point folded(Point) const;  // into the box, where sides are periodic
};

// On a wire from a (0) to b (1): the point at a place, and the place nearest to a point; 0 on a disc.
Point along(const Body& wire, double place);
double nearest_place(const Body& wire, const Point&);

// What generate() knows of an ensemble.
struct Growth {
  Ensemble table;  // own options only; the common ones are appended
  Film (*grow)(const Settings&);
};

Growth wires();
Growth discs();
Growth lattice();
Growth random_graph();
Growth small_world();
Growth scale_free();

// Top and bottom are joined with `periodic`; with electrodes that are points, left and right too.
Sides periodic_sides(const Settings&);

}  // namespace somn::netgen
