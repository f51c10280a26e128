#pragma once

#include <somn/workflow/run.hpp>

#include <string>
#include <vector>

namespace somn::cli {

// "KEY=VALUE" each, as an option was given. InputError where one has no "=".
workflow::Settings key_and_value(const std::string& option, const std::vector<std::string>& texts,
                                 const std::string& form);

}  // namespace somn::cli
