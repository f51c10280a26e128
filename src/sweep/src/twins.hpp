// Seeds that nothing uses. A circuit without anything random gives the same row for every seed, and ten such rows are one.
//
// Rows are twins where all of their cells but the seed are the same to the last digit, at least one of the measured
// numbers not being whole: independent networks may share counts, zeros and a regime, never a current of 17 digits.
#pragma once

#include <somn/core/csv.hpp>

#include <string>
#include <vector>

namespace somn::sweep {

// What twins have in common, of the rows of one seed; empty where the rows cannot tell.
std::string twin_mark(const CsvTable& points, const std::vector<std::size_t>& rows);

}  // namespace somn::sweep
