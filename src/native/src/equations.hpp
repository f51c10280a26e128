// Kirchhoff's current law of a circuit: potentials, stamps, the matrix.
//
// A potential is a node, or the ideal source behind its series resistance. Free potentials come first, in elimination
// order, so that the matrix never has to be permuted; fixed ones (drain at 0, ideal sources) follow. Branch currents
// are summed over all potentials: at a free one the sum is the residual of Kirchhoff's law, at a fixed one it is what
// that source delivers.
#pragma once

#include "junctions.hpp"
#include "sparse_ldlt.hpp"

#include <somn/circuit/circuit.hpp>

namespace somn::native {

struct Conductor {  // a resistor between two potentials
  std::uint32_t a = 0, b = 0;
  double g = 0;  // [S]
};

struct Source {
  const circuit::Drive* drive = nullptr;
  std::uint32_t potential = 0;  // the ideal source's own, fixed; of a current source the free one that it feeds
  bool is_current = false;
};

// Capacitances over one stage: i = (C v - q)/weight, with q by slot and by node
struct Charges {
  double weight = 0;                     // [s]; 0: no current flows in capacitances
  std::vector<double> junction, ground;  // [C] by slot; by potential
};

class Equations {
 public:
  Equations(const circuit::Circuit&, const Groups&);

  std::size_t n_potentials() const { return n_potentials_; }
  std::size_t n_free() const { return n_free_; }
  std::size_t n_slots() const { return branches_.size(); }
  const UpperPattern& pattern() const { return pattern_; }
  const std::vector<Source>& sources() const { return sources_; }                           // the circuit's drive first
  std::uint32_t potential_of(NodeId node) const { return potential_of_node_[node.index]; }  // or none
  static constexpr auto none = static_cast<std::uint32_t>(-1);
  bool has_capacitance() const { return junction_capacitance_ > 0 || ground_capacitance_ > 0; }
  double junction_capacitance() const { return junction_capacitance_; }
  bool has_ground(std::size_t potential) const { return is_node_[potential]; }  // a capacitance to ground, where there are any
  double ground_capacitance(std::size_t potential) const { return is_node_[potential] ? ground_capacitance_ : 0; }

  struct Branch {
    std::uint32_t plus, minus;             // potentials
    std::uint32_t at_plus, at_minus, off;  // places in the matrix; n_entries (a dustbin) where there is none
  };
  const std::vector<Branch>& branches() const { return branches_; }                 // by slot
  const std::vector<std::uint32_t>& drive_slots() const { return drive_slots_; }    // where the first source meets the network
  const std::vector<Conductor>& conductors() const { return conductors_; }
  const std::vector<Branch>& conductor_branches() const { return conductor_branches_; }
  void stamp(const Branch&, double g, double* values) const;

  void set_sources(double time, std::span<double> u) const;             // fixed potentials at `time`
  void voltages(std::span<const double> u, std::span<double> v) const;  // across every junction

  // The matrix of conductances g by slot, resistors, and capacitances over `weight` (none where that is 0).
  void assemble(std::span<const double> g, double weight, std::span<double> values) const;
  // Sums of currents i by slot, of resistors and capacitances: out of every potential. `time` is for current sources.
  void sum_currents(std::span<const double> i, std::span<const double> u, std::span<const double> v, const Charges&,
                    double time, std::span<double> sums) const;
  // b = A u - (sums of the currents at u) of a network whose junctions are conductances g: then A u_new = b is
  // Kirchhoff.
  void right_hand_side(std::span<const double> g, std::span<const double> u, const Charges&, double time,
                       std::span<double> b) const;
  // Sums of something that flows through every junction, and to ground at every node, over all potentials.
  void gather(std::span<const double> by_slot, std::span<const double> by_potential, std::span<double> sums) const;
  // Current out of the circuit's ideal source, from the branches at it only.
  double source_current(std::span<const double> i, std::span<const double> u, std::span<const double> v, const Charges&,
                        double time) const;
  // The same where no current flows in capacitances, from what the network takes at its node: right, too, where a small
  // series resistance would make much of the last digits of potentials.
  double network_current(std::span<const double> i, std::span<const double> u, double time) const;

 private:
  Branch branch(std::uint32_t a, std::uint32_t b) const;
  void number_potentials(const circuit::Circuit&, const Groups&);
  void make_pattern();
  static double capacitor(double c, double v, double q, double weight) { return weight > 0 ? (c * v - q) / weight : 0; }

  std::size_t n_free_ = 0, n_potentials_ = 0;
  std::vector<std::uint32_t> potential_of_node_;
  std::vector<bool> is_node_;  // and not the drain: it has a capacitance to ground
  std::vector<Source> sources_;
  std::vector<Branch> branches_;  // by slot
  std::vector<Conductor> conductors_;
  std::vector<Branch> conductor_branches_;
  std::uint32_t drive_node_ = none;
  std::vector<std::uint32_t> drive_slots_;
  UpperPattern pattern_;
  double junction_capacitance_, ground_capacitance_;  // [F]
};

}  // namespace somn::native
