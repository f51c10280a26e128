// The numbers of the volatile threshold switch (one junction, dimensionless set, series resistance 1): Hopf point,
// amplitudes, periods; and what holds at every accepted step of any network: Tellegen, the Lyapunov function (charge:
// native_charge).
#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace somn;

namespace {

circuit::Circuit oscillator(double v_s, double capacitance, const char* tau = "0.01", const char* delta = "0.02") {
  const models::Law& law = models::law("vts", "test");
  netlist::Material m{.law = "vts",
                      .values = law.preset_values("dimensionless", "test"),
                      .spread = {},
                      .junction_capacitance = capacitance,
                      .ground_capacitance = 0.0};
  m.values[law.index("tau", "test")] = law.parse(law.index("tau", "test"), tau, "test");
  m.values[law.index("delta", "test")] = law.parse(law.index("delta", "test"), delta, "test");
  circuit::Drive drive{.amplitude = v_s};
  drive.series_resistance = 1;
  return netlist::build_circuit(netgen::from_edges("# nodes 2 edges 1 source 0 drain 1\n0 1\n", "t"), m, drive, "test");
}

struct Cycle {
  double amplitude = 0,
         period = 0;  // of the voltage in the last third, peak to peak; mean distance of rising crossings of its middle
};

Cycle cycle(const circuit::Circuit& c, double t_stop, double rtol) {
  native::Solver solver(c, {.t_stop = t_stop, .dt_max = t_stop / 50, .rtol = rtol});
  std::vector<double> t, v;
  while (solver.step()) {
    const double from = solver.previous_time(), h = solver.point().time - from;
    for (int k = 1; k <= 32 && from > t_stop * 2 / 3; ++k) {  // of the step's curve
      t.push_back(from + h * k / 32);
      solver.interpolated(t.back());
      v.push_back(k < 32 ? solver.interpolated_voltage(c.source) : solver.voltage(c.source));
    }
  }
  const auto [low, high] = std::minmax_element(v.begin(), v.end());
  const double middle = 0.5 * (*low + *high);
  std::vector<double> crossings;
  for (std::size_t k = 1; k < v.size(); ++k)
    if (v[k - 1] < middle && v[k] >= middle)
      crossings.push_back(t[k - 1] + (middle - v[k - 1]) / (v[k] - v[k - 1]) * (t[k] - t[k - 1]));
  Cycle result{.amplitude = *high - *low};
  if (crossings.size() > 1)
    result.period = (crossings.back() - crossings.front()) / static_cast<double>(crossings.size() - 1);
  return result;
}

}  // namespace

TEST_CASE("vts: no oscillation below the Hopf capacitance, one above, with its period") {
  const double c_h = 0.00847752;
  CHECK(cycle(oscillator(5, 0.98 * c_h), 3, 1e-7).amplitude < 1e-6);
  CHECK(cycle(oscillator(5, 1.02 * c_h), 6, 1e-7).amplitude == Approx(2.7e-2).epsilon(0.05));
  CHECK(cycle(oscillator(5, 1.5 * c_h), 1, 1e-7).amplitude == Approx(1.5e-1).epsilon(0.05));
  CHECK(cycle(oscillator(5, 1.01 * c_h), 8, 1e-7).period == Approx(0.004038).margin(1e-6));
}

TEST_CASE("vts: periods of relaxation to the printed digits; Hopf voltages") {
  CHECK(cycle(oscillator(5, 1), 5, 1e-7).period == Approx(0.232490).margin(1e-6));
  CHECK(cycle(oscillator(5, 1, "1e-3"), 5, 1e-7).period == Approx(0.216654).margin(1e-6));
  CHECK(cycle(oscillator(5, 1, "1e-4"), 3, 1e-7).period == Approx(0.202336).margin(1e-6));
  CHECK(cycle(oscillator(5, 1, "1e-5"), 2, 1e-9).period == Approx(0.195564).margin(5e-7));
  CHECK(cycle(oscillator(5, 1, "1e-5", "0.002"), 2, 1e-9).period == Approx(0.193741).margin(5e-7));
  CHECK(cycle(oscillator(5, 1, "1e-6", "0.001"), 2, 1e-9).period == Approx(0.192928).margin(5e-7));
  CHECK(cycle(oscillator(2.176146 * 0.99, 1), 60, 1e-7).amplitude < 1e-6);
  CHECK(cycle(oscillator(2.176146 * 1.005, 1), 60, 1e-7).amplitude == Approx(0.717).epsilon(0.02));
}

