// Voltages across branches (junctions) of a network, from the traces of its nodes' potentials.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace somn::analysis {

struct Branch {
  std::size_t plus = 0, minus = 0;  // nodes; v = potential(plus) - potential(minus)
};

// Rows of a trace by node; all of one length. Branches refer to nodes of it.
struct Potentials {
  std::vector<std::vector<double>> by_node;  // [V]
  double across(const Branch& b, std::size_t row) const { return by_node[b.plus][row] - by_node[b.minus][row]; }
  std::size_t n_rows() const { return by_node.empty() ? 0 : by_node.front().size(); }
};

}  // namespace somn::analysis
