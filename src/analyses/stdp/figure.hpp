#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace somn::analysis {

// Delays [s] and changes as they were fitted.
figures::Figure stdp_figure(const nlohmann::ordered_json& result, const std::vector<double>& delays,
                            const std::vector<double>& changes);

}  // namespace somn::analysis
