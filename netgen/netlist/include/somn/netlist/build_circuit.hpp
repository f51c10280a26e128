// From a network to a circuit: every junction becomes a device of some law, every body a node with its capacitance.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/network.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::netlist {

// What the junctions are made of.
struct Material {
  std::string law = "vts";
  std::vector<double> values = {};                          // [SI] in the order of the law's table; empty: its defaults
  std::vector<std::pair<std::string, double>> spread = {};  // parameter, width of ln(value) [1]: device-to-device
  std::optional<double> junction_capacitance = {};          // [F]; absent: the law's default
  std::optional<double> ground_capacitance = {};            // [F] per node; absent: 1 % of the junction capacitance
};

// The name under which a network holds a parameter per junction: with its unit's tag, "v_set_V", "x0".
std::string value_name(const models::Parameter&);

// Log-normal device-to-device spread, written into the network as junction values ("v_set_V"), so that they are the
// network's from here on. Each parameter takes the medians of equally probable bins of exp(width z), z standard normal;
// at most 256 combinations in all. In `vts` one factor scales v_set and v_hold. Draws from the seed's stream "spread".
// Throws InputError for an unknown or a discrete parameter, and for a width outside [0, 1].
void apply_spread(netgen::Network&, const Material&, std::uint64_t seed, const std::string& where);

// Per-junction values of the network that bear a parameter's name and unit ("v_set_V", "tau_s", "x0") override the
// material's. Several nodes of one electrode are one contact. Nodes that no path joins to the electrodes are left out
// of the equations. Throws InputError for missing electrodes, illegal values, and an empty network.
circuit::Circuit build_circuit(const netgen::Network&, const Material&, const circuit::Drive&,
                               const std::string& where);

}  // namespace somn::netlist
