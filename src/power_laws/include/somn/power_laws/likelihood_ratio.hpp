// Likelihood ratio of the fitted power law against the discrete exponential, both normalised on the same xmin..xmax.
//
//   p(k) = e^(-lambda k) / sum_{j=xmin}^{xmax} e^(-lambda j) , lambda by maximum likelihood (any sign on a finite
//   range) R = sum over the data of ln p_power - ln p_exponential   (positive: the power law is the likelier) Vuong: z
//   = R/(sigma sqrt n), sigma^2 = variance of the single differences, p = erfc(|z|/sqrt 2)
//
// Citation: Q. H. Vuong, Econometrica 57, 307 (1989), doi:10.2307/1912557; A. Klaus, S. Yu, D. Plenz, PLoS ONE 6,
// e19779 (2011), doi:10.1371/journal.pone.0019779.
#pragma once

#include <somn/power_laws/power_law.hpp>
#include <somn/schema/forward.hpp>

namespace somn::analysis {

// NaN throughout where there is no fit to compare.
struct LikelihoodRatio {
  double lambda = std::numeric_limits<double>::quiet_NaN();            // [1]
  double log_likelihood = std::numeric_limits<double>::quiet_NaN();    // of the exponential, total
  double ratio = std::numeric_limits<double>::quiet_NaN();             // R, total
  double normalised_ratio = std::numeric_limits<double>::quiet_NaN();  // z
  double p = std::numeric_limits<double>::quiet_NaN();                 // two-sided
};

// O(distinct values).
LikelihoodRatio compare_with_exponential(const ValueCounts& data, const PowerLawFit& fit);

// Its table (somn/schema/fields.hpp).
schema::Fields<LikelihoodRatio> fields_of(const LikelihoodRatio*);

}  // namespace somn::analysis
