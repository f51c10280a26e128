// How often would a true power law look as bad as the data? Semi-parametric bootstrap with a full re-fit.
//
//   surrogate: n values, each with probability n_tail/n drawn from the fitted law, else from the data below xmin;
//   its xmin (where it was searched), its xmax (where it was the maximum) and its exponent are fitted anew;
//   p = #(D* >= D)/B.   Small p rejects; the Monte Carlo error of p is at most 0.5/sqrt(B).
//
// Citation: Clauset, Shalizi, Newman (2009), section 4.1. Without the re-fit p comes out about twice too large.
// Then the verdict, in words, of everything that is known about one power law.
#pragma once

#include <somn/analysis/likelihood_ratio.hpp>
#include <somn/analysis/power_law.hpp>

#include <cstdint>
#include <string>

namespace somn::analysis {

struct BootstrapOptions {
  int n_surrogates = 1000;  // [1] 0: no p value
  std::uint64_t seed = 1;
  unsigned n_threads = 0;  // [1] 0: as many as the machine has; never changes the result
};

// p in [0, 1]; NaN where there is no fit or n_surrogates is 0. O(B) fits.
double goodness_of_fit(const ValueCounts& data, const PowerLawFit& fit, const PowerLawOptions& options,
                       const BootstrapOptions& bootstrap);

struct JudgedPowerLaw {
  PowerLawOptions options = {};
  BootstrapOptions bootstrap = {};
  PowerLawFit fit = {};
  double p_value = std::numeric_limits<double>::quiet_NaN();
  LikelihoodRatio exponential = {};
  // "power law not rejected: p = 0.45", "power law rejected: p = 0.00" (p <= 0.1), "not enough range: 0.8 decades,
  // n_tail 31", "no fit: ..."
  std::string verdict = {};
};

JudgedPowerLaw judge_power_law(const ValueCounts& data, const PowerLawOptions& options,
                               const BootstrapOptions& bootstrap);

}  // namespace somn::analysis
