#pragma once

#include "foreign.hpp"

namespace somn::netgen {

// The edges of a square matrix over the nodes 0, 1, ...: entries that are neither 0 nor NaN; of symmetric ones each once.
// Values other than 1 are weights. `lines`: of the rows in the file, for messages; may be empty.
void add_matrix(Foreign&, const std::vector<std::vector<double>>& matrix, const std::vector<std::size_t>& lines);

}  // namespace somn::netgen
