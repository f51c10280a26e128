// What the page shows of a network: facts (JSON) and arrays (Payload). Names and meanings: page/types.ts.
#pragma once

#include <somn/netgen/network.hpp>
#include <somn/view/payload.hpp>

namespace somn::view {

// Nodes, bodies, junctions, electrodes, values of the junctions, in place: the network's own positions, else a layout
// (layout.hpp). Coordinates are (x - centre)/half, where half is half the longer side; 32-bit floats.
void add_network(const netgen::Network&, Json& facts, Payload&);

// What a network alone is coloured by: component, community, backbone, cut junctions, and the betweenness of junctions
// (L. Freeman 1977; U. Brandes, J. Math. Sociol. 25, 163 (2001)): from all nodes, or from so many, drawn with a fixed
// seed, as visit 2e8 junctions. Facts say which.
void add_structure(const netgen::Network&, Json& facts, Payload&);

}  // namespace somn::view
