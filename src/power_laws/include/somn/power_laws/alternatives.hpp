// Could another law have done it? The fitted power law against its usual rivals, each by maximum likelihood on the same
// values and normalised on the same range.
//
//   R = sum of ln p_power - ln p_rival over the data  (> 0: the power law is the likelier)
//   Vuong: z = R/(sigma sqrt n), sigma^2 = variance of the single differences, p = erfc(|z|/sqrt 2)
//   truncated power law, which contains the power law: p = P(chi^2_1 > 2|R|). (Half of that holds where the power law
//     lies at the end of the range of lambda and x has a variance, which it has for alpha > 3 only; what is left at
//     smaller exponents stands in docs/calibration.md.)
//
//   exponential              e^(-lambda x)
//   lognormal                1/x exp(-(ln x - mu)^2/2 sigma^2)
//   stretched exponential    (lambda x)^(beta - 1) exp(-(lambda x)^beta)
//   truncated power law      x^-alpha e^(-lambda x), lambda >= 0
//   Poisson                  mu^x/x!, whole numbers only
// On whole numbers lognormal and stretched exponential are integrated over x - 1/2 .. x + 1/2.
//
// Both two-parameter rivals have a ridge that ends in the power law (sigma -> infinity, beta -> 0): compare
// likelihoods, never parameters; `note` says where a fit ended there.
//
// Citation: Clauset, Shalizi, Newman (2009), section 5; Q. H. Vuong, Econometrica 57, 307 (1989), doi:10.2307/1912557.
#pragma once

#include <somn/schema/forward.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::analysis {

// The values that were fitted, each with how often it occurs, and the range.
struct Tail {
  bool is_discrete = true;
  double xmin = 1;
  double xmax = std::numeric_limits<double>::infinity();
  double alpha = std::numeric_limits<double>::quiet_NaN();  // of the fitted power law
  std::vector<double> values = {}, counts = {};             // counts empty: 1 each
};

struct Comparison {
  std::string name = {};                                               // "stretched_exponential"
  std::vector<std::pair<std::string, double>> parameters = {};         // "lambda", "mu", "sigma", "beta", "alpha"
  double log_likelihood = std::numeric_limits<double>::quiet_NaN();    // of the rival, total
  double ratio = std::numeric_limits<double>::quiet_NaN();             // R, total
  double normalised_ratio = std::numeric_limits<double>::quiet_NaN();  // z
  double p = std::numeric_limits<double>::quiet_NaN();                 // two-sided
  double aic = std::numeric_limits<double>::quiet_NaN();               // of the rival, from the total likelihood
  double bic = std::numeric_limits<double>::quiet_NaN();
  std::string note = {};
};

// In the order above. Empty where alpha is NaN. O(distinct values) per step of the search, O(1) for most continuous
// ones; about 200 steps each.
std::vector<Comparison> compare_alternatives(const Tail& tail);
// The truncated power law alone; NaN where there is nothing to compare.
Comparison compare_truncated(const Tail& tail);

// Its table (somn/schema/fields.hpp).
schema::Fields<Comparison> fields_of(const Comparison*);

}  // namespace somn::analysis
