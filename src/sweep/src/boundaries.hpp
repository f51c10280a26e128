// Where phases meet on a line of points, with the uncertainty over seeds (phase_map.hpp).
#pragma once

#include <somn/sweep/phase_map.hpp>

#include <map>
#include <string>
#include <vector>

namespace somn::sweep {

struct SeedRow {
  std::size_t point = 0;  // index into PhaseMap::points
  std::string seed, regime;
  std::map<std::string, double> parameters;
};

std::vector<Boundary> find_boundaries(const PhaseMap&, const std::vector<SeedRow>&);

}  // namespace somn::sweep
