#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace somn::analysis {

// Density in logarithmic bins and fraction at or above, with the law over its range. `values` each occur `counts` times
// (empty: once).
figures::Figure power_law_figure(const nlohmann::ordered_json& result, const std::vector<double>& values,
                                 const std::vector<double>& counts);

}  // namespace somn::analysis
