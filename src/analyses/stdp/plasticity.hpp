// Spike-timing-dependent plasticity: relative change of conductance y against dt = t_post - t_pre.
//
//   y = A+ e^(-dt/tau+) for dt > 0,  y = -A- e^(dt/tau-) for dt < 0; least squares on each side, with standard errors
//   against: flat (y = constant) and symmetric (y = A e^(-|dt|/tau)), by the likelihood ratio of Gaussian residuals
// Typical values: A+ 0.78, tau+ 16.8 ms, A- 0.27, tau- 33.7 ms (G. Bi, M. Poo, J. Neurosci. 18, 10464 (1998)).
#pragma once

#include <somn/schema/forward.hpp>

#include <cstdint>
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

// The same fit with the delays permuted among the pairs: what curves appear where timing has no effect.
struct Middle95 {
  double low = std::numeric_limits<double>::quiet_NaN(), median = low, high = low;
};
struct PlasticityControl {
  int n_realisations = 0;                                                             // [1]
  Middle95 plus_amplitude = {}, plus_tau = {}, minus_amplitude = {}, minus_tau = {};  // tau [as dt]
  Middle95 log_likelihood_ratio = {};                                                 // against flat
  double p = std::numeric_limits<double>::quiet_NaN();  // (1 + realisations at least as far from flat)/(1 + all)
};
// NaN where the measured curve could not be fitted. O(realisations) fits; does not depend on the number of threads.
PlasticityControl plasticity_control(std::span<const double> dt, std::span<const double> change,
                                     const Plasticity& measured, int n_realisations, std::uint64_t seed);

// Their tables (somn/schema/fields.hpp).
schema::Fields<PlasticityBranch> fields_of(const PlasticityBranch*);
schema::Fields<Rival> fields_of(const Rival*);
schema::Fields<Plasticity> fields_of(const Plasticity*);
schema::Fields<Middle95> fields_of(const Middle95*);
schema::Fields<PlasticityControl> fields_of(const PlasticityControl*);

}  // namespace somn::analysis
