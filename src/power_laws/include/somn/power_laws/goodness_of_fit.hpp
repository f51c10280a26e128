// How often would a true power law look as bad as the data? Semi-parametric bootstrap with a full re-fit.
//
//   surrogate: n values, each with probability n_tail/n drawn from the fitted law, else from the data below xmin;
//   its xmin (where it was searched), its xmax (where it was the maximum) and its exponent are fitted anew;
//   p = #(D* >= D)/B.   Small p rejects; the Monte Carlo error of p is at most 0.5/sqrt(B).
//
// Citation: Clauset, Shalizi, Newman (2009), section 4.1. Without the re-fit p comes out about twice too large.
// Then everything that is known about one power law: error bars, rivals, and the verdict in words.
//
// Error bars: alpha_se is the curvature of the likelihood at the given xmin; the bootstrap ones come from data
// resampled with replacement and fitted anew, xmin included: where xmin was searched, they are the honest ones.
#pragma once

#include <somn/power_laws/alternatives.hpp>
#include <somn/power_laws/likelihood_ratio.hpp>
#include <somn/power_laws/power_law.hpp>
#include <somn/schema/forward.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace somn::analysis {

struct BootstrapOptions {
  int n_surrogates = 1000;  // [1] 0: no p value
  int n_resamples = 0;      // [1] 0: no bootstrap errors
  std::uint64_t seed = 1;
  unsigned n_threads = 0;  // [1] 0: as many as the machine has; never changes the result
};

// p in [0, 1]; NaN where there is no fit or n_surrogates is 0. O(B) fits.
double goodness_of_fit(const ValueCounts& data, const PowerLawFit& fit, const PowerLawOptions& options,
                       const BootstrapOptions& bootstrap);

inline constexpr std::uint64_t resample_streams = 1ull << 40;  // streams of resampled data begin here

// Standard deviations over resampled data; NaN where there is none.
struct BootstrapErrors {
  double alpha = std::numeric_limits<double>::quiet_NaN();
  double xmin = std::numeric_limits<double>::quiet_NaN();
  double n_tail = std::numeric_limits<double>::quiet_NaN();
  int n_resamples = 0;  // [1] that could be fitted
};
BootstrapErrors bootstrap_errors(const std::vector<std::array<double, 3>>& alpha_xmin_ntail);
BootstrapErrors bootstrap_errors(const ValueCounts& data, const PowerLawOptions& options,
                                 const BootstrapOptions& bootstrap);

// What a verdict rests on.
struct VerdictFacts {
  std::string reason = {};
  std::int64_t n_tail = 0;
  double decades = 0;
  std::int64_t min_tail = 50;
  double min_decades = 1.5;
  double p_value = std::numeric_limits<double>::quiet_NaN();
};
std::string verdict_on(const VerdictFacts&);

// What a headline owes its reader: "; better: lognormal; not beaten: truncated power law" (p < 0.1 decides, either way),
// "; beats exponential, lognormal". Empty for no comparisons.
std::string rivals_clause(const std::vector<Comparison>&);

// The widest range on which a power law is not rejected (N. Marshall et al. 2016, but every surrogate is fitted anew):
// ranges [xmin, xmax] of observed values in order of falling ln(xmax/xmin), the first with p >= 0.2. At most 40
// candidates for either end, 100 surrogates for each range, fewer once p >= 0.2 is out of reach. The range is chosen by
// the test it has to pass: its p is no test. Nothing where no range passes.
std::optional<std::array<std::int64_t, 2>> widest_range(const ValueCounts& data, const PowerLawOptions& options,
                                                        const BootstrapOptions& bootstrap);

struct JudgedPowerLaw {
  PowerLawOptions options = {};
  BootstrapOptions bootstrap = {};
  PowerLawFit fit = {};
  double p_value = std::numeric_limits<double>::quiet_NaN();
  BootstrapErrors errors = {};
  LikelihoodRatio exponential = {};
  std::vector<Comparison> comparisons = {};  // only where they were asked for
  bool is_widest_range = false;              // xmin and xmax are those of widest_range
  // "power law not rejected: p = 0.45; not beaten: lognormal", "power law rejected: p = 0.00; ..." (p <= 0.1), "not
  // enough range: 0.8 decades, n_tail 31", "no fit: ..."
  std::string verdict = {};
};

enum class Rivals { exponential, all };
JudgedPowerLaw judge_power_law(const ValueCounts& data, const PowerLawOptions& options,
                               const BootstrapOptions& bootstrap, Rivals rivals = Rivals::exponential);

// Their tables (somn/schema/fields.hpp).
schema::Fields<BootstrapErrors> fields_of(const BootstrapErrors*);
schema::Fields<JudgedPowerLaw> fields_of(const JudgedPowerLaw*);

}  // namespace somn::analysis
