// The circuit and the results of a run as the numbers that its analyses work on.
#pragma once

#include "run_folder.hpp"

#include <somn/analyses/run_json.hpp>

namespace somn::cli {

// Without its window (analysis::add_window). Refers to both.
analysis::RunRecord record_of(const RunFacts&, const experiment::RunResult& result);
analysis::RunFacts facts_of_analysis(const RunFacts&, const experiment::RunResult&);

}  // namespace somn::cli
