// What `somn inspect` says of a network: counts, distances, clusters, who carries current, where it stands against the
// percolation threshold.
//
// Three graphs are made of a network, which are one where there are neither resistors nor electrodes of several nodes:
//   bodies    nodes joined by resistors are one body (a wire of several pieces is one wire), so that both
//             representations of a film measure the same: degrees, distances, clustering, communities
//   circuit   the nodes of an electrode are one contact; junctions and resistors are edges: current paths, conductance
//   contacts  both: distance, cut junctions and minimum cut between source and drain, counted in junctions
#pragma once

#include <somn/netgen/network.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace somn::netgen {

// Percolation thresholds of infinite samples. S. Mertens, C. Moore, Phys. Rev. E 86, 061109 (2012),
// doi:10.1103/PhysRevE.86.061109.
inline constexpr double stick_threshold = 5.6372858;  // [1] n l^2 of equal, isotropic sticks of length l
inline constexpr double disc_threshold = 0.676348;    // [1] covered fraction of overlapping equal discs

// Where a network stands against the percolation threshold of its ensemble, by its recipe.
struct RelativeDensity {
  std::optional<double> value;  // [1] density / threshold; 1 is critical
  std::string rule;             // what was compared: "n l^2 / 5.63729", or why there is no value
};

// wires  n l^2 / stick_threshold, l the mean length (a spread of lengths lowers the true threshold a little)
// discs  coverage / disc_threshold: touching; junctions across gaps conduct below it
// lattice  bond_p or site_p / p_c of the infinite lattice (J. Essam, M. Sykes, J. Math. Phys. 5, 1117 (1964); X. Feng,
//          Y. Deng, H. Bloete, PRE 78, 031136 (2008); J. Wang et al., PRE 87, 052107 (2013)); none where both are
//          diluted
// random  mean degree / 1: the giant component (P. Erdoes, A. Renyi 1960)
// Empty for all others.
RelativeDensity density_against_threshold(const Network&);
std::optional<double> relative_density(const Network&);  // its value

// Which parts can carry current between two electrodes: a part is on a simple path from one electrode to another, each
// electrode taken as one node. All false where no two electrodes are joined. A node is on a path where one of its edges
// is; of an electrode only such nodes. O(nodes + junctions + resistors).
struct CurrentPaths {
  std::vector<bool> junctions, resistors, nodes;
};
CurrentPaths current_paths(const Network&);
std::vector<bool> on_current_path(const Network&);  // its junctions

// Junctions and bodies all current from source to drain must pass: without one of them, the two are apart ("red
// bonds": H. Stanley, J. Phys. A 10, L211 (1977)). O(nodes + junctions).
struct Cuts {
  std::vector<bool> junctions;
  std::size_t n_bodies = 0;  // source and drain are not counted
};
Cuts cuts(const Network&);

// The fewest junctions whose removal parts source from drain. Empty where they are not joined, or joined by resistors
// alone. Boykov and Kolmogorov's maximum flow on the current paths: fast on films, junctions * cut at worst.
std::optional<std::size_t> minimum_cut(const Network&);

// Conductance between source and drain with 1 S for every junction and 1 / resistance for every resistor, hence in
// units of one junction [1]. Empty where they are not joined, or one node. Sparse LDL^T where the factor is small,
// else conjugate gradients to a residual of 1e-12. 10^6 junctions of a film take seconds.
std::optional<double> effective_conductance(const Network&);

// The partition of the bodies with the highest modularity that Louvain's method finds from a fixed seed:
// V. Blondel et al., J. Stat. Mech. P10008 (2008), doi:10.1088/1742-5468/2008/10/P10008. Parallel junctions count
// once. About O(junctions).
struct Communities {
  std::vector<std::uint32_t> of_node;  // per node of the network, numbered by first member
  std::size_t n = 0;
  std::optional<double> modularity;  // [1] Q of M. Newman, M. Girvan, PRE 69, 026113 (2004); empty without junctions
};
Communities communities(const Network&);

struct Measures {
  std::size_t nodes = 0, junctions = 0, resistors = 0;
  std::size_t bodies = 0;          // nodes, if there are no resistors
  std::size_t components = 0;      // of bodies; one without junctions is one
  std::size_t main_component = 0;  // [nodes] of the largest, of the first where several have as many bodies
  bool is_spanning = false;        // source and drain are joined

  double mean_degree = 0, degree_variance = 0;  // [1] junctions at a body
  std::size_t min_degree = 0, max_degree = 0;
  std::vector<std::size_t> degree_histogram;  // [k] = bodies with k junctions
  // Correlation of the degrees at the two ends of a junction: M. Newman, PRL 89, 208701 (2002),
  // doi:10.1103/PhysRevLett.89.208701. Parallel junctions count once. Empty where all degrees are equal.
  std::optional<double> assortativity;  // [1]

  std::optional<std::size_t> shortest_path;  // [junctions] source to drain; empty where not spanning
  // Over pairs of distinct bodies of the main component, in junctions. Exact up to 2000 bodies, where each is a start;
  // above that from seeded random starts: 2000, or as many as visit 5e8 bodies and junctions, at least 50; `diameter`
  // is then a lower bound.
  double mean_path = 0;
  double mean_path_se = 0;  // [junctions] standard error of the sampling; 0 where exact
  double path_variance = 0;
  std::vector<std::size_t> path_histogram;  // [d] = pairs (start, other body) at distance d; exact: each pair twice
  double efficiency = 0;                    // [1] mean of 1/distance: V. Latora, M. Marchiori, PRL 87, 198701 (2001)
  std::size_t diameter = 0;
  std::size_t path_starts = 0;  // starts used
  bool paths_exact = true;

  // Mean over all bodies of (joined pairs of neighbours) / (pairs of neighbours), 0 for fewer than two neighbours:
  // D. Watts, S. Strogatz, Nature 393, 440 (1998), doi:10.1038/30918. Parallel junctions count once.
  double clustering = 0;               // [1]
  std::optional<double> transitivity;  // [1] 3 triangles / paths of two junctions; empty without such paths
  // (C / C_random) / (L / L_random) of the main component; M. Humphries, K. Gurney, PLoS ONE 3, e0002051 (2008). The
  // random graph of as many bodies n and joined pairs, mean degree k, has C = k / (n - 1) and
  // L = (ln n - 0.5772) / ln k + 1/2 (A. Fronczak et al., PRE 70, 056110 (2004)). Empty for k <= 1 or n < 3.
  std::optional<double> small_world;  // [1]

  std::size_t communities = 0;
  std::optional<double> modularity;  // [1]

  // Empty where no two electrodes are joined. Dead ends are all junctions off the current paths; those of them joined
  // to an electrode dangle, the others are detached.
  std::optional<std::size_t> backbone_junctions, backbone_nodes, dead_end_junctions;
  std::optional<std::size_t> dangling_junctions, dangling_nodes;
  // Empty where source and drain are not joined.
  std::optional<std::size_t> cut_junctions, cut_bodies, minimum_cut;
  std::optional<double> effective_conductance;  // [1] in units of one junction

  std::optional<double> relative_density;  // [1] see above
  std::string density_rule;                // what was compared, or why there is no such number
  std::string hash;
};

// O(nodes + junctions) but for distances (starts * junctions), triangles (junctions^1.5 at worst), conductance and
// minimum cut (see there). 10^6 junctions of a film take about half a minute.
Measures measure(const Network&);

// Junctions on the shortest path from source to drain, wires counting nothing; empty where no path joins them.
// O(junctions log junctions).
std::optional<std::size_t> shortest_path(const Network&);

}  // namespace somn::netgen
