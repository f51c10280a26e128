// Where to draw a network, and how far its parts are from the source.
#pragma once

#include <somn/netgen/network.hpp>

#include <string>
#include <vector>

namespace somn::view {

// Number of junctions between the source and each node (breadth-first search, pieces of wire count nothing); n_nodes where
// there is no path.
// The source is the electrode "source", else the first one; without electrodes node 0. O(nodes + junctions).
std::vector<std::size_t> distance_from_source(const netgen::Network&);

// A junction is as far away as the nearer of its two nodes.
std::vector<std::size_t> junction_distance(const netgen::Network&);

// The network's own positions, or where it has none a force-directed picture (Fruchterman & Reingold 1991, by
// Boost.Graph, fixed seed; above 2000 nodes Pivot MDS, Brandes & Pich 2007), turned so that the source is on the left and
// the drain on the right. Then the unit is arbitrary.
std::vector<netgen::Point> drawing_positions(const netgen::Network&);

}  // namespace somn::view