TEST_CASE("vts: the upper Hopf voltage is gradual") {
  const double v_h = 145.817355;
  CHECK(cycle(oscillator(v_h * 0.98, 1), 4, 1e-7).amplitude == Approx(0.098).epsilon(0.01));
  CHECK(cycle(oscillator(v_h * 1.02, 1), 4, 1e-7).amplitude < 1e-6);
  // the square of the amplitude vanishes linearly there: the root of the parabola through three voltages below
  const double x[] = {0.0025, 0.005, 0.01};
  double y[3];
  for (int k = 0; k < 3; ++k) y[k] = std::pow(cycle(oscillator(v_h * (1 - x[k]), 1), 20, 1e-8).amplitude, 2);
  const double slope = (y[1] - y[0]) / (x[1] - x[0]), bend = ((y[2] - y[1]) / (x[2] - x[1]) - slope) / (x[2] - x[0]);
  const double at_0 = y[0] - slope * x[0] + bend * x[0] * x[1], slope_at_0 = slope - bend * (x[0] + x[1]);
  CHECK(v_h * (1 + at_0 / slope_at_0) == Approx(v_h).epsilon(5e-5));
}

TEST_CASE("no-go: the Lyapunov function never rises in a resistive network of vts under DC") {
  netgen::Recipe recipe{
      .ensemble = "wires", .options = {{"seed", "4"}, {"density", "0.1 /um2"}, {"box", "25 um"}}, .where = "t"};
  const models::Law& law = models::law("vts", "test");
  const auto values = law.preset_values("dimensionless", "test");
  circuit::Drive drive{.amplitude = 6};
  drive.series_resistance = 0.1;
  const circuit::Circuit c = netlist::build_circuit(
      netgen::generate(recipe),
      {.law = "vts", .values = values, .spread = {}, .junction_capacitance = 0.0, .ground_capacitance = 0.0}, drive,
      "test");
  // f = 0 at |v| = v(x) = (v_set + v_hold)/2 - W (x - 1/2) + delta ln(x/(1 - x)); dE/dx = G' v^2/2
  const double w = 0.890943056277, delta = 0.02, ratio = std::log(1e3), g_off = 1;
  const auto v_of = [&](double x) { return 0.65 - w * (x - 0.5) + delta * std::log(x / (1 - x)); };
  const auto integrand = [&](double x) {
    const double v = v_of(std::clamp(x, 1e-300, 1 - 1e-16));
    return 0.5 * ratio * g_off * std::exp(ratio * x) * v * v;
  };
  const auto energy = [&](double x0, double x1) {  // Gauss, 5 points: the step of a state is small or smooth
    const double nodes[] = {0, 0.5384693101056831, 0.9061798459386640},
                 weights[] = {0.5688888888888889, 0.4786286704993665, 0.2369268850561891};
    double sum = 0;
    for (int k = 0; k < 3; ++k)
      for (const double side : {1.0, -1.0})
        if (k > 0 || side > 0) sum += weights[k] * integrand(0.5 * (x0 + x1) + side * 0.5 * (x1 - x0) * nodes[k]);
    return 0.5 * (x1 - x0) * sum;
  };
  native::Solver solver(c, {.t_stop = 2, .dt_max = 2e-3, .rtol = 1e-6});
  std::vector<double> x = solver.states();
  double rise = 0, stored = 0;
  const auto half_power = [&] { return 0.5 * solver.point().i_source * 6; };  // the minimum of the co-content
  double before = -half_power(), largest = std::abs(before);
  while (solver.step()) {
    const std::vector<double> now = solver.states();
    for (std::size_t k = 0; k < x.size(); ++k) stored += energy(x[k], now[k]);
    x = now;
    const double function = stored - half_power();
    rise = std::max(rise, function - before);
    largest = std::max(largest, std::abs(function));
    before = function;
  }
  CAPTURE(rise, largest);
  CHECK(rise < 1e-6 * largest);
}

// The currents of capacitances are slopes of the step's curve: as accurate as that is.
TEST_CASE("Tellegen at every accepted step of a spiking network: to the tolerance, and better with a smaller one") {
  netgen::Recipe recipe{
      .ensemble = "wires", .options = {{"seed", "1"}, {"density", "0.1 /um2"}, {"box", "40 um"}}, .where = "t"};
  circuit::Drive drive{.amplitude = 8};
  drive.series_resistance = 1e6;
  const circuit::Circuit c = netlist::build_circuit(netgen::generate(recipe), {.law = "vts"}, drive, "test");
  const auto worst = [&](double rtol) {
    native::Solver solver(c, {.t_stop = 1e-6, .rtol = rtol});
    double largest = 0;
    while (solver.step()) largest = std::max(largest, solver.kirchhoff_residual());
    return largest;
  };
  // a value is right to rtol ~ h^4, a slope to h^3; of all steps of all nodes the worst
  for (const double rtol : {1e-4, 1e-7, 1e-9}) {
    CAPTURE(rtol);
    CHECK(worst(rtol) < 100 * std::pow(rtol, 0.75));
  }
}
