// One junction of the native solver at one point: what the first rung of the comparison ladder (L0) looks at.
#pragma once

#include <string>
#include <vector>

namespace somn::native {

struct LawPoint {
  double i = 0, i_x = 0, i_v = 0;  // [A], [A/state], [S]
  double f = 0, f_x = 0, f_v = 0;  // [state/s], [1/s], [state/(s V)]
  double conductance = 0;          // [S] at v = 0
  double bounded = 0;              // [state] x inside its bounds
};

// `values` in the order of the law's table, already checked. The junction is new, with its state at x.
LawPoint law_point(const std::string& law, const std::vector<double>& values, double x, double v);

}  // namespace somn::native
