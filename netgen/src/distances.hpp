#pragma once

#include "graph.hpp"

#include <somn/netgen/measures.hpp>

namespace somn::netgen {

inline constexpr std::uint32_t unreached = 0xffffffff;

// Vertices by distance from the start, breadth first.
struct Reach {
  std::vector<std::uint32_t> distance;  // [edges] `unreached` elsewhere
  std::vector<std::uint32_t> order;     // those reached, nearest first
};
// The result is put into `reach`, whose memory is used again. O(vertices + edges).
void reach_from(const Adjacency&, std::uint32_t start, Reach& reach);

// The vertices of the largest component, of the first where several are as large; m.components.
std::vector<std::uint32_t> main_component(const Adjacency&, Measures& m);

// Everything about path lengths within the component (measures.hpp).
void measure_paths(const Adjacency&, const std::vector<std::uint32_t>& component, Measures& m);

}  // namespace somn::netgen
