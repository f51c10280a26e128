// Norms of the power law with exponential cut-off, u = x/xmin:
//   sum (discrete) or integral (continuous) of u^-alpha e^(-lambda (u - 1)) over xmin <= x <= xmax, as logarithms.
// lambda >= 0 in units of 1/xmin; lambda = 0 is the plain power law (alpha > 1 needed where xmax is infinite).
// The continuous norm is per xmin^0: integral over x, so xmin times that over u.
#pragma once

#include <vector>

namespace somn::analysis {

double log_cut_off_sum(double alpha, double lambda, double xmin, double xmax);
double log_cut_off_integral(double alpha, double lambda, double xmin, double xmax);

// Distribution function of the continuous law from sorted.front() on: integrated once over at most 2^14 of the values,
// then from the one below. O(1) each, and O(2^14) to begin with.
class CutOffCdf {
 public:
  CutOffCdf(double alpha, double lambda, const std::vector<double>& sorted);
  double operator()(double x) const;

 private:
  double alpha_, lambda_, norm_, first_ = 1;
  std::vector<double> x_, below_;
};

}  // namespace somn::analysis
