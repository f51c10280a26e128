// Where the steps of an adaptive method end: at corners of the drives, at the edges of time slots of noise, where a
// latched phase ends, at the end of the run.
#pragma once

#include "core.hpp"

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
  // The sources in a step of length h that ends at a corner are those before it.
  double source_time(double t, double h) const { return is_corner(t) ? t - 1e-9 * h : t; }
  double first_step(const Core&) const;  // [s] by the rates at the beginning

 private:
  std::vector<double> corners_;
};

}  // namespace somn::native
