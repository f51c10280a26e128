#define EIGEN_MPL2_ONLY
#include "network_conductance.hpp"

#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>
#include <vector>

namespace somn::experiment {
namespace {

using Matrix = Eigen::SparseMatrix<double>;
using Vector = Eigen::VectorXd;

constexpr int most_iterations = 10;  // with an old factor
constexpr double least = 1e-4;       // [1] of what was factored, for its factor to be of use
constexpr double accuracy = 1e-10;   // [1] of G: the square of the relative error of V
constexpr double leak = 1e-15;       // [1] of the largest conductance: no junction is without any, so that A is regular

struct Edge {
  int u = -1, v = -1;            // rows of A; negative: fixed
  double v_u = 0, v_v = 0;       // [V] at fixed ends
  double conductance = 0;        // [S] of a resistor
  std::ptrdiff_t junction = -1;  // whose conductance it has
  double* entries[3] = {};       // in the lower triangle: (u, u), (v, v), and the one between them
};

}  // namespace

struct NetworkConductance::System {
  std::vector<Edge> edges;
  Matrix a;  // lower triangle
  Eigen::SimplicialLDLT<Matrix, Eigen::Lower> factor;
  std::vector<double> given, factored;   // [S] conductances of the last call, and of the factor; empty: none yet
  std::vector<double> solution, before;  // [V] of the last call, and of the one before
  double result = 0;                     // [S] of the last call

  double conductance_of(const Edge& e, double floor) const {
    return e.junction < 0 ? e.conductance : std::max(given[static_cast<std::size_t>(e.junction)], floor);
  }

  // A, and b = the currents from the fixed nodes
  Vector assemble() {
    const double floor = leak * *std::max_element(given.begin(), given.end());
    std::fill(a.valuePtr(), a.valuePtr() + a.nonZeros(), 0.0);
    Vector b = Vector::Zero(a.cols());
    for (const Edge& e : edges) {
      const double g = conductance_of(e, floor);
      if (e.u >= 0) *e.entries[0] += g;
      if (e.v >= 0) *e.entries[1] += g;
      if (e.entries[2]) *e.entries[2] -= g;
      if (e.u >= 0 && e.v < 0) b[e.u] += g * e.v_v;
      if (e.v >= 0 && e.u < 0) b[e.v] += g * e.v_u;
    }
    return b;
  }

  double power(const Vector& x) const {
    const double floor = leak * *std::max_element(given.begin(), given.end());
    double sum = 0;
    for (const Edge& e : edges) {
      const double drop = (e.u < 0 ? e.v_u : x[e.u]) - (e.v < 0 ? e.v_v : x[e.v]);
      sum += conductance_of(e, floor) * drop * drop;
    }
    return sum;
  }

  // [1] A is at least so much of what was factored
  double least_part() const {
    const double floor = leak * *std::max_element(given.begin(), given.end()),
                 floor_of_factor = leak * *std::max_element(factored.begin(), factored.end());
    double part = 1;
    for (const Edge& e : edges) {
      if (e.junction < 0) continue;
      const auto k = static_cast<std::size_t>(e.junction);
      part = std::min(part, std::max(given[k], floor) / std::max(factored[k], floor_of_factor));
    }
    return part;
  }

  // |error|^2 in the norm of A is r A^-1 r, and that is at most r M^-1 r over that part, M being what was factored
  bool iterate(const Vector& b, Vector& x) const {
    const double part = least_part();
    if (part < least) return false;
    const auto whole = a.selfadjointView<Eigen::Lower>();
    Vector r = b - whole * x, z = factor.solve(r), p = z;
    double rz = r.dot(z);
    for (int k = 0; rz > accuracy * part * power(x); ++k) {
      if (k == most_iterations || !std::isfinite(rz)) return false;
      const Vector q = whole * p;
      const double step = rz / p.dot(q);
      x += step * p;
      r -= step * q;
      z = factor.solve(r);
      const double next = r.dot(z);
      p = z + next / rz * p;
      rz = next;
    }
    return true;
  }

  void refactor() {
    factor.factorize(a);
    factored = given;
  }

