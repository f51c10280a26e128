#include "twins.hpp"

#include <cmath>
#include <cstdlib>

namespace somn::sweep {

std::string twin_mark(const CsvTable& points, const std::vector<std::size_t>& rows) {
  const std::size_t seed = points.column("seed"), first = points.find("regime").value_or(points.column("status")) + 1;
  std::string mark;
  bool can_tell = false;
  for (const std::size_t r : rows)
    for (std::size_t c = 0; c < points.header.size(); ++c) {
      if (c == seed) continue;
      const std::string& cell = points.rows[r][c];
      mark += cell + ',';
      if (c < first) continue;
      const double value = std::strtod(cell.c_str(), nullptr);
      can_tell = can_tell || (std::isfinite(value) && value != std::floor(value));
    }
  return can_tell ? mark : std::string();
}

}  // namespace somn::sweep
