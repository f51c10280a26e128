#include <somn/schema/fields.hpp>
#include <somn/spike_trains/controls.hpp>
#include <somn/spike_trains/correlogram.hpp>
#include <somn/spike_trains/scaling.hpp>

namespace somn::analysis {

using schema::Fields;

Fields<LogHistogram> fields_of(const LogHistogram*) {
  return Fields<LogHistogram>()
      .value("edges_s", &LogHistogram::edges, {.unit = "s", .meaning = "10 per decade; one more than counts"})
      .value("counts", &LogHistogram::counts, {.meaning = "intervals in each bin; those of length 0 are not drawn"})
      .value("density", &LogHistogram::density, {.unit = "1/s", .meaning = "count / (n width)"});
}

Fields<IntervalStatistics> fields_of(const IntervalStatistics*) {
  using S = IntervalStatistics;
  return Fields<S>()
      .value("n_events", &S::n_events, {.meaning = "in the record"})
      .value("n", &S::n, {.meaning = "intervals; none spans the join of two segments"})
      .value("rate_Hz", &S::rate, {.unit = "Hz", .meaning = "events / record"})
      .value("mean_s", &S::mean, {.unit = "s", .meaning = "interval"})
      .value("sd_s", &S::sd, {.unit = "s", .meaning = "of the intervals (population)"})
      .value("cv", &S::cv, {.meaning = "sd / mean; 1 of a Poisson train"})
      .value("cv2", &S::cv2, {.meaning = "mean of 2|I' - I|/(I' + I) (Holt et al. 1996)"})
      .value("lv", &S::lv, {.meaning = "mean of 3 (I - I')^2/(I + I')^2 (Shinomoto et al. 2003)"})
      .value("lvr", &S::lvr, {.meaning = "the same, corrected for refractory_s (Shinomoto et al. 2009)"})
      .value("refractory_s", &S::refractory, {.unit = "s", .meaning = "R of lvr"})
      .value("n_zero", &S::n_zero, {.meaning = "intervals of length 0, counted in every statistic"})
      .value("reason", &S::reason, {.meaning = "why there are no statistics"})
      .value("histogram", &S::histogram, {.meaning = "of the intervals, bins of equal ratio"});
}

Fields<MeanSizes> fields_of(const MeanSizes*) {
  return Fields<MeanSizes>()
      .value("durations", &MeanSizes::durations, {.meaning = "bins"})
      .value("mean_sizes", &MeanSizes::mean_sizes, {.meaning = "events"})
      .value("counts", &MeanSizes::counts, {.meaning = "avalanches"});
}

Fields<JointErrors> fields_of(const JointErrors*) {
  using E = JointErrors;
  return Fields<E>()
      .value("n_resamples", &E::n_resamples, {.meaning = "avalanches resampled, size and duration together"})
      .value("tau_sd", &E::tau, {.meaning = "of the exponent of sizes"})
      .value("alpha_sd", &E::alpha, {.meaning = "of the exponent of durations"})
      .value("gamma_fit_sd", &E::gamma_fit, {.meaning = "of gamma from <S>(T)"})
      .value("gamma_predicted_sd", &E::gamma_predicted, {.meaning = "of (alpha - 1)/(tau - 1)"})
      .value("dcc", &E::dcc, {.meaning = "|gamma_predicted - gamma_fit| (Ma et al. 2019)"})
      .value("dcc_low", &E::dcc_low, {.meaning = "2.5 % point"})
      .value("dcc_high", &E::dcc_high, {.meaning = "97.5 % point"});
}

Fields<AvalancheAnalysis> fields_of(const AvalancheAnalysis*) {
  using X = AvalancheAnalysis;
  const auto found = [](auto member) { return [member](const X& x) { return x.avalanches.*member; }; };
  const auto value = [](Estimate X::*member) { return [member](const X& x) { return (x.*member).value; }; };
  const auto se = [](Estimate X::*member) { return [member](const X& x) { return (x.*member).se; }; };
  return Fields<X>()
      .elsewhere(&X::avalanches)
      .computed("n", [](const X& x) { return x.avalanches.sizes.size(); }, {.meaning = "avalanches"})
      .computed("bin", found(&Avalanches::bin), {.unit = "s", .meaning = "width of a bin (samples, where events are)"})
      .computed("bin_rule", found(&Avalanches::bin_rule), {.meaning = "where it comes from"})
      .computed("mean_iei", found(&Avalanches::mean_interval),
                {.unit = "s", .meaning = "mean interval within segments"})
      .computed("n_events", found(&Avalanches::n_events), {.meaning = "within the segments"})
      .computed("n_edge_dropped", found(&Avalanches::n_edge_dropped),
                {.meaning = "runs that touch an end of a segment"})
      .computed("n_edge_events", found(&Avalanches::n_edge_events), {.meaning = "events in them"})
      .computed("mean_size", [](const X& x) { return size_moments(x.avalanches.sizes).mean; }, {.meaning = "events"})
      .computed("size_ratio", [](const X& x) { return size_moments(x.avalanches.sizes).ratio; },
                {.meaning = "<S^2>/<S>: grows with the cut-off of a power law"})
      .computed("largest_size", [](const X& x) { return size_moments(x.avalanches.sizes).largest; },
                {.meaning = "events"})
      .computed("branching_ratio", found(&Avalanches::branching_ratio), {.meaning = "mean of second bin / first bin"})
      .computed("reason", found(&Avalanches::reason), {.meaning = "why there are none"})
      .computed("tau", [](const X& x) { return x.tau().value; }, {.meaning = "exponent of sizes"})
      .computed("tau_se", [](const X& x) { return x.tau().se; }, {.meaning = "its standard error"})
      .computed("alpha", [](const X& x) { return x.alpha().value; }, {.meaning = "exponent of durations"})
      .computed("alpha_se", [](const X& x) { return x.alpha().se; }, {.meaning = "its standard error"})
      .computed("gamma_fit", value(&X::gamma_fit),
                {.meaning = "slope of log10 <S> on log10 T over the duration range, weights = counts"})
      .computed("gamma_fit_se", se(&X::gamma_fit), {.meaning = "its standard error"})
      .computed("gamma_ols", value(&X::gamma_ols), {.meaning = "the same without weights"})
      .computed("gamma_ols_se", se(&X::gamma_ols), {.meaning = "its standard error"})
      .computed("gamma_predicted", value(&X::gamma_predicted), {.meaning = "(alpha - 1)/(tau - 1)"})
      .computed("gamma_predicted_se", se(&X::gamma_predicted), {.meaning = "its standard error"})
      .value("size_fit", &X::size_fit, {.meaning = "power law of the sizes"})
      .value("duration_fit", &X::duration_fit, {.meaning = "power law of the durations"})
      .value("mean_size_by_duration", &X::mean_sizes, {.meaning = "<S>(T)"})
      .computed("sizes", found(&Avalanches::sizes), {.meaning = "events"})
      .computed("durations", found(&Avalanches::durations), {.meaning = "bins"})
      .computed("start_times_s", found(&Avalanches::start_times), {.unit = "s", .meaning = "of the first bin"})
      .elsewhere(&X::gamma_fit, &X::gamma_ols, &X::gamma_predicted);
}

Fields<Control> fields_of(const Control*) {
  using C = Control;
  return Fields<C>()
      .value("n_realisations", &C::n_realisations, {.meaning = "surrogate trains, binned as measured"})
      .value("n", &C::n, {.meaning = "avalanches"})
      .value("mean_size", &C::mean_size, {.meaning = "events"})
      .value("max_size", &C::max_size, {.meaning = "events"})
      .value("max_duration", &C::max_duration, {.meaning = "bins"})
      .value("branching_ratio", &C::branching_ratio, {.meaning = "mean of second bin / first bin"})
      .value("tau", &C::tau, {.meaning = "exponent of sizes on the measured range"})
      .value("alpha", &C::alpha, {.meaning = "exponent of durations on the measured range"})
      .value("gamma_fit", &C::gamma_fit, {.meaning = "from <S>(T)"})
      .value("size_llr_exponential", &C::size_llr_exponential,
             {.meaning = "log likelihood ratio against the exponential"})
      .value("sizes", &C::sizes, {.meaning = "pooled over the realisations"})
      .value("durations", &C::durations, {.meaning = "pooled over the realisations"});
}

Fields<MeanProfile> fields_of(const MeanProfile*) {
  return Fields<MeanProfile>()
      .value("duration", &MeanProfile::duration, {.meaning = "bins"})
      .value("n", &MeanProfile::n, {.meaning = "avalanches of that duration"})
      .value("mean_events", &MeanProfile::mean_events, {.meaning = "in each bin"});
}

Fields<ShapeCollapse> fields_of(const ShapeCollapse*) {
  using C = ShapeCollapse;
  return Fields<C>()
      .value("n_durations", &C::n_durations, {.meaning = "usable durations; fewer than 5 are refused"})
      .value("gamma", &C::gamma, {.meaning = "where the scaled profiles are most alike"})
      .value("gamma_sd", &C::gamma_sd, {.meaning = "by resampling avalanches"})
      .value("error", &C::error, {.meaning = "of the collapse at gamma"})
      .value("asymmetry", &C::asymmetry, {.meaning = "skewness of the mean collapsed profile"})
      .value("curvature", &C::curvature, {.meaning = "of its parabola: c2 / peak"})
      .value("parabola_r_squared", &C::parabola_r_squared, {.meaning = "of that parabola"})
      .value("x", &C::x, {.meaning = "t/T"})
      .value("shape", &C::shape, {.meaning = "mean collapsed profile"})
      .value("verdict", &C::verdict, {.meaning = "in words"});
}

Fields<Criterion> fields_of(const Criterion*) {
  return Fields<Criterion>()
      .value("question", &Criterion::question, {.meaning = "what was asked"})
      .value("holds", &Criterion::holds, {.meaning = "yes, no, not tested"})
      .value("facts", &Criterion::facts, {.meaning = "the numbers behind it"});
}

Fields<CriticalityTable> fields_of(const CriticalityTable*) {
  using T = CriticalityTable;
  return Fields<T>()
      .value("summary", &T::summary, {.meaning = "never the word critical"})
      .value("n_yes", &T::n_yes, {.meaning = "criteria that hold"})
      .value("n_tested", &T::n_tested, {.meaning = "criteria that could be tested"})
      .value("criteria", &T::criteria, {.meaning = "one line each"});
}

Fields<Correlogram> fields_of(const Correlogram*) {
  using C = Correlogram;
  return Fields<C>()
      .computed("lags",
                [](const C& c) {
                  std::vector<std::ptrdiff_t> lags;
                  for (std::size_t k = 0; k < c.coincidences.size(); ++k)
                    lags.push_back(static_cast<std::ptrdiff_t>(k) - static_cast<std::ptrdiff_t>(c.max_lag));
                  return lags;
                },
                {.meaning = "bins"})
      .elsewhere(&C::max_lag)
      .value("coincidences", &C::coincidences, {.meaning = "counts per lag"})
      .value("relative_to_poisson", &C::relative_to_poisson, {.meaning = "1: as by chance"})
      .value("shuffled_low", &C::shuffled_low, {.meaning = "95 % band of shuffled intervals"})
      .value("shuffled_high", &C::shuffled_high, {.meaning = "95 % band of shuffled intervals"});
}

}  // namespace somn::analysis