  double solve() {
    const Vector b = assemble();
    if (a.cols() == 0) return power(b);
    Vector x = Vector::Zero(a.cols());
    if (!factored.empty()) {
      x = Eigen::Map<const Vector>(solution.data(), a.cols());
      if (before.size() == solution.size()) x = 2 * x - Eigen::Map<const Vector>(before.data(), a.cols());
      if (!iterate(b, x)) factored.clear();
    }
    if (factored.empty()) {
      refactor();
      x = factor.solve(b);
    }
    std::swap(before, solution);
    solution.assign(x.data(), x.data() + x.size());
    return power(x);
  }
};

NetworkConductance::NetworkConductance(const circuit::Circuit& c) : system_(std::make_unique<System>()) {
  constexpr int fixed = -1;
  std::vector<int> row(c.n_nodes, fixed);
  std::vector<double> voltage(c.n_nodes, 0.0);
  const bool has_resistor = !c.drive.is_current && c.drive.series_resistance > 0;
  std::vector<bool> is_fixed(c.n_nodes, false);
  is_fixed[c.drain.index] = true;
  if (!has_resistor) is_fixed[c.source.index] = true, voltage[c.source.index] = 1;
  for (const circuit::Terminal& t : c.terminals)
    if (t.drive && !t.drive->is_current && !(t.drive->series_resistance > 0)) is_fixed[t.node.index] = true;
  int n = 0;
  for (std::size_t k = 0; k < c.n_nodes; ++k)
    if (c.is_connected[k] && !is_fixed[k]) row[k] = n++;

  std::vector<Edge>& edges = system_->edges;
  const auto add = [&](NodeId a, NodeId b, double g, std::ptrdiff_t junction) {
    if (a == b || !c.is_connected[a.index] || !c.is_connected[b.index]) return;
    edges.push_back({.u = row[a.index],
                     .v = row[b.index],
                     .v_u = voltage[a.index],
                     .v_v = voltage[b.index],
                     .conductance = g,
                     .junction = junction});
  };
  for (const circuit::Junction& j : c.junctions)
    add(j.positive, j.negative, 0, static_cast<std::ptrdiff_t>(j.id.index));
  for (const circuit::Resistor& r : c.resistors) add(r.a, r.b, 1 / r.resistance, -1);
  if (has_resistor)
    edges.push_back({.u = row[c.source.index], .v = fixed, .v_v = 1, .conductance = 1 / c.drive.series_resistance});
  for (const circuit::Terminal& t : c.terminals)
    if (t.drive && !t.drive->is_current && t.drive->series_resistance > 0)
      edges.push_back({.u = row[t.node.index], .v = fixed, .conductance = 1 / t.drive->series_resistance});

  std::vector<Eigen::Triplet<double>> entries;
  for (int k = 0; k < n; ++k) entries.emplace_back(k, k, 1.0);
  for (const Edge& e : edges)
    if (e.u >= 0 && e.v >= 0) entries.emplace_back(std::max(e.u, e.v), std::min(e.u, e.v), 1.0);
  system_->a.resize(n, n);
  system_->a.setFromTriplets(entries.begin(), entries.end());
  for (Edge& e : edges) {
    if (e.u >= 0) e.entries[0] = &system_->a.coeffRef(e.u, e.u);
    if (e.v >= 0) e.entries[1] = &system_->a.coeffRef(e.v, e.v);
    if (e.u >= 0 && e.v >= 0) e.entries[2] = &system_->a.coeffRef(std::max(e.u, e.v), std::min(e.u, e.v));
  }
  if (n > 0) system_->factor.analyzePattern(system_->a);
}

NetworkConductance::~NetworkConductance() = default;

double NetworkConductance::at(std::span<const double> conductances) {
  System& s = *system_;
  if (std::equal(conductances.begin(), conductances.end(), s.given.begin(), s.given.end())) return s.result;
  s.given.assign(conductances.begin(), conductances.end());
  const bool conducts = std::any_of(s.given.begin(), s.given.end(), [](double g) { return g > 0; });
  return s.result = conducts ? s.solve() : 0;
}

void NetworkConductance::archive(Archive& a) {
  System& s = *system_;
  a(s.given), a(s.factored), a(s.solution), a(s.before), a(s.result);
  if (!a.reads() || s.factored.empty()) return;
  const std::vector<double> last = s.given;
  s.given = s.factored;
  s.assemble();
  s.refactor();
  s.given = last;
}

}  // namespace somn::experiment
