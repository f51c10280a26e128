// Excursions of a signal above a quantile of itself, and the same at other thresholds.
#include <somn/analyses/avalanches/excursions.hpp>
#include <somn/analyses/avalanches/options.hpp>
#include <somn/analyses/text.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using schema::Fields;

Fields<ThresholdRow> fields_of(const ThresholdRow*) {
  using R = ThresholdRow;
  return Fields<R>()
      .value("quantile", &R::quantile, {.meaning = "of the signal"})
      .value("threshold", &R::threshold, {.meaning = "in its unit"})
      .value("n", &R::n, {.meaning = "excursions"})
      .value("tau", &R::tau, {.meaning = "exponent of areas"})
      .value("tau_se", &R::tau_se, {.meaning = "its standard error"})
      .value("alpha", &R::alpha, {.meaning = "exponent of durations"})
      .value("alpha_se", &R::alpha_se, {.meaning = "its standard error"})
      .value("mean_area", &R::mean_area, {.meaning = "above the threshold"})
      .value("mean_duration", &R::mean_duration, {.meaning = "samples"});
}

Fields<ThresholdSweep> fields_of(const ThresholdSweep*) {
  using S = ThresholdSweep;
  return Fields<S>()
      .value("rows", &S::rows, {.meaning = "at the quantiles 0.3 .. 0.9"})
      .value("largest_difference_se", &S::largest_difference_se,
             {.meaning = "of tau or alpha between any two rows, in standard errors"})
      .value("verdict", &S::verdict, {.meaning = "threshold-dependent for thresholded noise"});
}

namespace {

struct ExcursionsResult {
  std::string column = {};
  bool is_timed = true;
  double quantile = 0;
  Excursions found = {};
  std::vector<std::size_t> segment_rows = {};
  JudgedContinuous size_fit = {};
  JudgedPowerLaw duration_fit = {};
  ThresholdSweep sweep = {};
};

Fields<ExcursionsResult> fields_of(const ExcursionsResult*) {
  using R = ExcursionsResult;
  const auto found = [](auto member) { return [member](const R& r) { return r.found.*member; }; };
  return with_exponents(
             Fields<R>()
                 .computed("kind", [](const R&) { return "excursions"; }, {.meaning = "avalanches of a signal"})
                 .value("column", &R::column, {.meaning = "the signal"})
                 .computed("time_unit", [](const R& r) { return r.is_timed ? "s" : "sample"; }, {.meaning = "of areas"})
                 .computed("threshold", found(&Excursions::threshold), {.meaning = "in the unit of the signal"})
                 .computed("threshold_rule",
                           [](const R& r) {
                             return fmt::format("quantile {} of the signal; size = area above it", r.quantile);
                           },
                           {.meaning = "where it comes from"})
                 .computed("n", [](const R& r) { return r.found.areas.size(); }, {.meaning = "excursions"})
                 .computed("n_open_dropped", found(&Excursions::n_open_dropped),
                           {.meaning = "under way where a record begins or ends"})
                 .value("segment_rows", &R::segment_rows, {.meaning = "of each joined record"})
                 .computed("sizes", found(&Excursions::areas), {.meaning = "areas above the threshold"})
                 .computed("durations", found(&Excursions::durations), {.meaning = "samples"}))
      .value("threshold_sweep", &R::sweep, {.meaning = "the same at other thresholds"})
      .elsewhere(&R::is_timed, &R::quantile, &R::found);
}

std::string text_of(const ExcursionsResult& r) {
  const ContinuousFit& size = r.size_fit.fit;
  return fmt::format("{:<22}{} above {} (quantile {})\n{:<22}{}; {}\n", "excursions", r.found.areas.size(),
                     to_text(r.found.threshold), r.quantile, "tau (areas)", estimate_text(size.alpha, size.alpha_se),
                     r.size_fit.verdict) +
         power_law_line("alpha (durations)", r.duration_fit) +
         fmt::format("{:<22}{}\n", "threshold sweep", r.sweep.verdict);
}

}  // namespace

Answer excursions(const std::string& path, const AvalancheRequest& o) {
  const tables::SignalFile file = tables::read_signals(path, {o.signal}, o.sampling);
  const std::vector<double>& x = file.signals.front().values;
  const double h = file.sample_step.value_or(1);
  std::vector<double> sorted = x;
  std::sort(sorted.begin(), sorted.end());
  const double threshold =
      sorted.empty() ? 0 : sorted[static_cast<std::size_t>(o.quantile * static_cast<double>(sorted.size() - 1))];
  ExcursionsResult r{.column = o.signal,
                     .is_timed = file.sample_step.has_value(),
                     .quantile = o.quantile,
                     .found = find_excursions(x, h, threshold, file.segment_rows),
                     .segment_rows = file.segment_rows};
  r.found.threshold = threshold;
  r.size_fit = judge_continuous(r.found.areas, {}, o.bootstrap());
  r.duration_fit =
      judge_power_law(count_values(r.found.durations), {.upper_end = UpperEnd::open}, o.bootstrap(), Rivals::all);
  r.sweep = sweep_thresholds(x, h, file.segment_rows);
  return {schema::to_json(r), text_of(r)};
}

std::vector<schema::Description> keys_of_excursions() {
  return schema::descriptions<ExcursionsResult>();
}

}  // namespace somn::analysis
