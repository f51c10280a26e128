// How the time to grow a film grows with its size, over four decades, on one core.
//   cmake --build build --target netgen_generate_bench && build/bench/netgen_generate_bench
// CPU seconds, the best of three; per log: seconds / (N log2 N) with N bodies. Peak memory is of the whole program.
#include "costs.hpp"

#include <somn/core/units.hpp>
#include <somn/netgen/generate.hpp>

#include <cmath>
#include <fmt/format.h>

namespace {

using somn::netgen::Network;
using Options = std::vector<std::pair<std::string, std::string>>;

void row(const std::string& ensemble, double bodies, const Options& options) {
  double best = INFINITY;
  Network network;
  for (int repeat = 0; repeat < 3; ++repeat) {
    const double start = somn::bench::cpu();
    network = somn::netgen::generate({.ensemble = ensemble, .options = options, .where = "bench"});
    best = std::min(best, somn::bench::cpu() - start);
  }
  fmt::print("| {} | {:.0f} | {} | {} | {:.4f} | {:.2f} | {} |\n", ensemble, bodies, network.n_nodes,
             network.n_junctions(), best, 1e9 * best / (bodies * std::log2(bodies)),
             static_cast<long>(somn::bench::peak_bytes() / 0x1p20));
}

std::string number(double value) {
  return value >= 1 ? fmt::format("{:.0f}", value) : somn::to_text(value);
}

}  // namespace

int main() {
  fmt::print(
      "| ensemble | bodies | nodes | junctions | CPU s | ns per N log2 N | peak MB |\n|---|---|---|---|---|---|---|\n");
  for (const double n : {1e2, 1e3, 1e4, 1e5, 1e6})
    row("wires", n, {{"box", number(std::sqrt(n / 1e11))}, {"density", "0.1 /um2"}});
  for (const double n : {1e3, 1e4, 1e5, 1e6, 1e7})  // coverage 0.6: N = 1.1667 (box/diameter)^2
    row("discs", n, {{"box", number(1e-8 * std::sqrt(n / 1.16666))}, {"coverage", "0.6"}});
  for (const double n : {1e2, 1e3, 1e4, 1e5, 1e6})
    row("wires", n, {{"box", number(std::sqrt(n / 1e11))}, {"representation", "resistive"}});
  for (const double n : {1e2, 1e3, 1e4, 1e5, 1e6})
    row("lattice", n, {{"size", number(std::round(std::sqrt(n)))}, {"kind", "triangular"}, {"bond_p", "0.8"}});
  for (const double n : {1e2, 1e3, 1e4, 1e5, 1e6}) {
    row("random", n, {{"nodes", number(n)}, {"junctions", number(3 * n)}});
    row("small-world", n, {{"nodes", number(n)}, {"degree", "6"}});
    row("scale-free", n, {{"nodes", number(n)}, {"links", "3"}});
  }
}
