#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace somn::analysis {

// The sampled signal and its times [s, or samples].
figures::Figure events_figure(const nlohmann::ordered_json& result, const std::vector<double>& times,
                              const std::vector<double>& signal);

}  // namespace somn::analysis
