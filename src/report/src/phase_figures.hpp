// The figures of a phase map, from its data.
#pragma once

#include "phase_data.hpp"

#include <nlohmann/json.hpp>

namespace somn::report {

using namespace figures;

Figure phase_lines_figure(const PhaseData&);       // one key: regimes, order parameters, boundaries
Figure phase_regimes_figure(const PhaseData&);     // two keys: regimes, boundaries
Figure phase_parameters_figure(const PhaseData&);  // two keys: order parameters as colours

// The pictures that the sweep file asks for (docs/sweeps.md "Figures"): sweep.json "figures".
std::vector<Figure> requested_figures(const PhaseData&, const nlohmann::ordered_json& facts);

}  // namespace somn::report
