// A circuit: elements between nodes, one drive, no engine. Description is not execution: both engines read this.
//
// Node 0..n_nodes-1 are the network's nodes. The drain is ground. The ideal source drives the source node through the
// series resistance (none where it is 0). Capacitances and resistances are linear; junctions follow their law.
#pragma once

#include <somn/circuit/drive.hpp>
#include <somn/core/ids.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace somn::circuit {

// A law with its parameter values; shared by all junctions that refer to it. At most 256 per circuit: ngspice parses
// models in quadratic time.
struct Model {
  std::string law = {};             // a name of models::laws()
  std::vector<double> values = {};  // [SI] in the order of the law's parameter table
};

struct Junction {
  JunctionId id = {};
  NodeId positive = {}, negative = {};  // V = V(positive) - V(negative)
  std::uint32_t model = 0;              // index into Circuit::models
};

struct Resistor {
  NodeId a = {}, b = {};
  double resistance = 0;  // [ohm] > 0
};

// An electrode of the network: the pins of a network that is placed in a larger circuit.
struct Terminal {
  std::string name = {};  // "source", "drain", "gate", ...
  NodeId node = {};
  std::optional<Drive> drive = {};  // of an electrode beside source and drain; without, it floats
};

struct Circuit {
  std::string title = {};
  std::size_t n_nodes = 0;
  std::vector<std::string> node_names = {};  // n_nodes, or empty: then nodes have numbers only
  std::vector<NodeId> contact = {};  // per node: the first one of its electrode, else itself; or empty: itself
  std::vector<bool> is_connected =
      {};  // per node: reached from the electrodes; the others are left out of the equations
  NodeId source = {}, drain = {};
  std::vector<Terminal> terminals = {};  // source, drain, then the others by name
  std::vector<Model> models = {};
  std::vector<Junction> junctions =
      {};  // junctions[k].id.index == k; those of unconnected nodes stay at their initial state
  std::vector<Resistor> resistors = {};  // pieces of wire
  double junction_capacitance = 0;  // [F] across every junction
  double ground_capacitance = 0;    // [F] from every node to ground
  Drive drive = {};
};

// The node of the equations whose voltage a node has.
inline NodeId contact_of(const Circuit& c, NodeId node) {
  return c.contact.empty() ? node : c.contact[node.index];
}

}  // namespace somn::circuit
