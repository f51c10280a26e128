// The few pieces of HTML that a report is made of. Everything that comes from files passes through escape_markup().
#pragma once

#include <somn/figures/gnuplot.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace somn::report {

using figures::human;

// A table whose cells are escaped. The first column is the name of the row; `caption` may be empty.
std::string html_table(std::string_view caption, const std::vector<std::string>& header,
                       const std::vector<std::vector<std::string>>& rows);

std::string human_count(double value);  // "1 613"
// "1.98 ± 0.05", "27.5 ± 9.0"; without an error just the value.
std::string with_error(double value, double error);

std::string page(std::string_view title, std::string_view body);  // complete document with its style sheet

}  // namespace somn::report
