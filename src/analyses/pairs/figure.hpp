#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>

namespace somn::analysis {

// Of all pairs.
figures::Figure pairs_figure(const nlohmann::ordered_json& result);

}  // namespace somn::analysis
