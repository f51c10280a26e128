#pragma once

#include "attached_film.hpp"

#include <algorithm>

namespace somn::netgen {

// A gap between two nodes.
struct Joined {
  Junction junction;
  std::uint32_t gap;

  std::pair<NodeId, NodeId> ends() const { return std::minmax(junction.positive, junction.negative); }
};

// Fills a network whose junctions are those of `joined` with the part of the film that the settings ask for: junctions
// and their values, resistors, bodies, positions. node_of: per group, before the renumbering.
void select(Network&, const AttachedFilm&, const std::vector<Joined>& joined, std::vector<std::uint32_t> node_of,
            const Settings&);

}  // namespace somn::netgen
