// One mode or several? The dip test asks the question without a model; Gaussian mixtures describe the answer.
//
//   dip: largest distance between the empirical distribution and the nearest unimodal one; p: share of uniform samples
//     of the same size with a dip at least as large. Above 5000 values surrogates of 5000 are used and sqrt(n) D
//     compared
//   mixtures of 1..4 Gaussians with their own variances by EM from equal quantile classes; BIC = 2 ln L - k ln n (the
//     larger, the better). A component that shrinks onto one value ends that fit
//   Ashman's D = sqrt2 |m1 - m2|/sqrt(s1^2 + s2^2) of the two-component mixture (> 2: separate)
//   bimodality coefficient (skewness^2 + 1)/(excess kurtosis + 3(n-1)^2/((n-2)(n-3))), with their small-sample forms
// BIC finds skew, the dip finds modes: call data multimodal only where dip p < 0.05. Ties raise the dip (whole numbers
// always have many): the verdict on data with ties is that on the same data with their ties spread (ties.hpp).
//
// Citation: J. A. Hartigan, P. M. Hartigan, Ann. Stat. 13, 70 (1985), doi:10.1214/aos/1176346577; bandwidths: B. W.
// Silverman (1986), eq. 3.31; S. J. Sheather, M. C. Jones, J. R. Stat. Soc. B 53, 683 (1991).
#pragma once

#include <somn/analyses/modality/ties.hpp>
#include <somn/schema/forward.hpp>
#include <somn/statistics/mean_sd.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace somn::analysis {

struct Dip {
  double dip = std::numeric_limits<double>::quiet_NaN();
  std::size_t low = 0, high = 0;  // modal interval: indices into the sorted values
};
Dip dip_of(const std::vector<double>& sorted);  // ascending values. O(n)

struct MixtureComponent {
  double weight = 0, mean = 0, sd = 0;
};
struct Mixture {
  std::vector<MixtureComponent> components = {};  // in order of the mean
  double log_likelihood = std::numeric_limits<double>::quiet_NaN(), bic = std::numeric_limits<double>::quiet_NaN();
  int n_iterations = 0;
  std::string reason = {};  // why there is no fit
};
Mixture fit_mixture(const std::vector<double>& sorted, int n_components);

struct ModalityOptions {
  int n_surrogates = 2000;  // [1] 0: no p
  int most_components = 4;
  std::uint64_t seed = 1;
};

// Dips of uniform samples of the same size, the widest of all unimodal distributions: the control of this analysis.
struct DipNull {
  int n_realisations = 0;  // [1]
  MeanSd dip = {};
  double dip_95 = std::numeric_limits<double>::quiet_NaN();  // 95 % of them lie below
};

struct Modality {
  std::size_t n = 0, n_distinct = 0;
  Dip dip = {};
  double dip_p = std::numeric_limits<double>::quiet_NaN();  // of the values as they are, as R's diptest
  Ties ties = {};
  Dip spread_dip = {};                                         // of ties.spread; as `dip` where there are no ties
  double spread_p = std::numeric_limits<double>::quiet_NaN();  // what the verdict goes by
  DipNull null = {};                                           // what the p value comes from
  double modal_low = std::numeric_limits<double>::quiet_NaN(), modal_high = std::numeric_limits<double>::quiet_NaN();
  std::vector<Mixture> mixtures = {};  // of 1, 2, ... components
  int best_components = 0;             // by BIC; 0: none could be fitted
  double ashman_d = std::numeric_limits<double>::quiet_NaN();
  double bimodality_coefficient = std::numeric_limits<double>::quiet_NaN();
  double bandwidth_silverman = std::numeric_limits<double>::quiet_NaN();  // R's nrd0
  double bandwidth_sheather_jones = std::numeric_limits<double>::quiet_NaN();
  int n_modes = 0;  // of the kernel density with Silverman's bandwidth
  std::string verdict = {};
};

// InputError for values that are not finite. A verdict for fewer than 4 values.
Modality analyse_modality(std::vector<double> values, const ModalityOptions& options = {});

// Their tables (somn/schema/fields.hpp).
schema::Fields<MixtureComponent> fields_of(const MixtureComponent*);
schema::Fields<Mixture> fields_of(const Mixture*);
schema::Fields<Modality> fields_of(const Modality*);
schema::Fields<ModalityOptions> fields_of(const ModalityOptions*);

}  // namespace somn::analysis
