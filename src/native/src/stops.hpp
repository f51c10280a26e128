// Where the steps of an adaptive method end: at corners of the drives, at the edges of time slots of noise, where a
// latched phase ends, at the end of the run.
#pragma once

#include "core.hpp"

#include <algorithm>

namespace somn::native {

class Stops {
 public:
  explicit Stops(const Core&);

  double longest = 0;  // [s] dt_max, or t_stop/50 without

  bool is_corner(double t) const;  // of a drive
  void add_corner(double t);
  static bool is_jump(const Core&, double corner);
  // t0 + h, or the stop before it. No crumbs are left behind: half of what is left where h is more than that.
  double end(const Core&, double t0, double h) const;
  // The sources in a step of length h that ends or begins at a corner are those before or behind it.
  double before(double t, double h) const { return is_corner(t) ? t - beside(t, h) : t; }
  double behind(double t, double h) const { return is_corner(t) ? t + beside(t, h) : t; }
  double first_step(const Core&) const;  // [s] by the rates at the beginning

 private:
  // beyond rounding: of an edge of the step's length, no more than what it moves by meanwhile is missed
  static double beside(double t, double h) { return std::min(1e-9 * h, 1e-13 * t); }
  std::vector<double> corners_;
};

}  // namespace somn::native
