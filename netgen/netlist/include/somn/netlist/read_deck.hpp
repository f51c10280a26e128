// Reads back what deck.hpp writes: decks and subcircuits of this program, edited by hand if need be. Not all of SPICE:
// the elements and cards named in deck.hpp, lower case, numbers without suffixes, one value for all c<k> and one for
// all cg<k>, junctions, models and resistors in ascending order. Comments are skipped, but for the head (title,
// remarks) and the line of electrodes. Anything else is an InputError with file:line:column.
#pragma once

#include <somn/netlist/deck.hpp>

#include <string>
#include <string_view>

namespace somn::netlist {

struct Deck {
  circuit::Circuit circuit = {};
  Transient transient = {};     // of a subcircuit: the remarks only
  std::string subcircuit = {};  // its name; empty: a deck that runs by itself
};

// Writing what was read gives the same bytes. Nodes and junctions keep their numbers; a number that the text does not
// use is an unconnected node, or a junction from a node to itself. The drain of a deck, and a pin without capacitance
// to ground, get the lowest numbers that are free. Drives come back as SPICE knows them: steps as pwl, a pulse with its
// edges and period spelled out. O(text).
Deck read_deck(std::string_view text, const std::string& source);

std::string write(const Deck&);  // write_deck or write_subcircuit

}  // namespace somn::netlist
