#pragma once

#include <somn/circuit/circuit.hpp>

#include <vector>

namespace somn::netlist {

// Who is joined to whom by junctions and resistors.
class Adjacency {
 public:
  explicit Adjacency(const circuit::Circuit&);
  bool has_neighbour(NodeId n) const { return first_[n.index] < first_[n.index + 1]; }
  void reach(NodeId start, std::vector<bool>& reached) const;  // marks start and all that is joined to it

 private:
  std::vector<std::uint32_t> first_, neighbour_;  // neighbours of n: neighbour_[first_[n] ... first_[n + 1])
};

}  // namespace somn::netlist
