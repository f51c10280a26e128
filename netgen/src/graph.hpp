// A network as a graph (the three graphs of measures.hpp).
#pragma once

#include <somn/netgen/network.hpp>

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace somn::netgen {

using Ends = std::pair<std::uint32_t, std::uint32_t>;

// Nodes merged into the vertices of a graph, numbered by their first node.
struct Vertices {
  std::vector<std::uint32_t> of_node;
  std::size_t n = 0;

  std::uint32_t operator[](NodeId node) const { return of_node[node.index]; }
};

Vertices bodies(const Network&);
Vertices circuit(const Network&);
Vertices contacts(const Network&);

// (smaller, larger) vertex of every junction; equal for a junction inside a vertex.
std::vector<Ends> junction_ends(const Network&, const Vertices&);
// The same, then those of the resistors.
std::vector<Ends> edge_ends(const Network&, const Vertices&);
// Ascending, each once, without loops.
std::vector<Ends> simple_edges(std::vector<Ends>);

// Neighbours of every vertex, ascending. O(edges) for sorted simple edges.
class Adjacency {
 public:
  Adjacency(const std::vector<Ends>& sorted_simple_edges, std::size_t n_vertices);
  std::size_t n_vertices() const { return start_.size() - 1; }
  std::size_t n_edges() const { return target_.size() / 2; }
  std::size_t degree(std::size_t v) const { return start_[v + 1] - start_[v]; }
  std::span<const std::uint32_t> neighbours(std::size_t v) const { return {target_.data() + start_[v], degree(v)}; }

 private:
  std::vector<std::size_t> start_;
  std::vector<std::uint32_t> target_;
};

inline constexpr std::uint32_t no_block = 0xffffffff;

// The biconnected component (block) of every edge, in any numbering; `no_block` for loops. Edges may be parallel: they
// share a block. R. Tarjan, SIAM J. Comput. 1, 146 (1972), doi:10.1137/0201010. O(vertices + edges).
std::vector<std::uint32_t> blocks(const std::vector<Ends>& edges, std::size_t n_vertices);

// The edges (junctions, then resistors, of the circuit) on a simple path from the source to the drain.
std::vector<bool> between_source_and_drain(const Network&, const Vertices& vertices);

}  // namespace somn::netgen
