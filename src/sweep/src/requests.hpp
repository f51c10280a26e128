// What a sweep file asks for beside its runs: further columns, pictures.
#pragma once

#include <somn/sweep/plan.hpp>

namespace somn::sweep {

std::vector<Measure> read_measures(const Config& measures);
std::vector<FigureRequest> read_figures(const Config& sweep_file);
// InputError where a finding or a figure names a key that is not swept.
void check_requests(const Plan&);

}  // namespace somn::sweep
