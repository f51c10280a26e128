// The explicit half of `adaptive` (networks of ohmic junctions whose rates depend on the voltage alone, no
// capacitances): exact where voltages are known, third order, Kirchhoff at every point, right where it is stiff and
// RODAS4P2 takes over, and the same bytes after a restart.
#include "grow.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;

namespace {

circuit::Circuit tunnels(const netgen::Network& network, const circuit::Drive& drive, double b = 10) {
  const models::Law& law = models::law("tunnel", "test");
  netlist::Material m{
      .law = "tunnel", .values = law.defaults(), .spread = {}, .junction_capacitance = 0.0, .ground_capacitance = 0.0};
  m.values[law.index("b", "test")] = b;
  return netlist::build_circuit(network, m, drive, "test");
}

netgen::Network wires(const char* box) {
  return test::grow("wires", {{"seed", "1"}, {"density", "0.1 /um2"}, {"box", box}});
}

netgen::Network single() {
  return netgen::from_edges("# nodes 2 edges 1 source 0 drain 1\n0 1\n", "test");
}

circuit::Drive table(std::vector<double> times, std::vector<double> levels) {
  return {.kind = circuit::DriveKind::pwl, .times = std::move(times), .levels = std::move(levels)};
}

native::Solver finished(const circuit::Circuit& c, const native::Options& o) {
  native::Solver solver(c, o);
  while (solver.step()) {
  }
  return solver;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double worst = 0;
  for (std::size_t k = 0; k < a.size(); ++k) worst = std::max(worst, std::abs(a[k] - b[k]));
  return worst;
}

circuit::Drive sine() {
  return {.kind = circuit::DriveKind::sine, .amplitude = 0.7, .frequency = 2};
}

}  // namespace

TEST_CASE("one junction under a ramp: exact whatever the tolerance, over every kink, in steps and within them") {
  // growth above 10 mV, rest, decay below 5 mV towards zero, the same on the other side
  const circuit::Circuit c = tunnels(single(), table({0, 1, 2}, {30e-3, -30e-3, 60e-3}), 4);
  const auto grown = [](double from, double to) {  // int of v - 10 mV along 30 mV - 60 mV/s t, while it is positive
    const auto at = [](double t) { return 0.02 * t - 0.03 * t * t; };
    return at(std::min(to, 1.0 / 3)) - at(std::min(from, 1.0 / 3));
  };
  native::Solver solver(c, {.t_stop = 0.4, .rtol = 0.1});
  while (solver.step()) {
    const double t = solver.point().time, before = solver.previous_time();
    CHECK(solver.point().states[0] == Approx(grown(0, t)).epsilon(1e-12));
    const double between = before + 0.3 * (t - before);
    CHECK(solver.interpolated(between).states[0] == Approx(grown(0, between)).epsilon(1e-12));
  }
  // t in (5/12, 1/2): decay 4 (5 mV - v) from the peak 1/300 Vs, (1/2, 7/12) likewise; 2/3 on: growth downwards
  const double peak = 0.02 / 3 - 0.03 / 9, lost = 2 * 4 * 0.5 * 5e-3 / 12;
  CHECK(finished(c, {.t_stop = 0.6, .rtol = 0.1}).states()[0] == Approx(peak - lost).epsilon(1e-12));
  const double down = 0.5 * 20e-3 / 3;
  CHECK(finished(c, {.t_stop = 1, .rtol = 0.1}).states()[0] == Approx(peak - lost - down).epsilon(1e-12));
}

TEST_CASE("third order: the error of a network that switches falls with the tolerance, to what the trapezoid finds") {
  const circuit::Circuit c = tunnels(wires("20 um"), sine());
  const double t_stop = 0.35;
  const auto at = [&](double rtol) { return finished(c, {.t_stop = t_stop, .rtol = rtol}); };
  const native::Solver limit = at(1e-11);
  const auto trapezoid = [&](int steps) {
    const native::Options o{.method = native::Method::trapezoid, .t_stop = t_stop, .dt = t_stop / steps};
    return distance(limit.states(), finished(c, o).states());
  };
  CHECK(trapezoid(40000) < 1e-7);
  CHECK(trapezoid(10000) / trapezoid(40000) == Approx(16).margin(4));
  // the slope of the line through all: the error of one tolerance is a matter of where the steps happen to end
  std::vector<double> n, e;
  for (const double rtol : {1e-5, 1e-6, 1e-7, 1e-8}) {
    const native::Solver s = at(rtol);
    n.push_back(std::log(static_cast<double>(s.statistics().steps)));
    e.push_back(std::log(distance(s.states(), limit.states())));
  }
  const double mean_n = (n[0] + n[1] + n[2] + n[3]) / 4, mean_e = (e[0] + e[1] + e[2] + e[3]) / 4;
  double up = 0, across = 0;
  for (std::size_t k = 0; k < 4; ++k)
    up += (n[k] - mean_n) * (e[k] - mean_e), across += (n[k] - mean_n) * (n[k] - mean_n);
  CAPTURE(n, e);
  CHECK(-up / across == Approx(3).margin(0.5));
  CHECK(std::exp(e[0]) < 10 * 1e-5 * 0.01);
}

TEST_CASE("Kirchhoff at every accepted point; one factorisation a step") {
  const circuit::Circuit c = tunnels(wires("40 um"), {.amplitude = 1});
  for (const double rtol : {1e-2, 1e-4, 1e-6}) {
    native::Solver solver(c, {.t_stop = 0.5, .rtol = rtol});
    double worst = 0;
    while (solver.step()) worst = std::max(worst, solver.kirchhoff_residual());
    const native::Statistics s = solver.statistics();
    CAPTURE(rtol, worst, s.steps, s.rejected, s.factorisations);
    CHECK(worst < 0.3 * rtol);
    CHECK(static_cast<double>(s.factorisations) < 1.05 * static_cast<double>(s.steps + s.rejected) + 50);
  }
}

TEST_CASE("where decay is stiff RODAS4P2 takes over: steps of accuracy, not of stability, and the same limit") {
  // chains that discharge against each other: b = 1e5 makes df/dx some 1e6 1/s
  const circuit::Circuit c = tunnels(wires("20 um"), table({0, 0.2, 0.3, 1}, {1.2, 1.2, 0.05, 0.05}), 1e5);
  const native::Solver solver = finished(c, {.t_stop = 1, .rtol = 1e-4}),
                       fine = finished(c, {.t_stop = 1, .rtol = 1e-6});
  const native::Statistics s = solver.statistics();
  CAPTURE(s.steps, s.rejected, s.factorisations, fine.statistics().steps);
  CHECK(s.factorisations < 5000);  // 11 561 without
  CHECK(distance(solver.states(), fine.states()) < 1e-3 * 0.01);
}

TEST_CASE("a check point in the middle: the same bytes, explicit and stiff") {
  for (const double b : {10.0, 1e5}) {
    const circuit::Circuit c = tunnels(wires("20 um"), sine(), b);
    const native::Options o{.t_stop = 0.5};
    native::Solver whole(c, o);
    for (int n = 0; n < 150 && whole.step(); ++n) {
    }
    native::Solver resumed(c, o);
    resumed.restore(whole.checkpoint());
    while (whole.step()) {
    }
    while (resumed.step()) {
    }
    CHECK(whole.statistics().steps > 200);
    CHECK(whole.checkpoint() == resumed.checkpoint());
  }
}
