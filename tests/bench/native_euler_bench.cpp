// CPU time of the native solver's forward Euler, law tunnel, against the floor: one numeric LDL^T factorisation and one
// solve by Eigen per step on the same matrix, pattern analysed once, measured in the same run.
//
//   native_euler_bench FILE.edges|BOX [STEPS [VOLT [DT]]]      BOX: the side of a box of wires, "1.84 mm"
#include "costs.hpp"
#include "film.hpp"

#include <somn/native/solver.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

using namespace somn;

namespace {

struct Floor {
  double factorise = 0, solve = 0;  // [s] each
};

// The reduced Laplacian of the network with the conductances of the last point.
Floor measure_floor(const circuit::Circuit& c, std::span<const double> g) {
  std::vector<int> index(c.n_nodes, -1);
  int n = 0;
  for (std::uint32_t k = 0; k < c.n_nodes; ++k)
    if (c.is_connected[k] && NodeId{k} != c.source && NodeId{k} != c.drain) index[k] = n++;
  std::vector<Eigen::Triplet<double>> entries;
  for (const circuit::Junction& j : c.junctions) {
    const int a = index[j.positive.index], b = index[j.negative.index];
    const double value = g[j.id.index];
    if (a >= 0) entries.emplace_back(a, a, value);
    if (b >= 0) entries.emplace_back(b, b, value);
    if (a >= 0 && b >= 0) entries.emplace_back(std::max(a, b), std::min(a, b), -value);
  }
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> ldlt;
  ldlt.analyzePattern(matrix);
  const int repeats = std::clamp(200000 / n, 2, 1000);
  const Eigen::VectorXd b = Eigen::VectorXd::Ones(n);
  Eigen::VectorXd x;
  Floor floor;
  for (int k = 0; k < repeats; ++k) {
    const double t0 = bench::cpu();
    ldlt.factorize(matrix);
    const double t1 = bench::cpu();
    x = ldlt.solve(b);
    floor.factorise += (t1 - t0) / repeats;
    floor.solve += (bench::cpu() - t1) / repeats;
  }
  return floor;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("usage: native_euler_bench FILE.edges|BOX [STEPS [VOLT [DT]]]\n", stderr), 2;
  const int steps = argc > 2 ? std::atoi(argv[2]) : 1000;
  const double volt = argc > 3 ? std::atof(argv[3]) : 1.8, dt = argc > 4 ? std::atof(argv[4]) : 1e-3;
  const std::string name = argv[1];  // a file, or the side of a box of wires, "1840 um"
  const circuit::Circuit c = netlist::build_circuit(bench::film(name), {.law = "tunnel"}, {.amplitude = volt}, "bench");
  const double t0 = bench::cpu();
  native::Solver solver(c, {.method = native::Method::euler, .t_stop = steps * dt, .dt = dt});
  const double t1 = bench::cpu();
  while (solver.step()) {
  }
  const double euler = bench::cpu() - t1;
  const double rss = bench::peak_bytes() / 0x1p20;
  const native::Statistics s = solver.statistics();
  const Floor floor = measure_floor(c, solver.point().conductances);
  const double per_step = euler / steps, bound = floor.factorise + floor.solve;
  fmt::print(
      "{} junctions: {} steps, {} factorisations of {:.0f} rows on average, set-up {:.3g} s, {:.4g} CPU s, {:.4g} "
      "s/step, "
      "floor {:.4g} s/step ({:.3g} + {:.3g}), ratio {:.3f}, peak {:.1f} MB, i = {:.12e} A\n",
      c.junctions.size(), s.steps, s.factorisations,
      static_cast<double>(s.rows_factorised) / static_cast<double>(std::max<std::uint64_t>(1, s.factorisations)),
      t1 - t0, euler, per_step, bound, floor.factorise, floor.solve, per_step / bound, rss, solver.point().i_source);
}
