// The adiabatic limit of a network of volatile threshold switches: avalanches one by one, by events.
//
// Of the `vts` equations (models/vts/law.h) with C at every junction, the limit of slow charge injection (series
// resistance and R_off to infinity) and of instant switching (tau and R_on C to zero), with thresholds redrawn at each
// opening:
//
//   load     charge flows into the source node until one junction reaches its V_set
//   sweep    every junction with |V| >= V_set closes, discharges to rho V_set, opens: charge dq = (V - rho
//            V_set)/Gamma_jj crosses it, which changes every voltage by -Gamma_ij dq; its V_set is drawn anew
//   repeat   sweeps until all are below. Size: closings; duration: sweeps.
//
// Simultaneous slips of many neighbours can overshoot so far that the sweep would raise the energy of the capacitors,
// after which avalanches may never end (seen about once in 1e5 avalanches of a 32 x 32 lattice at rho = 0.3, c2c =
// 0.6). No passive network does that: such a sweep is taken one junction after the other instead.
//
// Gamma = B^T L^-1 B [1/C], L the capacitive Laplacian (every junction one C, drain grounded, source free), B the
// incidence matrix. There is no time and no scale: voltages are in units of the median V_set, charges in units of C
// V_set.
#pragma once

#include <somn/core/ids.hpp>
#include <somn/netgen/network.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace somn::adiabatic {

struct Options {
  double rho = 0.3;               // [1] V_hold/V_set, 0 <= rho < 1
  double c2c = 0.2;               // [1] width of the log-normal factor of V_set, redrawn at each opening
  double het = 0;                 // [1] width of the log-normal factor of V_set that a junction keeps
  double ground_capacitance = 0;  // [C] from every node to ground, in units of a junction's
  std::uint64_t seed = 1;         // of the thresholds
};

struct Slip {
  std::uint32_t sweep = 0;  // 0, 1, ... within the avalanche
  JunctionId junction;
};

struct Avalanche {
  std::int64_t size = 0, duration = 0;  // closings, sweeps; both at least 1
  double charge = 0;                    // [C V_set] that was injected before it
  double source_voltage = 0;            // [V_set] at its start
};

class SlipModel {
 public:
  // All capacitors empty. Nodes of one electrode are one, and so are nodes joined by a resistor. InputError for options
  // out of range and for a network without a path from source to drain.
  // Memory: junctions, and for up to 3000 nodes their dense inverse Laplacian (8 B nodes^2).
  SlipModel(const netgen::Network&, const Options&);
  SlipModel(SlipModel&&) noexcept;
  ~SlipModel();

  // Loads to the next avalanche and runs it. O(junctions) for loading and for every sweep, O(nodes) for every slip
  // (beyond 3000 nodes one sparse solve for every sweep). SimulationError where an avalanche does not end (1e7 sweeps).
  Avalanche next();

  std::span<const Slip> slips() const;  // of the last avalanche, in order
  double voltage(JunctionId) const;     // [V_set] positive minus negative end
  double threshold(JunctionId) const;   // [V_set]
  std::uint64_t n_one_by_one() const;   // sweeps so far whose simultaneous slips would have raised the energy
  double charge_error() const;          // largest |L u - q| over nodes [C V_set]: what rounding has left

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Moments of sizes with errors by the jackknife over 20 blocks of successive avalanches.
struct SizeMoments {
  std::size_t n = 0;
  double mean = 0, mean_se = 0;    // <S> [1]
  double ratio = 0, ratio_se = 0;  // <S^2>/<S> [1]: grows with the cut-off
  std::int64_t largest = 0;
};
SizeMoments size_moments(std::span<const std::int64_t> sizes);

}  // namespace somn::adiabatic
