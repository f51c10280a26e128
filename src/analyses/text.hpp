// Lines of text that several analyses write.
#pragma once

#include <somn/power_laws/goodness_of_fit.hpp>

#include <string>

namespace somn::analysis {

std::string estimate_text(double value, double se);                       // "2.05 +- 0.08"
std::string power_law_line(const char* name, const JudgedPowerLaw& law);  // one line of text

}  // namespace somn::analysis
