// The figures of a phase map, from its data.
#pragma once

#include "phase_data.hpp"

namespace somn::report {

Figure phase_lines_figure(const PhaseData&);       // one key: regimes, order parameters, boundaries
Figure phase_regimes_figure(const PhaseData&);     // two keys: regimes, boundaries
Figure phase_parameters_figure(const PhaseData&);  // two keys: order parameters as colours

}  // namespace somn::report
