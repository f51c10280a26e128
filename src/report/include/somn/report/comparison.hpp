// The picture of a comparison: both source currents, their difference, and both event rasters under each other.
#pragma once

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace somn::report {

struct ComparedRun {
  std::string name;
  const Trace* trace = nullptr;
  const std::vector<JunctionEvent>* events = nullptr;
  double time_shift = 0;  // [s] subtracted from its times
};

// Writes comparison.svg with its .csv and .gp into `folder`. Throws as draw() does (gnuplot missing, no space).
void draw_comparison(const ComparedRun& a, const ComparedRun& b, const std::filesystem::path& folder);

}  // namespace somn::report
