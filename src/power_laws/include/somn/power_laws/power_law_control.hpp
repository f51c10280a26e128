// The control of a bare list of values: what the same fit says of data that are no power law.
//
//   exponential from the least value m on with the same mean: x = m - (mean - m) ln(1 - u); whole numbers: geometric,
//   P(k) = q (1 - q)^(k - m), q = 1/(1 + mean - m)
//   each realisation has as many values (at most 1000) and is fitted by the same rules, xmin included; its p by at
//   most 50 surrogates
// A list of values has no order in time that could be shuffled. What the data share with these (an exponent of 2 and
// more on half a decade, a p above 0.1 on a short tail) says nothing for a power law.
#pragma once

#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/schema/forward.hpp>
#include <somn/statistics/mean_sd.hpp>

#include <string>
#include <vector>

namespace somn::analysis {

struct PowerLawControl {
  int n_realisations = 0, n_surrogates = 0;                               // [1] n_surrogates of each p
  std::int64_t n_values = 0;                                              // [1] of each realisation
  double least = std::numeric_limits<double>::quiet_NaN(), mean = least;  // m and mean
  MeanSd alpha = {}, xmin = {}, n_tail = {}, decades = {}, ks_distance = {}, p_value = {};
  MeanSd normalised_ratio = {};  // Vuong's z against the exponential; > 0 favours the power law
  double share_not_rejected = std::numeric_limits<double>::quiet_NaN();  // of the realisations, by the verdict
  std::string reason = {};                                               // why there is none
};

// A searched xmax is left open here. O(realisations) judgements.
PowerLawControl exponential_control(const ValueCounts& data, PowerLawOptions options, const BootstrapOptions& bootstrap,
                                    int n_realisations);
PowerLawControl exponential_control(const std::vector<double>& values, const ContinuousOptions& options,
                                    const BootstrapOptions& bootstrap, int n_realisations);

// Its table (somn/schema/fields.hpp).
schema::Fields<PowerLawControl> fields_of(const PowerLawControl*);

}  // namespace somn::analysis
