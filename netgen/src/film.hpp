#pragma once

#include "settings.hpp"

#include <somn/netgen/network.hpp>

namespace somn::netgen {

// A junction between two groups of bodies, before there are contacts.
struct Gap {
  std::uint32_t a = 0, b = 0;  // groups, a < b
  Point at;                    // [m]
  double width = 0;            // [m]
};

// What was deposited: bodies that touch form groups, numbered by their first body.
struct Film {
  double box = 0;            // [m] side
  std::vector<Body> bodies;  // as deposited; node = group
  std::size_t n_groups = 0;
  std::vector<Gap> gaps;   // ascending in (a, b), one per pair
  bool has_width = false;  // widths mean something: junction value "gap_m"
};

Film grow_wires(const Settings&);
Film grow_discs(const Settings&);

// The film between its electrodes: contacts merged, polarity drawn, the connected part kept, nodes numbered.
Network contacted(Film film, const Ensemble&, const Settings&);

}  // namespace somn::netgen
