// Two small optimisers for smooth functions of a few variables.
//
// minimise: the simplex of J. A. Nelder, R. Mead, Comput. J. 7, 308 (1965), doi:10.1093/comjnl/7.4.308, started anew at
// its own result until that no longer helps, and at last Newton's method. least_squares: Levenberg-Marquardt, J. J. More (1978),
// doi:10.1007/BFb0067700, derivatives by central differences.
#pragma once

#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace somn::analysis {

struct Minimum {
  std::vector<double> x;
  double value = std::numeric_limits<double>::infinity();
};

// `step`: size of the first simplex along each axis, not 0. Values that are not finite count as infinitely high.
// Stops at a relative change of `tolerance`, or after 2000 evaluations per start.
Minimum minimise(const std::function<double(std::span<const double>)>& f, std::vector<double> start,
                 std::span<const double> step, double tolerance = 1e-11);

struct Parameter {
  double start = 0;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

struct LeastSquares {
  std::vector<double> x, se;  // se: square root of the diagonal of rss/(n - p) (J'J)^-1; NaN where that does not exist
  double residual_squares = std::numeric_limits<double>::infinity();
  bool converged = false;
};

struct Steps {
  double step = 1e-5;        // [1] of a derivative, relative to the parameter
  double least = 1e-4;       // or to this, where the parameter is smaller
  double tolerance = 1e-14;  // [1] ends where the sum of squares falls by less, relative
};

// Minimises the sum of squares of `residuals(parameters, out)`, out having n elements; parameters stay in their bounds.
LeastSquares least_squares(const std::function<void(std::span<const double>, std::span<double>)>& residuals,
                           std::size_t n, const std::vector<Parameter>& parameters, const Steps& = {});

}  // namespace somn::analysis
