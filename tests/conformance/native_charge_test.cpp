// Charge at every accepted step, from what a user of the solver sees (states, voltages, the current of the source) and
// the law of one junction, not from the solver's own sums. Of every node, over a step h of the adaptive method:
//   change of the charge on its capacitors + integral of I over the step = 0,
//     I: sum of the currents out of the node through junctions, resistors and, less, the source;
//     the integral by Gauss's rule of three points on the step's curve
// and over the run: what came out of the source went out at the drain or is on the capacitors. The curve is as accurate
// as the step, so that both hold to the tolerance and better with a smaller one.
#include "grow.hpp"

#include <somn/native/law_point.hpp>
#include <somn/native/solver.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;

namespace {

circuit::Circuit network(const char* representation, double junction_capacitance, double ground_capacitance,
                         circuit::Drive drive) {
  drive.series_resistance = 1e6;
  return netlist::build_circuit(
      test::grow("wires",
                 {{"seed", "3"}, {"density", "0.1 /um2"}, {"box", "20 um"}, {"representation", representation}}),
      {.law = "vts", .junction_capacitance = junction_capacitance, .ground_capacitance = ground_capacitance}, drive,
      "test");
}

// By node
struct Moment {
  std::vector<double> out;     // [A] through junctions and resistors, less what the source drives in
  std::vector<double> charge;  // [C] on the capacitors' plates here
  double largest = 0;          // [A] of one branch
  double i_source = 0;         // [A]
};

template <class Voltage>
Moment moment(const circuit::Circuit& c, const native::Point& p, Voltage voltage) {
  Moment m{.out = std::vector<double>(c.n_nodes), .charge = std::vector<double>(c.n_nodes), .i_source = p.i_source};
  const auto add = [&](std::vector<double>& sums, NodeId a, NodeId b, double value) {
    sums[a.index] += value, sums[b.index] -= value;
  };
  const auto branch = [&](NodeId a, NodeId b, double i) {
    add(m.out, a, b, i);
    m.largest = std::max(m.largest, std::abs(i));
  };
  for (const circuit::Junction& j : c.junctions) {
    const double v = voltage(j.positive) - voltage(j.negative);
    const circuit::Model& model = c.models[j.model];
    branch(j.positive, j.negative, native::law_point(model.law, model.values, p.states[j.id.index], v).i);
    add(m.charge, j.positive, j.negative, c.junction_capacitance * v);
  }
  for (const circuit::Resistor& r : c.resistors) branch(r.a, r.b, (voltage(r.a) - voltage(r.b)) / r.resistance);
  for (std::uint32_t k = 0; k < c.n_nodes; ++k) m.charge[k] += c.ground_capacitance * voltage(NodeId{k});
  m.out[c.source.index] -= p.i_source;
  return m;
}

struct Balance {
  double node = 0;     // [1] the worst node at the worst step, relative to the largest current of a branch
  double between = 0;  // [1] the same between two points, where nothing is stored
  double total = 0;    // [1] source = drain + stored over the run, relative to what the source moved
  double stored = 0;   // [1] the largest part of it that was on capacitors
  std::size_t steps = 0;
};

Balance balance(const circuit::Circuit& c, double t_stop, double rtol) {
  native::Solver solver(c, {.t_stop = t_stop, .rtol = rtol});
  const auto at_point = [&] { return moment(c, solver.point(), [&](NodeId n) { return solver.voltage(n); }); };
  const auto on_capacitors = [&](const Moment& m) {  // junctions' charges cancel but at the drain
    double sum = 0;
    for (std::uint32_t k = 0; k < c.n_nodes; ++k)
      if (k != c.drain.index) sum += m.charge[k];
    return sum;
  };
  const bool stores = c.junction_capacitance > 0 || c.ground_capacitance > 0;
  Balance b;
  Moment begin = at_point();
  const double at_start = on_capacitors(begin);
  double in = 0, out = 0, moved = 0, largest = 0;
  for (; solver.step(); ++b.steps) {
    const double h = solver.point().time - solver.previous_time();
    const Moment end = at_point();
    std::vector<double> integral(c.n_nodes);
    const double places[] = {-std::sqrt(0.6), 0, std::sqrt(0.6)}, weights[] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
    for (int g = 0; g < 3; ++g) {
      const native::Point p = solver.interpolated(solver.previous_time() + 0.5 * h * (1 + places[g]));
      const Moment inside = moment(c, p, [&](NodeId n) { return solver.interpolated_voltage(n); });
      largest = std::max(largest, inside.largest);
      for (std::uint32_t k = 0; k < c.n_nodes; ++k) {
        integral[k] += h * weights[g] * inside.out[k];
        if (!stores && k != c.drain.index) b.between = std::max(b.between, std::abs(inside.out[k]) / largest);
      }
      in += h * weights[g] * inside.i_source;
    }
    largest = std::max(largest, end.largest);
    for (std::uint32_t k = 0; k < c.n_nodes; ++k) {
      if (k == c.drain.index) continue;
      const double lost = end.charge[k] - begin.charge[k] + integral[k];
      b.node = std::max(b.node, (stores ? std::abs(lost) / h : std::abs(end.out[k])) / largest);
    }
    out -= integral[c.drain.index];
    moved += h * std::abs(end.i_source);
    b.stored = std::max(b.stored, std::abs(on_capacitors(end) - at_start));
    begin = end;
  }
  b.total = std::abs(in - out - (on_capacitors(begin) - at_start)) / moved;
  b.stored /= moved;
  return b;
}

circuit::Drive sine() {
  return {.kind = circuit::DriveKind::sine, .amplitude = 7, .frequency = 2e6};
}

}  // namespace

TEST_CASE("charge is conserved at every node and step: capacitances, resistances of wires, both, none") {
  struct Kind {
    const char* representation;
    double c_j, c_g;
  };
  for (const Kind& k : {Kind{"ideal", 1e-13, 1e-15},
                        {"ideal", 1e-13, 0},
                        {"resistive", 1e-13, 1e-15},
                        {"resistive", 0, 1e-15},
                        {"resistive", 0, 0},
                        {"ideal", 0, 0}})
    for (const circuit::Drive& drive : {circuit::Drive{.amplitude = 7}, sine()}) {
      const circuit::Circuit c = network(k.representation, k.c_j, k.c_g, drive);
      const Balance b = balance(c, 0.3e-6, 1e-6), finer = balance(c, 0.3e-6, 1e-9);
      CAPTURE(k.representation, k.c_j * 1e15, k.c_g * 1e15, circuit::name(drive.kind), b.steps, b.stored,
              c.junctions.size());
      CAPTURE(b.node, finer.node, b.total, finer.total);
      CHECK(c.resistors.empty() == (std::string(k.representation) == "ideal"));
      CHECK(b.steps > 50);
      if (k.c_j > 0 || k.c_g > 0) {
        CHECK(b.node < 1e-2);
        CHECK(finer.node < 1e-3);
        CHECK(b.total < 1e-5);
        CHECK(finer.total < 1e-7);
      } else {
        CHECK(b.node < 1e-8);     // Newton stops at 1e-3 rtol = 1e-9 of the largest potential
        CHECK(b.between < 1e-6);  // rtol: the curve's
        CHECK(b.total < 1e-6);
      }
      if (k.c_j > 0) CHECK(b.stored > 1e-3);
    }
}
