// The default tolerance of `adaptive` puts every switching time of nwn_10k within 1e-4 s of the limit, in a small part
// of the factorisations that forward Euler needs for that (more than 50 000).
#include <somn/native/solver.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <limits>

using namespace somn;

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

// [s] when each junction first passes 2.46e-6 S, the logarithmic middle of its conductances
std::vector<double> passages(native::Solver& solver, std::size_t n_junctions) {
  const double g = std::sqrt(7.77e-8 * (7.77e-8 + 7.77e-5));
  std::vector<double> times(n_junctions, never), before(n_junctions, 0.0);
  while (solver.step()) {
    const native::Point p = solver.point();
    for (std::uint32_t j = 0; j < n_junctions; ++j)
      if (times[j] == never && before[j] < g && p.conductances[j] >= g)
        times[j] = solver.crossing_time({j}, g, solver.previous_time(), p.time);
    before.assign(p.conductances.begin(), p.conductances.end());
  }
  return times;
}

}  // namespace

TEST_CASE("default tolerance: every junction of nwn_10k switches within 1e-4 s of the limit") {
  const char* folder = std::getenv("SOMN_REFERENCE_DATA");
  if (!folder) {
    fmt::print("skipped: SOMN_REFERENCE_DATA does not point to the reference data\n");
    return;
  }
  const netgen::Network network = netgen::read_network(std::filesystem::path(folder) / "networks/nwn_10k.edges");
  const circuit::Circuit c = netlist::build_circuit(network, {.law = "tunnel"}, {.amplitude = 1.8}, "test");
  native::Solver plain(c, {.t_stop = 1}), fine(c, {.t_stop = 1, .rtol = 1e-5});
  const std::vector<double> times = passages(plain, c.junctions.size()), limit = passages(fine, c.junctions.size());
  double worst = 0;
  std::size_t n = 0;
  for (std::size_t j = 0; j < times.size(); ++j) {
    if (times[j] == never && limit[j] == never) continue;
    worst = std::max(worst, std::abs(times[j] - limit[j]));
    ++n;
  }
  const native::Statistics s = plain.statistics();
  fmt::print("{} junctions switch, the worst {:.2g} s off; {} steps, {} factorisations\n", n, worst, s.steps,
             s.factorisations);
  CHECK(n == 2082);
  CHECK(worst < 1e-4);
  CHECK(s.factorisations < 3000);
}
