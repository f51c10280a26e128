// Networks out of any file that somn reads.
#pragma once

#include <somn/netgen/network.hpp>

#include <filesystem>
#include <string_view>

namespace somn::workflow {

// .graphml, .edges, .csv (somn/netgen/files.hpp); and out of our own SPICE files, the decks and subcircuits that `somn
// netlist` wrote (.cir .lib .sp), the network in them (netlist::network_of): nodes, junctions, electrodes, wires, laws
// and what of their parameters is not the default. `format` names one of the former; empty: the ending does. InputError
// with file:line:column.
netgen::Network read_network(const std::filesystem::path&, std::string_view format = {});

}  // namespace somn::workflow
