// A network as SPICE text: what `somn netlist` writes.
#pragma once

#include <somn/experiment/experiment.hpp>

#include <string>

namespace somn::workflow {

struct NetlistRequest {
  std::string subcircuit = {};     // its name: pins source, drain, other electrodes, substrate; empty: a deck
  std::string islands = "drop";    // drop | keep | shunt: parts that no path joins to the electrodes
  std::string dead_ends = "keep";  // keep | drop: what lies on no path between two electrodes
};

struct Netlist {
  std::string text;
  std::size_t n_junctions = 0;  // in it
};

// The experiment's network with its laws and, of a deck, its drive and transient. `where` names the network in errors:
// InputError for one without source and drain, and for dead ends dropped where islands are kept.
Netlist netlist(const experiment::Experiment&, const NetlistRequest&, const std::string& where);

}  // namespace somn::workflow
