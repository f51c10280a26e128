// Parts of analysis.json that need the circuit beside the trace: the drive in units of the network, and what [analysis]
// asks for. docs/analysis-json.md.
#pragma once

#include "run_folder.hpp"

namespace somn::cli {

void add_extras(nlohmann::ordered_json& analysis, const RunFacts&, const experiment::RunResult&);

}  // namespace somn::cli
