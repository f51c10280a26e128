// Options of `somn analyse avalanches`, and its three forms: in bins, by a gap, and of a signal that is never silent.
#pragma once

#include <somn/analyses/analysis.hpp>
#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/tables/trains.hpp>

namespace somn::analysis {

struct AvalancheRequest {
  tables::TrainOptions trains = {};
  std::string bin = {}, gap = {};  // [s, or samples]
  std::vector<std::int64_t> size_range = {}, duration_range = {};
  std::string signal = {};
  double quantile = 0.5;
  tables::Sampling sampling = {};
  double exponent = 1.5;
  int n_surrogates = 1000, n_resamples = 200, n_shuffles = 20;

  BootstrapOptions bootstrap() const {
    return {.n_surrogates = n_surrogates, .n_resamples = n_surrogates > 0 ? n_resamples : 0, .seed = trains.seed};
  }
};

// No range: xmin by the KS distance, up to the largest.
PowerLawOptions range_option(const std::vector<std::int64_t>& range, const char* name);

Answer binned_avalanches(const AvalancheRequest&, const tables::TrainFile&);
Answer gap_avalanches(const AvalancheRequest&, const tables::TrainFile&);
Answer excursions(const std::string& path, const AvalancheRequest&);
std::vector<schema::Description> keys_of_gap_avalanches();
std::vector<schema::Description> keys_of_excursions();

// The exponents of a pair of fits, and the fits: tau of sizes, alpha of durations.
template <class R>
schema::Fields<R> with_exponents(schema::Fields<R> table) {
  return std::move(table)
      .computed("tau", [](const R& r) { return r.size_fit.fit.alpha; }, {.meaning = "exponent of sizes"})
      .computed("tau_se", [](const R& r) { return r.size_fit.fit.alpha_se; }, {.meaning = "its standard error"})
      .computed("alpha", [](const R& r) { return r.duration_fit.fit.alpha; }, {.meaning = "exponent of durations"})
      .computed("alpha_se", [](const R& r) { return r.duration_fit.fit.alpha_se; }, {.meaning = "its standard error"})
      .value("size_fit", &R::size_fit, {.meaning = "power law of the sizes"})
      .value("duration_fit", &R::duration_fit, {.meaning = "power law of the durations"});
}

}  // namespace somn::analysis
