// The synapses of a run, with the events of the threshold switches at their ends.
#pragma once

#include <somn/analyses/run_record.hpp>
#include <somn/analyses/stdp/pairing.hpp>

namespace somn::analysis {

// Junctions of the law `synapse`; events at a body are the up events of all other junctions that touch it. Pairs are
// formed between bodies that are no electrode of the circuit, at most `window` [s] apart; the weights of all synapses
// are reported. InputError where the circuit has no synapse or their states were not recorded.
WeightPairing pair_weights_of_run(const RunRecord&, std::optional<double> window);

}  // namespace somn::analysis
