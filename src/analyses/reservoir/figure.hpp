#pragma once

#include <somn/analyses/analysis.hpp>

namespace somn::analysis {

// Of the JSON of `somn analyse reservoir`: what was told beside what was asked, scores beside those of the controls; of
// ipc the capacity by delay and degree.
figures::Figure reservoir_figure(const Json&);

}  // namespace somn::analysis
