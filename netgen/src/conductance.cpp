// Effective conductance of the uniform network.
//
//   edges between source and drain only: junctions of 1 S, resistors of 1/R                  (circuit graph)
//   V = 1 at the source, 0 at the drain; the other vertices obey Kirchhoff:  sum_e g_e (V_v - V_w) = 0
//   solve A V = b, A symmetric positive definite, b = conductance to the source
//   G = sum over the edges at the source of g_e (1 - V_w)
//
// A is factored, except where every vertex is near the source: there conjugate gradients need few iterations, about as
// many as the graph is deep, and random graphs, which are shallow, would fill in. Films are deep and nearly plane, with
// factors of about N log N; the size of the factor is known beforehand from the elimination tree (T. Davis, Direct
// Methods for Sparse Linear Systems, SIAM 2006, ch. 4), and one too large (cubic lattices) is not computed.
#define EIGEN_MPL2_ONLY
#include "distances.hpp"
#include "graph.hpp"

#include <somn/netgen/measures.hpp>

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>

namespace somn::netgen {
namespace {

using Matrix = Eigen::SparseMatrix<double>;
using Vector = Eigen::VectorXd;

constexpr double most_factor_entries = 5e7;  // 600 MB
constexpr int always_direct = 5000;          // [vertices]

// Entries of the factor of the permuted matrix, or anything above the limit as soon as it is passed. Row k of L has an
// entry for each vertex on the paths in the elimination tree from the neighbours i < k of k up to k.
double factor_entries(const Matrix& a) {
  const int n = static_cast<int>(a.cols());
  std::vector<int> parent(static_cast<std::size_t>(n), -1), seen(static_cast<std::size_t>(n), -1);
  double entries = 0;
  for (int k = 0; k < n && entries <= most_factor_entries; ++k) {
    seen[static_cast<std::size_t>(k)] = k;
    for (Matrix::InnerIterator it(a, k); it; ++it)
      for (int i = static_cast<int>(it.row()); i < k && seen[static_cast<std::size_t>(i)] != k;
           i = parent[static_cast<std::size_t>(i)]) {
        if (parent[static_cast<std::size_t>(i)] == -1) parent[static_cast<std::size_t>(i)] = k;
        seen[static_cast<std::size_t>(i)] = k;
        ++entries;
      }
  }
  return entries;
}

// Distances from the source to the last vertex. [edges]
double depth(const std::vector<Ends>& live, std::size_t n_vertices, std::uint32_t source) {
  Reach reach;
  reach_from(Adjacency(simple_edges(live), n_vertices), source, reach);
  return reach.distance[reach.order.back()];
}

bool solve_by_iteration(const Matrix& a, const Vector& b, Vector& x) {
  Eigen::ConjugateGradient<Matrix, Eigen::Lower | Eigen::Upper> solver(a);
  solver.setTolerance(1e-12);
  solver.setMaxIterations(20000);
  x = solver.solve(b);
  return solver.info() == Eigen::Success;
}

Vector solve(const Matrix& a, const Vector& b, bool is_shallow) {
  Vector x;
  if (is_shallow && solve_by_iteration(a, b, x)) return x;
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> inverse;
  Eigen::AMDOrdering<int>()(a, inverse);
  const Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> order = inverse.inverse();
  Matrix permuted(a.rows(), a.cols());
  permuted = a.twistedBy(order);
  if (factor_entries(permuted) > most_factor_entries && solve_by_iteration(a, b, x)) return x;
  const Eigen::SimplicialLDLT<Matrix, Eigen::Lower, Eigen::NaturalOrdering<int>> factor(permuted);
  return inverse * factor.solve(order * b);
}

}  // namespace

std::optional<double> effective_conductance(const Network& network) {
  const Vertices vertices = circuit(network);
  const std::vector<bool> live = between_source_and_drain(network, vertices);
  if (std::find(live.begin(), live.end(), true) == live.end()) return {};
  const std::vector<Ends> edges = edge_ends(network, vertices);
  const std::uint32_t source = vertices[network.electrodes.at("source").front()];
  const std::uint32_t drain = vertices[network.electrodes.at("drain").front()];
  const auto conductance = [&](std::size_t k) {  // [S]
    return k < network.n_junctions() ? 1 : 1 / network.resistors[k - network.n_junctions()].resistance;
  };

  std::vector<int> row(vertices.n, -1);
  int n = 0;
  for (std::size_t k = 0; k < edges.size(); ++k)
    if (live[k])
      for (const std::uint32_t v : {edges[k].first, edges[k].second})
        if (v != source && v != drain && row[v] < 0) row[v] = n++;

  std::vector<Eigen::Triplet<double>> entries;
  Vector b = Vector::Zero(n);
  double direct = 0;  // [S] source to drain
  for (std::size_t k = 0; k < edges.size(); ++k) {
    if (!live[k]) continue;
    const auto [u, v] = edges[k];
    const double g = conductance(k);
    if (row[u] >= 0 && row[v] >= 0) entries.emplace_back(row[u], row[v], -g), entries.emplace_back(row[v], row[u], -g);
    for (const auto& [inner, other] : {Ends(u, v), Ends(v, u)})
      if (row[inner] >= 0) {
        entries.emplace_back(row[inner], row[inner], g);
        if (other == source) b[row[inner]] += g;
      }
    if (row[u] < 0 && row[v] < 0) direct += g;
  }
  if (n == 0) return direct;
  Matrix a(n, n);
  a.setFromTriplets(entries.begin(), entries.end());
  std::vector<Ends> live_edges;
  for (std::size_t k = 0; k < edges.size(); ++k)
    if (live[k]) live_edges.push_back(edges[k]);
  const bool is_shallow = n > always_direct && depth(live_edges, vertices.n, source) < 2 * std::log2(n);
  const Vector voltage = solve(a, b, is_shallow);
  return direct + b.dot(Vector::Ones(n) - voltage);
}

}  // namespace somn::netgen
