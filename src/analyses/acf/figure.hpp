#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json_fwd.hpp>

namespace somn::analysis {

// Of one signal, or of events.
figures::Figure acf_figure(const nlohmann::ordered_json& acf);

}  // namespace somn::analysis
