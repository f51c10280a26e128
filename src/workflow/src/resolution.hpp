// What the ladder could have seen: each parameter of the laws changed a little, and the native engine run once more.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/compare/compare.hpp>
#include <somn/experiment/run.hpp>

#include <atomic>

namespace somn::workflow {

// Of the experiment and circuit of b. Adds to c.resolution the smallest relative change of each conductance, threshold and time constant (of law and
// capacitance) that the rungs of `c`, the comparison of a and b, would have seen. One or two native runs a parameter;
// those beyond 2e9 junction rows together are left out, and said to be.
void measure_resolution(const experiment::Experiment&, const circuit::Circuit&, const compare::Run& a,
                        const compare::Run& b, const compare::Facts&, const std::atomic<bool>* stop,
                        compare::Comparison& c);

}  // namespace somn::workflow
