#pragma once

#include "film.hpp"

#include <algorithm>

namespace somn::netgen {

inline constexpr std::uint32_t left = 0, right = 1;  // the nodes of the contacts
inline constexpr std::uint32_t none = 0xffffffff;

// A gap between two nodes.
struct Joined {
  Junction junction;
  std::uint32_t gap;

  std::pair<NodeId, NodeId> ends() const { return std::minmax(junction.positive, junction.negative); }
};

// Fills a network whose junctions are those of `joined` with the part of the film that the settings ask for: junctions
// and their values, bodies, positions. node_of: per group, before the renumbering.
void select(Network&, const Film&, const std::vector<Joined>& joined, std::vector<std::uint32_t> node_of,
            const Settings&);

}  // namespace somn::netgen
