// Avalanches without bins, and those of surrogate trains at the same gap.
#include <somn/analyses/avalanches/options.hpp>
#include <somn/analyses/text.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/controls.hpp>
#include <somn/spike_trains/gap_avalanches.hpp>
#include <somn/statistics/nulls.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {
namespace {

using schema::Fields;

struct SurrogateGaps {
  std::size_t n_realisations = 0;
  MeanSd n = {}, max_size = {}, tau = {};
};

Fields<SurrogateGaps> fields_of(const SurrogateGaps*) {
  using S = SurrogateGaps;
  return Fields<S>()
      .value("n_realisations", &S::n_realisations, {.meaning = "surrogate trains at the same gap"})
      .value("n", &S::n, {.meaning = "avalanches"})
      .value("max_size", &S::max_size, {.meaning = "events"})
      .value("tau", &S::tau, {.meaning = "exponent on the measured range"});
}

struct Parameters {
  tables::TrainParameters trains = {};
  double gap = 0;
  std::string gap_rule = {};
};

Fields<Parameters> fields_of(const Parameters*) {
  return Fields<Parameters>()
      .merged(&Parameters::trains)
      .value("gap", &Parameters::gap, {.meaning = "[s, or samples]"})
      .value("gap_rule", &Parameters::gap_rule, {.meaning = "where it comes from"})
      .computed("rule",
                [](const Parameters&) {
                  return "a new avalanche begins where the interval exceeds the gap; duration = last - first event";
                },
                {.meaning = "of avalanches"});
}

struct GapResult {
  std::string time_unit = {};
  Parameters parameters = {};
  GapAvalanches found = {};
  std::size_t n_zero_durations = 0;
  JudgedPowerLaw size_fit = {};
  JudgedContinuous duration_fit = {};
  Nulls<SurrogateGaps> control = {};
};

Fields<GapResult> fields_of(const GapResult*) {
  using R = GapResult;
  using G = GapAvalanches;
  const auto found = [](auto member) { return [member](const R& r) { return r.found.*member; }; };
  return with_exponents(Fields<R>()
                            .computed("kind", [](const R&) { return "gap"; }, {.meaning = "avalanches without bins"})
                            .value("time_unit", &R::time_unit, {.meaning = "s or sample"})
                            .value("parameters", &R::parameters, {.meaning = "what was used"})
                            .computed("n", [](const R& r) { return r.found.sizes.size(); }, {.meaning = "avalanches"})
                            .computed("n_events", found(&G::n_events), {.meaning = "within the segments"})
                            .computed("n_edge_dropped", found(&G::n_edge_dropped),
                                      {.meaning = "no silence above the gap before or after them in their segment"})
                            .computed("n_edge_events", found(&G::n_edge_events), {.meaning = "events in them"})
                            .value("n_zero_durations", &R::n_zero_durations,
                                   {.meaning = "one event, or all at once; not in the duration fit"})
                            .computed("reason", found(&G::reason), {.meaning = "why there are none"})
                            .computed("sizes", found(&G::sizes), {.meaning = "events"})
                            .computed("durations", found(&G::durations), {.meaning = "last - first event [time_unit]"})
                            .computed("start_times", found(&G::start_times), {.meaning = "[time_unit]"}))
      .value("control", &R::control, {.meaning = "surrogate trains at the same gap"})
      .elsewhere(&R::found);
}

SurrogateGaps of_surrogates(ControlKind kind, const AvalancheRequest& o, const tables::TrainFile& file,
                            const GapResult& r) {
  std::vector<double> n, largest, tau;
  const PowerLawFit& fit = r.size_fit.fit;
  for (int k = 0; k < o.n_shuffles && r.found.gap > 0; ++k) {
    CounterStream random(o.trains.seed, static_cast<std::uint64_t>(k));
    const GapAvalanches one = find_gap_avalanches(surrogate_train(kind, file.events.times, file.segments, random),
                                                  file.segments, r.found.gap);
    n.push_back(static_cast<double>(one.sizes.size()));
    largest.push_back(static_cast<double>(size_moments(one.sizes).largest));
    tau.push_back(fit_exponent(count_values(one.sizes), fit.xmin, fit.xmax).alpha);
  }
  return {n.size(), mean_sd(n), mean_sd(largest), mean_sd(tau)};
}

std::string text_of(const GapResult& r) {
  const ContinuousFit& duration = r.duration_fit.fit;
  return fmt::format("{:<22}{} from {} events ({} at segment ends dropped), gap {} {} ({})\n", "avalanches",
                     r.found.sizes.size(), r.found.n_events, r.found.n_edge_dropped, to_text(r.found.gap), r.time_unit,
                     r.found.gap_rule) +
         (r.found.reason.empty() ? "" : fmt::format("{:<22}{}\n", "reason", r.found.reason)) +
         power_law_line("tau (sizes)", r.size_fit) +
         fmt::format("{:<22}{}; {}\n", "alpha (durations > 0)", estimate_text(duration.alpha, duration.alpha_se),
                     r.duration_fit.verdict);
}

}  // namespace

Answer gap_avalanches(const AvalancheRequest& o, const tables::TrainFile& file) {
  if (!o.duration_range.empty())
    throw InputError(
        {.what = "not possible with --gap", .where = "--duration-range", .remedy = "leave it out, or use --bin"});
  const std::optional<double> gap = o.gap == "mean" ? std::nullopt : std::optional(time_option(o.gap, "--gap", file));
  GapResult r;
  r.time_unit = file.time_unit();
  r.found = find_gap_avalanches(file.events.times, file.segments, gap);
  r.parameters = {parameters_of(o.trains, file), r.found.gap, r.found.gap_rule};
  r.size_fit = judge_power_law(count_values(r.found.sizes), range_option(o.size_range, "--size-range"), o.bootstrap(),
                               Rivals::all);
  std::vector<double> positive;
  std::copy_if(r.found.durations.begin(), r.found.durations.end(), std::back_inserter(positive),
               [](double t) { return t > 0; });
  r.n_zero_durations = r.found.durations.size() - positive.size();
  r.duration_fit = judge_continuous(positive, {}, o.bootstrap());
  r.control = both_nulls([&](ControlKind kind) { return of_surrogates(kind, o, file, r); });
  return {schema::to_json(r), text_of(r)};
}

std::vector<schema::Description> keys_of_gap_avalanches() {
  return schema::descriptions<GapResult>();
}

}  // namespace somn::analysis
