// From a network to a circuit: every junction becomes a device of some law, every body a node with its capacitance.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/netgen/network.hpp>
#include <somn/netlist/material.hpp>

#include <string>

namespace somn::netlist {

// Laws are the network's (junction_law) or the material's; per-junction values of the network that bear a parameter's
// name and unit override the material's. Several nodes of one electrode are one contact. Nodes that no path joins to
// the electrodes are left out of the equations. Throws InputError for missing electrodes, illegal values, more than
// max_models models (draw_junctions bins them) and an empty network. O(junctions log models).
circuit::Circuit build_circuit(const netgen::Network&, const Material&, const circuit::Drive&,
                               const std::string& where);

// The way back: the part of the network that a circuit holds, laws and values at its junctions. Nodes and junctions are
// renumbered without holes; columns hold the parameters that differ from the law's defaults somewhere. build_circuit
// with a default Material (and the circuit's capacitances) gives the circuit again.
netgen::Network network_of(const circuit::Circuit&);

}  // namespace somn::netlist
