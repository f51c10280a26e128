// Ensembles by name. One table of options feeds the command line, experiment files and the documentation.
#pragma once

#include <somn/core/units.hpp>
#include <somn/netgen/network.hpp>

#include <string>
#include <utility>
#include <vector>

namespace somn::netgen {

struct Option {
  std::string name = {};  // as in an experiment file: "length_sd"; on the command line "--length-sd"
  enum class Kind { quantity, integer, flag, choice, text } kind = Kind::quantity;
  Dimension dimension = {};                 // of a quantity
  std::string default_text = {};            // "10 um", "42", "false", "left-right"
  double min = 0, max = 0;                  // [SI] legal range of a quantity or integer; an infinite max is no bound
  bool min_open = false, max_open = false;  // the end point itself is illegal
  std::vector<std::string> choices = {};    // of a choice
  std::string meaning = {};                 // one line
};

struct Ensemble {
  std::string name;
  std::string meaning;
  std::string source;           // the paper it follows
  std::vector<Option> options;  // own and common ones (seed, electrodes, points, periodic, prune, keep_all, ...)
};

const std::vector<Ensemble>& ensembles();

// What to grow: unnamed options have their defaults. Values are text with units, as the user wrote them.
struct Recipe {
  std::string ensemble;
  std::vector<std::pair<std::string, std::string>> options;
  std::string where;  // for messages: "film.toml:4: network" or "somn generate"
};

// Same recipe, same network, on every machine and any number of threads. Throws InputError for an unknown ensemble or
// option, a value outside its range, an empty sample, one in which no path joins source and drain, and one in which a
// single body touches two electrodes.
//
// Ensembles (each in its own file, which holds its rules, its options and its paper):
//   films with a geometry: wires, discs      lattices: lattice      graphs without one: random, small-world, scale-free
//
// Electrodes (contacts.hpp); "source" and "drain" always, any further name with `pads` and `points`:
//   left-right  every body that reaches the left (right) border is part of that equipotential contact, one node
//   bus         the contact is a node of its own, joined by a junction to every body that reaches the border
//   pads        named rectangles; every body that reaches one is part of that contact, one node
//   points      the body nearest to each named point, or the node of that number, is the electrode
//
// Numbering: the contacts (source, drain, then the others as named), unless they are points; then the bodies as they
// were deposited, sites row by row, nodes of graphs as they came. Junctions ascend in (smaller node, larger node); of
// junctions parallel to another, which arise at merged contacts, the first by body is kept. Polarity is drawn per pair
// of bodies, so that prune and keep_all leave it as it is. Junction values: "x_m", "y_m" where there is a geometry, and
// those of the ensemble. Cost: N log N for N bodies at a fixed density.
Network generate(const Recipe&);

}  // namespace somn::netgen
