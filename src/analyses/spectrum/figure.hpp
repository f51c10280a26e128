#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>

namespace somn::analysis {

// Of one signal.
figures::Figure spectrum_figure(const nlohmann::ordered_json& result);

}  // namespace somn::analysis
