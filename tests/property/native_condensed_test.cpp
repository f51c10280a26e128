// A network condensed to its pins is the same network: against the trapezoid of the native solver, which has all nodes
// in one matrix, on the same grid; every law and mixtures, with and without capacitances, with rejected steps in between.
// Three things end a comparison before the drive does, and none of them is a fault:
//   the network itself   the solver parts from itself by 1e-9 when its drive is larger by 1e-12: thresholds that are
//                        passed one after the other amplify what is left by rounding
//   several solutions    of one long step: from one point to the next the two part, each with Kirchhoff's law fulfilled
//   no solution          of a long step, on the branch that a junction begins on (a host repeats it shorter)
// Of the last two nothing is left on a finer grid: around that time the two are compared anew, and have to get further.
// No edges (restarts): what counts as a jump there is decided in each iteration here, as the code model does
// (crossval/component_flat).
#include "random_network.hpp"
#include "tiny_host.hpp"

#include <somn/core/error.hpp>
#include <somn/native/solver.hpp>

#include <algorithm>
#include <catch2/catch.hpp>

using namespace somn;

namespace {

constexpr double same = 1e-7;  // [1] of the largest current

struct Course {
  std::vector<double> currents;  // [A]
  double kirchhoff = 0;          // [1] largest sum of the currents into all pins, in units of the largest of them
};

struct Case {
  circuit::Circuit circuit;
  double t_stop = 0;  // [s]
  int reject = 0;
};

// Every `reject`-th step is first tried with twice its length, and thrown away. Ends where a step has no solution.
Course by_condensed(const Case& of, const std::vector<double>& grid) {
  const circuit::Circuit& c = of.circuit;
  native::Condensed network = test::condensed(c);
  test::TinyHost host{c, network};
  Course result;
  const auto step = [&](double from, double h) {
    const bool is_first = from == 0;
    network.step({.from = from,
                  .h = h,
                  .is_first_order = is_first,
                  .companion = is_first ? native::Companion::euler(h) : native::Companion::trapezoid(h)});
  };
  network.hold();
  REQUIRE(host.solve(circuit::voltage(c.drive, 0)));
  network.accept();
  double t = 0;
  for (std::size_t k = 0; k < grid.size(); ++k) {
    const double h = grid[k] - t;
    if (of.reject > 0 && static_cast<int>(k) % of.reject == of.reject - 1) {
      step(t, 2 * h);
      host.solve(circuit::voltage(c.drive, t + 2 * h));
    }
    step(t, h);
    if (!host.solve(circuit::voltage(c.drive, grid[k]))) break;
    network.accept();
    result.currents.push_back(host.current());
    double sum = 0, size = 0;
    for (const double i : network.currents()) sum += i, size = std::max(size, std::abs(i));
    if (size > 0) result.kirchhoff = std::max(result.kirchhoff, std::abs(sum) / size);
    t = grid[k];
  }
  return result;
}

// Ends where the solver does.
Course by_solver(const Case& of, const std::vector<double>& grid, double drive = 1) {
  circuit::Circuit c = of.circuit;
  c.drive.amplitude *= drive;
  for (double& level : c.drive.levels) level *= drive;
  native::Solver solver(c, {.method = native::Method::trapezoid, .t_stop = of.t_stop, .times = grid, .restarts = {10 * of.t_stop}});
  Course result;
  try {
    while (solver.step()) result.currents.push_back(solver.point().i_source);
  } catch (const SimulationError&) {
  }
  return result;
}

std::size_t parting(const Course& a, const Course& b, double limit) {
  const std::size_t n = std::min(a.currents.size(), b.currents.size());
  for (std::size_t k = 0; k < n; ++k)
    if (!(std::abs(a.currents[k] - b.currents[k]) <= limit)) return k;
  return n;
}

struct Extent {
  double until = 0;  // [s] to here they are the same
  bool is_whole = false, has_solution = false;
  std::size_t n_points = 0;
};

struct Window {
  double at = 0, step = 0;  // [s]
};

// How far the two are the same on a grid of 1000 steps, with finer ones in windows
Extent extent(const Case& of, const std::vector<Window>& windows) {
  const circuit::Drive& drive = of.circuit.drive;
  const double h = of.t_stop / 1000;
  std::vector<double> grid = circuit::corners(drive, of.t_stop);
  for (int k = 1; k <= 1000; ++k) grid.push_back(k * h);
  for (const Window& w : windows)
    for (int k = -3000; k <= 2000; ++k)
      if (const double t = w.at + k * w.step; t > 0 && t < of.t_stop) grid.push_back(t);
  std::sort(grid.begin(), grid.end());
  const double close = 1e-6 * (windows.empty() ? h : windows.back().step);
  grid.erase(std::unique(grid.begin(), grid.end(), [&](double a, double b) { return b - a <= close; }), grid.end());
  const Course solver = by_solver(of, grid), moved = by_solver(of, grid, 1 + 1e-12), condensed = by_condensed(of, grid);
  CHECK(condensed.kirchhoff <= 1e-11);
  double largest = 0;
  for (const double i : solver.currents) largest = std::max(largest, std::abs(i));
  const std::size_t own = parting(solver, moved, 0.01 * same * largest);
  const std::size_t both = parting(solver, condensed, same * largest);
  if (both >= own) return {.until = of.t_stop, .is_whole = true, .n_points = own};
  return {.until = grid[both], .has_solution = both < condensed.currents.size(), .n_points = both};
}

struct Count {
  int n = 0, n_whole = 0, n_several = 0;
  std::size_t n_points = 0;
};

void compare(const std::string& name, const std::vector<std::string>& laws, std::uint64_t seed, Count& count) {
  test::RandomNetwork r = test::random_network(seed, laws, seed % 2 == 0);
  Case of{std::move(r.circuit), r.t_stop, static_cast<int>(seed % 3) * 4};
  of.circuit.terminals = {{"source", of.circuit.source}, {"drain", of.circuit.drain}};
  CAPTURE(name, seed);
  const Extent coarse = extent(of, {});
  ++count.n, count.n_whole += coarse.is_whole, count.n_several += coarse.has_solution;
  count.n_points += coarse.n_points;
  if (coarse.is_whole) return;
  std::vector<Window> windows;
  Extent fine = coarse;
  for (double step = of.t_stop / 1000; windows.size() < 2 && fine.until <= coarse.until;) {
    windows.push_back({fine.until, step *= 1e-3});
    fine = extent(of, windows);
  }
  CAPTURE(coarse.until / of.t_stop, fine.until / of.t_stop, windows.size());
  CHECK(fine.until > coarse.until);
}

}  // namespace

TEST_CASE("every law on the grid of the trapezoid") {
  Count count;
  for (const models::Law& law : models::laws())
    for (std::uint64_t seed = 1; seed <= 6; ++seed) compare(law.name, {law.name}, seed, count);
  CHECK(count.n == 72);
  CHECK(count.n_whole >= 60);
  CHECK(count.n_several <= 2);
  CHECK(count.n_points > 40000);
}

TEST_CASE("mixtures") {
  Count count;
  for (std::uint64_t seed = 11; seed <= 16; ++seed) {
    compare("tunnel and vts", {"tunnel", "vts"}, seed, count);
    compare("break, vteam and stanford", {"break", "vteam", "stanford"}, seed, count);
  }
  CHECK(count.n == 12);
  CHECK(count.n_whole >= 8);
  CHECK(count.n_several == 0);
  CHECK(count.n_points > 5000);
}
