// The synapses of a run, with the events of the threshold switches at their ends: [analysis] stdp = true.
#pragma once

#include "run_folder.hpp"

#include <somn/analysis/pairing.hpp>

namespace somn::cli {

// Junctions of the law `synapse`; events at a body are the up events of all other junctions that touch it. Pairs are
// formed between bodies that are no electrode of the circuit; the weights of all synapses are reported. InputError
// where the circuit has no synapse or their states were not recorded.
analysis::WeightPairing weight_pairing(const RunFacts&, const experiment::RunResult&);

}  // namespace somn::cli
