// Findings of a sweep as text for the terminal.
#pragma once

#include <somn/sweep/finding.hpp>

#include <string>
#include <vector>

namespace somn::cli {

std::string findings_text(const std::vector<sweep::Outcome>&);

}  // namespace somn::cli
