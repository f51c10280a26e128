// The phases of a sweep as pictures, from the files of its folder.
#pragma once

#include <somn/report/report.hpp>

#include <filesystem>

namespace somn::report {

// Reads DIR/sweep.json, DIR/phase_map.csv and DIR/boundaries.csv (somn/sweep/phase_map.hpp) and writes into DIR/figures,
// each with its .gp and .csv: of one swept key `phase_lines` (regimes with opacity = agreement between seeds, order
// parameters with their standard errors, upward and downward branches, boundaries with their intervals); of two
// `phase_map` (regimes) and `phase_parameters` (order parameters as colours). More keys have no picture. Then those
// that the sweep file asks for. Throws InputError for a folder that is no sweep and where gnuplot is missing.
Drawn draw_phase_map(const std::filesystem::path& dir, const std::vector<std::string>& formats = {});

}  // namespace somn::report
