#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace somn::analysis {

// Signals of equal length.
figures::Figure synchrony_figure(const nlohmann::ordered_json& result, const std::vector<std::vector<double>>& signals);

}  // namespace somn::analysis
