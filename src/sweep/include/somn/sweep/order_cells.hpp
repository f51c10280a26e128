// The order parameters of a finished run as cells of points.csv, from its analysis.json (docs/analysis-json.md).
#pragma once

#include <somn/sweep/index.hpp>
#include <somn/sweep/plan.hpp>

#include <filesystem>
#include <string>

namespace somn::sweep {

// regime, every number of `order_parameters` under its own name, then those numbers of the other parts that a phase map
// is drawn of: event and spike counts, intervals, avalanche exponents. What an analysis does not hold is "nan".
// `measures` follow. InputError where the folder holds no analysis, and for a measure that has the name of another
// column. The same columns for every run of one version.
Cells order_cells(const std::filesystem::path& run_folder, const std::vector<Measure>& measures = {});

// ENGINE/final_state.csv of a run; empty where it left none.
std::filesystem::path final_state(const std::filesystem::path& run_folder);

}  // namespace somn::sweep
