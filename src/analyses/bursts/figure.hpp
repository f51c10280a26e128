#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace somn::analysis {

// Trains [s] in the order of result.units.
figures::Figure bursts_figure(const nlohmann::ordered_json& result, const std::vector<std::vector<double>>& trains);

}  // namespace somn::analysis
