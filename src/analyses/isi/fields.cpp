#include <somn/analyses/isi/interval_models.hpp>
#include <somn/schema/fields.hpp>

namespace somn::analysis {

using schema::Fields;

Fields<IntervalModel> fields_of(const IntervalModel*) {
  using M = IntervalModel;
  return Fields<M>()
      .value("name", &M::name,
             {.meaning = "exponential, gamma, lognormal, inverse_gaussian, weibull, power_law_with_cut_off"})
      .computed("parameters", [](const M& m) { return schema::object_of(m.parameters); },
                {.meaning = "by name: shape, scale_s, mean_s, ..."})
      .elsewhere(&M::parameters)
      .value("log_likelihood", &M::log_likelihood, {.meaning = "total"})
      .value("aic", &M::aic, {.meaning = "Akaike's criterion"})
      .value("aicc", &M::aicc, {.meaning = "corrected for small samples"})
      .value("ks_distance", &M::ks_distance, {.meaning = "of the fit, both sides"});
}

Fields<IntervalModels> fields_of(const IntervalModels*) {
  using M = IntervalModels;
  return Fields<M>()
      .value("n", &M::n, {.meaning = "intervals fitted"})
      .value("n_zero_left_out", &M::n_zero, {.meaning = "intervals of length 0: they have no density"})
      .value("reason", &M::reason, {.meaning = "why there are no fits"})
      .value("models", &M::models, {.meaning = "best AICc first"});
}

Fields<FanoCurve> fields_of(const FanoCurve*) {
  return Fields<FanoCurve>()
      .value("windows_s", &FanoCurve::windows, {.unit = "s", .meaning = "length of the windows, laid end to end"})
      .value("fano", &FanoCurve::fano, {.meaning = "variance / mean of the counts; 1 of a Poisson train"})
      .value("n_windows", &FanoCurve::n_windows, {.meaning = "of each length"});
}

}  // namespace somn::analysis
