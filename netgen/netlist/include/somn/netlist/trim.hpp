// What of a circuit goes into a deck: islands and dead ends. Circuit in, circuit out; any engine may run the result.
#pragma once

#include <somn/circuit/circuit.hpp>

namespace somn::netlist {

inline constexpr double leak = 1e12;  // [ohm] far above any junction, near enough to hold a floating node

// Islands are parts that no path joins to the electrodes; build_circuit leaves them out.
//   drop   leaves them out
//   keep   takes them in, each tied to the drain by one leak, which carries no current: they rest at the drain's
//          potential
//   shunt  takes them in and ties every node of the circuit to the drain by a leak, which also holds what floats for
//          other reasons (an open gate); each carries v/leak
enum class Islands { drop, keep, shunt };

// Returns the number of islands. Nodes without junction or resistor are none. O(circuit).
std::size_t treat_islands(circuit::Circuit&, Islands);

// Connected means, from here on: reached from any terminal, not only from the source. For a circuit whose every
// terminal will be connected outside. O(circuit).
void reach_from_terminals(circuit::Circuit&);

struct DeadEnds {
  std::size_t junctions = 0, resistors = 0, nodes = 0;
};

// Leaves out what lies on no path between two terminals (netgen::current_paths). No direct current is lost. Lost are
// the nodes' capacitances to ground and the charge that reaches them through dead ends, hence a part of fast
// transients; their junctions keep their initial state. O(circuit).
DeadEnds drop_dead_ends(circuit::Circuit&);

}  // namespace somn::netlist
