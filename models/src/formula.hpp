// Formulas of parameters as SPICE writes them: numbers, names, + - * / **, comparisons (1 or 0), ln log exp sqrt abs min
// max pow. log is the natural one.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace somn::models {

// InternalError where the text is no such formula or names what `values` does not have.
double evaluate_formula(std::string_view text, const std::map<std::string, double, std::less<>>& values);

}  // namespace somn::models
