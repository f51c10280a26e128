// The figure of `somn percolation`: spanning probability against density, a curve for each size.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace somn::report {

struct PercolationFigure {
  std::string title = {};                 // "discs, wrapping"
  std::string density_name = {};          // axis: "covered fraction"
  std::string csv = {};                   // columns size, density, probability, probability_se
  std::vector<std::uint32_t> sizes = {};  // those in the table
  bool has_threshold = false;
  double low = 0, threshold = 0, high = 0;  // [density] and its 95 % interval
};

// Writes percolation.csv, percolation.gp and, through gnuplot, percolation.svg into the folder, which is made where it
// is missing. Throws FileError, and InputError where gnuplot is missing or fails; the first two files stand then.
void draw_percolation(const PercolationFigure&, const std::filesystem::path& folder);

}  // namespace somn::report
