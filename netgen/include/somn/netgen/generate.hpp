// Ensembles by name. One table of options feeds the command line, experiment files and the documentation.
#pragma once

#include <somn/core/units.hpp>
#include <somn/netgen/network.hpp>

#include <string>
#include <utility>
#include <vector>

namespace somn::netgen {

struct Option {
  std::string name;  // as in an experiment file: "length_sd"; on the command line "--length-sd"
  enum class Kind { quantity, integer, flag, choice } kind = Kind::quantity;
  Dimension dimension;                      // of a quantity
  std::string default_text;                 // "10 um", "42", "false", "left-right"
  double min = 0, max = 0;                  // [SI] legal range of a quantity or integer; an infinite max is no bound
  bool min_open = false, max_open = false;  // the end point itself is illegal
  std::vector<std::string> choices;         // of a choice
  std::string meaning;                      // one line
};

struct Ensemble {
  std::string name;
  std::string meaning;
  std::vector<Option> options;  // own and common ones (seed, electrodes, periodic, prune, keep_all)
};

const std::vector<Ensemble>& ensembles();

// What to grow: unnamed options have their defaults. Values are text with units, as the user wrote them.
struct Recipe {
  std::string ensemble;
  std::vector<std::pair<std::string, std::string>> options;
  std::string where;  // for messages: "film.toml:4: network" or "somn generate"
};

// Same recipe, same network, on every machine. Throws InputError for an unknown ensemble or option, a value outside its
// range, an empty sample, one in which no path joins the electrodes, and one in which a single body joins both.
//
// Ensembles (densities in units of their percolation threshold: relative_density in measures.hpp):
//   wires  P. Sanz-Leon, J. Hochstetter et al., NWNsim; Hochstetter et al., Nat. Commun. 12, 4008 (2021),
//          doi:10.1038/s41467-021-24260-z: round(density box^2) wires, middles uniform in the box (the ends may leave
//          it), directions uniform, lengths Gamma distributed; a node per wire, a junction per crossing (crossings.hpp)
//   discs  J. Quintanilla, R. Ziff, PRE 76, 051115 (2007), doi:10.1103/PhysRevE.76.051115: N equal discs, middles
//   uniform,
//          coverage = 1 - exp(-N pi r^2 / box^2); a node per group of overlapping discs, a junction per pair of groups
//          whose smallest gap is below gap_cutoff diameters, in the middle of that gap (junction value "gap_m")
//
// Electrodes left-right: every body that reaches x <= 0 (x >= box) is part of the left (right) contact, one node.
// Numbering: n0 is the left contact (source), n1 the right one (drain), then the bodies as they were deposited.
// Junctions ascend in (smaller node, larger node); of junctions parallel to another, which arise at the contacts, the
// first by body is kept. Polarity is drawn per pair of bodies, so that prune and keep_all leave it as it is. Junction
// values: "x_m", "y_m" and those of the ensemble. Cost: N log N for N bodies at a fixed density; 317 000 wires (10^6
// junctions) take about a second.
Network generate(const Recipe&);

}  // namespace somn::netgen
