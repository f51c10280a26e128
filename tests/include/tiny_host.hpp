// A host for native::Condensed that is small enough to see through: the ideal drive of a circuit and its series
// resistance at the source, the drain and the substrate at 0 V, other pins at 0 V behind 1 Mohm or, without, tied to 0.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/native/condensed.hpp>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace somn::test {

// As a deck and the native solver call them
inline native::Condensed condensed(const circuit::Circuit& c) {
  return {c, [drain = c.drain](NodeId n) { return n == drain ? std::string("0") : "n" + std::to_string(n.index); }};
}

struct TinyHost {
  const circuit::Circuit& circuit;
  native::Condensed& network;
  native::HostTolerance tolerance{.relative = 1e-10, .voltage = 1e-12, .current = 1e-20};
  std::vector<double> v = std::vector<double>(network.n_pins());  // [V]
  int n_iterations = 0;

  // One unknown, the voltage of the source's pin; false where 100 iterations are not enough.
  bool solve(double volt) {
    const double r = circuit.drive.series_resistance;
    if (r == 0) v[0] = volt;
    for (int k = 0; k < 100; ++k) {
      ++n_iterations;
      if (!network.evaluate(v, tolerance)) return false;
      const double i = network.currents()[0];
      const double dv = r > 0 ? ((volt - v[0]) / r - i) / (1 / r + network.conductance(0, 0)) : 0;
      if (network.is_settled() && std::abs(dv) <= tolerance.relative * std::abs(v[0]) + tolerance.voltage) return true;
      v[0] += dv;
    }
    return false;
  }

  double current() const { return network.currents()[0]; }  // [A]
};

}  // namespace somn::test
