// Values of many networks in one fit (somn/sweep/finding.hpp).
#pragma once

#include <somn/sweep/finding.hpp>

#include <filesystem>
#include <vector>

namespace somn::sweep {

// `networks`: the folders of the runs of each. Fills in the numbers and verdicts of a pooled exponent. InputError where a
// run has no folder, or no list of whole numbers at the place.
void pool(Outcome&, const std::vector<std::vector<std::filesystem::path>>& networks);

}  // namespace somn::sweep
