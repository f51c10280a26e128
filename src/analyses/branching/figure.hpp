#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>

namespace somn::analysis {

// Of one series.
figures::Figure branching_figure(const nlohmann::ordered_json& branching);

}  // namespace somn::analysis
