// A network as SPICE text: what `somn netlist` writes.
#pragma once

#include <somn/experiment/experiment.hpp>
#include <somn/workflow/run.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace somn::workflow {

struct NetlistRequest {
  std::string subcircuit = {};   // its name: pins source, drain, other electrodes, substrate; empty: a deck
  std::string component = {};    // the name of one with the same pins and the whole network in one component
  std::string library = {};      // of a component or symbol: the file of the text, NAME.lib; NAME.somn stands beside it
  std::string symbol = {};       // of the pins, for this schematic editor: kicad, xschem; empty: none
  std::string dialect = {};      // junctions as plain elements of ngspice, ltspice or xyce; empty: of the code model
  std::string islands = "drop";  // drop | keep | shunt: parts that no path joins to the electrodes
  std::string dead_ends = "keep";  // keep | drop: what lies on no path between two electrodes

  bool has_pins() const { return !subcircuit.empty() || !component.empty(); }
};

struct Netlist {
  std::string text;
  std::size_t n_junctions = 0;  // in it
  std::vector<std::pair<std::filesystem::path, std::string>> beside = {};  // its other files: NAME.somn, a symbol
};

// The experiment's network with its laws and, of a deck, its drive and transient. `where` names the network in errors:
// InputError for one without source and drain, for dead ends dropped where islands are kept, and for a library that has no room beside it.
Netlist netlist(const experiment::Experiment&, const NetlistRequest&, const std::string& where);

// The same from a file of a network and a few words.
struct NetlistSource {
  std::string network;
  std::string model = netlist::default_law;
  Settings settings = {};                            // of the law; capacitance, ground_capacitance; mixture.LAW.PARAM
  Settings mixture = {};                             // law, fraction of the junctions
  std::vector<std::string> source = {}, drain = {};  // by name or number; empty: those of the file
  // Of a deck: "dc:9V", "sine:1V,5kHz", "triangle:1V,0.5Hz", of a current source in A: "dc:1uA"
  std::string drive = {}, series_resistance = "0 ohm", t_stop = {}, t_sample = {};
  std::string record = "source,states:4096";
};
Netlist netlist(const NetlistSource&, const NetlistRequest&);

}  // namespace somn::workflow
