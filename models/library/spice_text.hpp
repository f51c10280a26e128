// Pieces of text that both SPICE libraries are made of.
#pragma once

#include "library.hpp"

namespace somn::library {

// `line` and further words on lines that SPICE joins.
std::string continued_line(const std::string& line, const std::vector<std::string>& words = {});
std::vector<std::string> assignments(const std::vector<models::Parameter>&, const std::vector<double>& values);
std::string device_head(const Device&);  // comment lines

}  // namespace somn::library
