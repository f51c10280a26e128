// L0 of a circuit: conductance, current and rate of both transcriptions at these states, worst relative difference.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/compare/compare.hpp>

#include <vector>

namespace somn::workflow {

void compare_laws(const circuit::Circuit&, const std::vector<double>& states, double volt, compare::Facts&);

}  // namespace somn::workflow
