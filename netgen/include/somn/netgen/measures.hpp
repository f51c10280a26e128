// What `somn inspect` says of a network: counts, distances, clusters, where it stands against the percolation
// threshold.
#pragma once

#include <somn/netgen/network.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace somn::netgen {

// Percolation thresholds of infinite samples; S. Mertens, C. Moore, Phys. Rev. E 86, 061109 (2012),
// doi:10.1103/PhysRevE.86.061109.
inline constexpr double stick_threshold = 5.6372858;  // [1] n l^2 of equal, isotropic sticks of length l
inline constexpr double disc_threshold = 0.676348;    // [1] covered fraction of overlapping equal discs

// The density of the recipe in units of its threshold [1]: n l^2 / stick_threshold for `wires` (l the mean length; a
// spread of lengths lowers the true threshold a little), coverage / disc_threshold for `discs`. Empty for other
// ensembles. For `discs` the threshold is that of touching; junctions across gaps conduct below it.
std::optional<double> relative_density(const Network&);

// Which junctions can carry current between source and drain: those on a simple path from one to the other, each
// electrode taken as one node. All false without such a path. O(nodes + junctions).
std::vector<bool> on_current_path(const Network&);

struct Measures {
  std::size_t nodes = 0, junctions = 0;
  std::size_t components = 0;      // a node without junctions is one
  std::size_t main_component = 0;  // [nodes] of the largest
  bool is_spanning = false;        // source and drain are joined

  double mean_degree = 0;  // [1] junctions at a node
  std::size_t min_degree = 0, max_degree = 0;
  std::vector<std::size_t> degree_histogram;  // [k] = nodes with k junctions

  std::optional<std::size_t> shortest_path;  // [junctions] source to drain; empty where not spanning
  // Over pairs of distinct nodes of the main component, in junctions. Exact up to 2000 nodes, where every node is a
  // start; above that from 2000 seeded random starts, and `diameter` is then a lower bound.
  double mean_path = 0;
  std::size_t diameter = 0;
  std::size_t path_starts = 0;  // starts used: equal to main_component where exact

  // Mean over all nodes of (joined pairs of neighbours) / (pairs of neighbours), 0 for fewer than two neighbours:
  // D. Watts, S. Strogatz, Nature 393, 440 (1998), doi:10.1038/30918. Parallel junctions count once.
  double clustering = 0;  // [1]

  std::optional<std::size_t> dead_end_junctions;  // carry no current between source and drain; empty where not spanning
  std::optional<double> relative_density;         // [1] see above
  std::string hash;
};

// O(nodes + junctions) except for the distances: starts * junctions.
Measures measure(const Network&);

}  // namespace somn::netgen
