// Networks out of our own SPICE files: decks and subcircuits that `somn netlist` wrote.
#pragma once

#include <somn/netgen/network.hpp>

#include <filesystem>
#include <optional>

namespace somn::cli {

// The network in a .cir, .lib or .sp file (netlist::network_of): nodes, junctions, electrodes, wires, laws and what of
// their parameters is not the default. Nothing for other endings. InputError with file:line:column.
std::optional<netgen::Network> network_of_deck(const std::filesystem::path&);

}  // namespace somn::cli
