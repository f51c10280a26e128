// What [analysis] reservoir = true makes of a run.
#pragma once

#include <somn/analyses/analysis.hpp>

namespace somn::analysis {

Json reservoir_of_run(const RunRecord&);
std::vector<schema::Description> reservoir_run_results();

}  // namespace somn::analysis
