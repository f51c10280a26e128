// Networks out of any file that somn reads.
#pragma once

#include <somn/netgen/network.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace somn::workflow {

// .graphml, .edges, .csv (somn/netgen/files.hpp); and out of our own SPICE files, the decks and subcircuits that `somn
// netlist` wrote (.cir .lib .sp), the network in them (netlist::network_of): nodes, junctions, electrodes, wires, laws
// and what of their parameters is not the default. `format` names one of the former; empty: the ending does. InputError
// with file:line:column.
netgen::Network read_network(const std::filesystem::path&, std::string_view format = {});

// A file and what it does not say.
struct NetworkSource {
  std::string file, format = {};
  std::string nodes = {};                            // a table of nodes beside that of edges; empty: none
  std::vector<std::string> source = {}, drain = {};  // by name or number
  std::vector<std::string> electrodes = {};          // NAME=NODE,NODE...; any of these replace those of the file
};
netgen::Network read_network(const NetworkSource&);

// "wires, seed 7", or the name of the file that it was read from.
std::string title_of(const netgen::Network&, const std::filesystem::path& file);

}  // namespace somn::workflow
