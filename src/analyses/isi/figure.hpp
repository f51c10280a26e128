#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>

namespace somn::analysis {

// Densities of the inter-spike intervals in `isi` of analysis.json, with the Poisson process of the pooled rate.
figures::Figure isi_figure(const nlohmann::ordered_json& isi);

}  // namespace somn::analysis
