// The conductance that the source sees: of the network between source and drain, its series resistance included, for
// given junction conductances.
//
//   V = 1 at the ideal source, 0 at the drain and at the other driven electrodes; capacitances are open
//   sum_e g_e (V_v - V_w) = 0 at every other node
//   G = sum_e g_e (V_v - V_w)^2                  the power at one volt: its error is the square of that of V
//
// Solved by conjugate gradients from where the last two solutions lead, preconditioned by the factor of an earlier matrix, which is
// renewed where that takes more than a few iterations. What is archived makes the factor again: the numbers of a resumed
// run are the same to the last bit.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/core/archive.hpp>

#include <memory>
#include <span>

namespace somn::experiment {

class NetworkConductance {
 public:
  explicit NetworkConductance(const circuit::Circuit&);
  ~NetworkConductance();

  // [S] to a relative 1e-9, for the conductances of all junctions [S] >= 0. 0 where nothing joins source and drain.
  double at(std::span<const double> conductances);
  void archive(Archive&);

 private:
  struct System;
  std::unique_ptr<System> system_;
};

}  // namespace somn::experiment
