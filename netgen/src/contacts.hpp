// Electrodes on a film (what the choices mean: generate.hpp).
//
//   points = "source: 2 um, 25 um; drain: 48 um, 25 um; gate: 25 um, 50 um"     films: x, y
//   points = "source: 0; drain: 19"                                             lattices and graphs: numbers
//   pads   = "source: 0 um, 0 um, 5 um, 50 um; drain: 45 um, 0 um, 50 um, 50 um"      two opposite corners
//
// A name that comes twice is one electrode in two places.
#pragma once

#include "film.hpp"

namespace somn::netgen {

// A closed rectangle, which may be unbounded. [m]
struct Region {
  double x0, y0, x1, y1;
};

struct Contact {
  std::string name = {};
  std::vector<Region> regions = {};
  std::vector<Point> points = {};           // [m]
  std::vector<std::uint32_t> numbers = {};  // of groups
  Point middle = {};                        // [m] where to draw it
};

struct Contacts {
  enum class Joining { merged, by_junctions, themselves } joining = Joining::merged;
  std::vector<Contact> list = {};  // source, drain, then the others as named
};

Contacts read_contacts(const Settings&, const Film&);

// A body that reaches a contact.
struct Touch {
  std::uint32_t body = 0, contact = 0;
  double from = 0, to = 0;  // [1] the part of a wire (0 at a, 1 at b) that does
  Point at = {};            // [m] where it does
};

// Ascending in the contact, then the body. Of points, the nearest body each.
std::vector<Touch> find_touches(const Film&, const Contacts&);

// Per group: its contact, or none. Throws InputError where a group reaches two, or nothing reaches a contact.
std::vector<std::uint32_t> contact_of_groups(const Film&, const Contacts&, const std::vector<Touch>&, const Settings&);

// The options that belong to this file.
std::vector<Option> contact_options(const std::string& ensemble);

}  // namespace somn::netgen
