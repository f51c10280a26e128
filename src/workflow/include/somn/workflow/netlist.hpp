// A network as SPICE text: what `somn netlist` writes.
#pragma once

#include <somn/experiment/experiment.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace somn::workflow {

struct NetlistRequest {
  std::string subcircuit = {};     // its name: pins source, drain, other electrodes, substrate; empty: a deck
  std::string component = {};      // the name of one with the same pins and the whole network in one component
  std::string library = {};        // of a component or symbol: the file of the text, NAME.lib; NAME.somn stands beside it
  std::string symbol = {};         // of the pins, for this schematic editor: kicad, xschem; empty: none
  std::string dialect = {};        // junctions as plain elements of ngspice, ltspice or xyce; empty: of the code model
  std::string islands = "drop";    // drop | keep | shunt: parts that no path joins to the electrodes
  std::string dead_ends = "keep";  // keep | drop: what lies on no path between two electrodes
};

struct Netlist {
  std::string text;
  std::size_t n_junctions = 0;  // in it
  std::vector<std::pair<std::filesystem::path, std::string>> beside = {};  // files that belong to it: NAME.somn, a symbol
};

// The experiment's network with its laws and, of a deck, its drive and transient. `where` names the network in errors:
// InputError for one without source and drain, for dead ends dropped where islands are kept, and for a library that has no room beside it.
Netlist netlist(const experiment::Experiment&, const NetlistRequest&, const std::string& where);

}  // namespace somn::workflow
