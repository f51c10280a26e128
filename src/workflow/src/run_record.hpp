// The circuit and the results of a run as the numbers that its analyses work on.
#pragma once

#include <somn/analyses/run_json.hpp>
#include <somn/workflow/run.hpp>

namespace somn::workflow {

// Without its window (analysis::add_window). Refers to both.
analysis::RunRecord record_of(const Run&, const experiment::RunResult&);
analysis::RunFacts facts_of(const Run&, const experiment::RunResult&);

}  // namespace somn::workflow
