// The symbol of a subcircuit for a schematic editor: a box with all its pins, the source and the first half of the others
// on the left. KiCad finds the library by the name given; xschem by an .include of one's own, and takes the symbol's name
// from that of its file.
#pragma once

#include <somn/circuit/circuit.hpp>

#include <string>
#include <vector>

namespace somn::netlist {

// Of a subcircuit: pin_names(), and `substrate` where nodes have a capacitance to ground.
std::vector<std::string> subcircuit_pins(const circuit::Circuit&);

struct Symbol {
  std::string extension;  // ".kicad_sym", ".sym"
  std::string text;
};

// `editor`: kicad, xschem; InputError for others. O(pins).
Symbol write_symbol(const circuit::Circuit&, const std::string& editor, const std::string& name,
                    const std::string& library);

}  // namespace somn::netlist
