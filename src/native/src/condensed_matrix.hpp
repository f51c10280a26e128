// The linear algebra of condensed.hpp: a network's matrix, split into nodes inside (i) and electrodes (e), of which one
// is the reference and has potential 0:
//   K_ii = L D L^T,   Y = L^-1 K_ie,   S = K_ee - Y^T D^-1 Y,   f = L^-1 F_i,   i_e = F_e - Y^T D^-1 f
// A column of Y has entries only in the rows that its electrode touches and their ancestors in the elimination tree; only
// these are worked on. L^-T, the other half of a solve, is needed for the voltages inside alone, once an iteration.
#pragma once

#include "equations.hpp"

#include <span>
#include <vector>

namespace somn::native {

template <class Number>
class CondensedMatrix {
 public:
  // Electrodes are the potentials behind the free ones; `reference` of them is left out. With a leak, ground is one more
  // electrode, the last, that every node inside has a conductance to.
  CondensedMatrix(const Equations&, std::uint32_t reference);

  std::size_t n_electrodes() const { return electrodes_.size() + (leak_ > 0 ? 1 : 0); }
  std::uint32_t potential(std::size_t electrode) const { return electrodes_[electrode]; }

  // y: answers of the junctions by slot; y_junction, y_ground: of the capacitances, by slot and by node; leak [S].
  // False where the matrix is singular.
  bool factorise(std::span<const Number> y, Number y_junction, Number y_ground, double leak);

  Number answer(std::size_t electrode, std::size_t by_electrode) const {  // S
    return answers_[electrode * n_electrodes() + by_electrode];
  }
  // f_inside: F_i in, -K_ii^-1 F_i out; at_electrodes: F_e in, i_e out
  void reduce(std::span<Number> f_inside, std::span<Number> at_electrodes) const;
  // du -= K_ii^-1 K_ie dv: how the voltages inside follow those of the electrodes
  void follow(std::span<const Number> dv, std::span<Number> du) const;
  std::uint64_t n_factorisations = 0;

 private:
  struct Tie {  // a branch between a free potential and an electrode
    std::uint32_t branch, row;
  };
  struct Link {  // a branch between two electrodes, or from one to the reference
    std::uint32_t branch, a, b;
  };
  struct Electrode {
    std::vector<Tie> junctions, conductors;
    std::vector<std::uint32_t> reach;  // rows
    std::vector<Number> y;             // of Y, by place in reach
  };
  static constexpr auto none = static_cast<std::uint32_t>(-1);
  void sort_branches(const std::vector<Equations::Branch>&, std::vector<Tie> Electrode::*, std::vector<Link>&);
  void eliminate(Electrode&);
  void take_answers();

  const Equations& equations_;
  std::vector<std::uint32_t> electrodes_;          // their potentials
  std::vector<std::uint32_t> electrode_of_fixed_;  // by potential - n_free; none: the reference
  std::vector<Electrode> columns_;                 // of ground, too, the last
  std::vector<Link> junction_links_, conductor_links_;
  std::vector<Number> values_, direct_, answers_;
  mutable std::vector<Number> work_;
  BasicLdlt<Number> ldlt_;
  double leak_ = 0;
};

}  // namespace somn::native
