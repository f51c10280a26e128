#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>

namespace somn::analysis {

// Sizes and durations: densities and complementary cumulative distributions, the shuffled control in grey, a law that
// was not rejected over its range.
figures::Figure avalanche_figure(const nlohmann::ordered_json& avalanches, const nlohmann::ordered_json& control);

}  // namespace somn::analysis
