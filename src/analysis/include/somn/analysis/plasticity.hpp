// Spike-timing-dependent plasticity: relative change of conductance y against dt = t_post - t_pre.
//
//   y = A+ e^(-dt/tau+) for dt > 0,  y = -A- e^(dt/tau-) for dt < 0; least squares on each side, with standard errors
//   against: flat (y = constant) and symmetric (y = A e^(-|dt|/tau)), by the likelihood ratio of Gaussian residuals
// Typical values: A+ 0.78, tau+ 16.8 ms, A- 0.27, tau- 33.7 ms (G. Bi, M. Poo, J. Neurosci. 18, 10464 (1998)).
#pragma once

#include <limits>
#include <span>
#include <string>

namespace somn::analysis {

struct PlasticityBranch {
  std::size_t n = 0;
  double amplitude = std::numeric_limits<double>::quiet_NaN(), amplitude_se = std::numeric_limits<double>::quiet_NaN();
  double tau = std::numeric_limits<double>::quiet_NaN(), tau_se = std::numeric_limits<double>::quiet_NaN();  // [as dt]
  double rmse = std::numeric_limits<double>::quiet_NaN();
};

struct Rival {
  double log_likelihood_ratio = std::numeric_limits<double>::quiet_NaN();  // ln L(two branches) - ln L(rival)
  double aic_difference = std::numeric_limits<double>::quiet_NaN();  // AIC of the rival minus that of the two branches
};

struct Plasticity {
  std::size_t n = 0, n_zero = 0;  // pairs; those with dt = 0, left out
  PlasticityBranch plus = {}, minus = {};
  double asymmetry = std::numeric_limits<double>::quiet_NaN();  // A+ tau+ / (A- tau-)
  double rmse = std::numeric_limits<double>::quiet_NaN();
  Rival flat = {}, symmetric = {};
  std::string verdict = {};
};

// InputError for values that are not finite. A verdict where a side has fewer than 4 points.
Plasticity fit_plasticity(std::span<const double> dt, std::span<const double> change);

}  // namespace somn::analysis
