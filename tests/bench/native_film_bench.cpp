// Large films with the method `adaptive`: memory per junction, and what a step costs, every n-th of them on a line.
//
//   native_film_bench vts|tunnel BOX VOLT STEPS [RTOL [T_STOP]]      BOX: the side of a box of wires, "1.8 mm"
// vts has 0.1 pF across each junction, 1 fF to ground and 1 Mohm before the film; tunnel has none of these.
#include "costs.hpp"

#include <somn/native/solver.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <string>

using namespace somn;

int main(int argc, char** argv) {
  if (argc < 5) return fmt::print(stderr, "usage: native_film_bench vts|tunnel BOX VOLT STEPS [RTOL [T_STOP]]\n"), 2;
  const std::string law = argv[1];
  const std::uint64_t steps = static_cast<std::uint64_t>(std::atoll(argv[4])), every = (steps + 19) / 20;
  const bool is_vts = law == "vts";
  const double start = bench::cpu();
  const netgen::Network network = netgen::generate(
      {.ensemble = "wires", .options = {{"seed", "3"}, {"density", "0.1 /um2"}, {"box", argv[2]}}, .where = "bench"});
  circuit::Drive drive{.amplitude = std::atof(argv[3])};
  if (is_vts) drive.series_resistance = 1e6;
  netlist::Material material{.law = law};
  if (is_vts) material.junction_capacitance = 1e-13, material.ground_capacitance = 1e-15;
  const circuit::Circuit c = netlist::build_circuit(network, material, drive, "bench");
  const double n = static_cast<double>(c.junctions.size());
  fmt::print("{} junctions, grown in {:.1f} CPU s, {:.0f} B a junction\n", n, bench::cpu() - start,
             bench::peak_bytes() / n);
  const double begin = bench::cpu();
  native::Solver solver(c, {.t_stop = argc > 6 ? std::atof(argv[6])
                                      : is_vts ? 2e-6
                                               : 1.0,
                            .rtol = argc > 5 ? std::atof(argv[5]) : 1e-3});
  fmt::print("set up in {:.1f} CPU s, {:.0f} B a junction\n", bench::cpu() - begin, bench::peak_bytes() / n);
  double last = bench::cpu();
  native::Statistics before;
  for (std::uint64_t k = 1; k <= steps && solver.step(); ++k) {
    if (k % every != 0) continue;
    const native::Statistics s = solver.statistics();
    const double now = bench::cpu(), done = static_cast<double>(s.steps - before.steps);
    fmt::print("step {}, t = {:.4g} s: {:.4g} CPU s, {:.2f} factorisations of {:.0f} rows, {:.2f} rejected a step\n",
               s.steps, solver.point().time, (now - last) / done,
               static_cast<double>(s.factorisations - before.factorisations) / done,
               static_cast<double>(s.rows_factorised - before.rows_factorised) /
                   static_cast<double>(std::max<std::uint64_t>(1, s.factorisations - before.factorisations)),
               static_cast<double>(s.rejected - before.rejected) / done);
    std::fflush(stdout);
    last = now, before = s;
  }
  fmt::print("{:.1f} CPU s in all, peak {:.2f} GB, {:.0f} B a junction\n", bench::cpu() - start,
             1e-9 * bench::peak_bytes(), bench::peak_bytes() / n);
}
