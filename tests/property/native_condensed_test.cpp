// A network condensed to its pins is the same network: against the trapezoid of the native solver, which has all nodes
// in one matrix, on the same grid; every law and mixtures, with and without capacitances, with rejected steps in between.
#include "random_network.hpp"
#include "tiny_host.hpp"

#include <somn/native/solver.hpp>

#include <algorithm>
#include <catch2/catch.hpp>

using namespace somn;

namespace {

struct Course {
  std::vector<double> currents, states;
  double kirchhoff = 0;  // [A] largest sum of the currents into all pins
};

bool is_corner(const std::vector<double>& corners, double t) {
  return t == 0 || std::any_of(corners.begin(), corners.end(), [&](double c) { return std::abs(c - t) <= 1e-12 * c; });
}

// Every `reject`-th step is first tried with twice its length, and thrown away.
Course by_condensed(const circuit::Circuit& c, const std::vector<double>& grid, double t_stop, int reject) {
  native::Condensed network = test::condensed(c);
  test::TinyHost host{c, network};
  const std::vector<double> corners = circuit::corners(c.drive, t_stop);
  Course result;
  const auto step = [&](double from, double h) {
    const bool is_first = is_corner(corners, from);
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
    if (reject > 0 && static_cast<int>(k) % reject == reject - 1) {
      step(t, 2 * h);
      host.solve(circuit::voltage(c.drive, t + 2 * h));
    }
    step(t, h);
    CAPTURE(k, t);
    REQUIRE(host.solve(circuit::voltage(c.drive, grid[k])));
    network.accept();
    result.currents.push_back(host.current());
    double sum = 0;
    for (const double i : network.currents()) sum += i;
    result.kirchhoff = std::max(result.kirchhoff, std::abs(sum));
    t = grid[k];
  }
  result.states.resize(c.junctions.size());
  for (std::size_t k = 0; k < network.states().size(); ++k)
    result.states[network.junction_of_slot()[k]] = network.states()[k];
  return result;
}

Course by_solver(const circuit::Circuit& c, const std::vector<double>& grid, double t_stop) {
  native::Solver solver(c, {.method = native::Method::trapezoid, .t_stop = t_stop, .times = grid});
  Course result;
  while (solver.step()) result.currents.push_back(solver.point().i_source);
  result.states = solver.states();
  return result;
}

void compare(const std::string& name, const std::vector<std::string>& laws, std::uint64_t seed, bool stores) {
  test::RandomNetwork r = test::random_network(seed, laws, stores);
  circuit::Circuit& c = r.circuit;
  c.terminals = {{"source", c.source}, {"drain", c.drain}};
  CAPTURE(name, seed, stores);
  std::vector<double> grid = circuit::corners(c.drive, r.t_stop);
  for (int k = 1; k <= 300; ++k) grid.push_back(k * r.t_stop / 300);
  std::sort(grid.begin(), grid.end());
  grid.erase(std::unique(grid.begin(), grid.end(), [](double a, double b) { return b - a <= 1e-9 * b; }), grid.end());
  Course solver;
  try {
    solver = by_solver(c, grid, r.t_stop);
  } catch (const Error&) {
    return;  // no solution on this grid
  }
  const Course condensed = by_condensed(c, grid, r.t_stop, static_cast<int>(seed % 3) * 4);
  REQUIRE(condensed.currents.size() == solver.currents.size());
  double largest = 0, worst = 0;
  for (const double i : solver.currents) largest = std::max(largest, std::abs(i));
  for (std::size_t k = 0; k < grid.size(); ++k)
    worst = std::max(worst, std::abs(condensed.currents[k] - solver.currents[k]));
  CHECK(worst <= 1e-7 * largest);
  CHECK(condensed.kirchhoff <= 1e-12 * largest);
}

}  // namespace

TEST_CASE("every law on the grid of the trapezoid") {
  for (const models::Law& law : models::laws())
    for (std::uint64_t seed = 1; seed <= 6; ++seed) compare(law.name, {law.name}, seed, seed % 2 == 0);
}

TEST_CASE("mixtures") {
  for (std::uint64_t seed = 11; seed <= 16; ++seed) {
    compare("tunnel and vts", {"tunnel", "vts"}, seed, seed % 2 == 0);
    compare("break, vteam and stanford", {"break", "vteam", "stanford"}, seed, seed % 2 == 0);
  }
}
