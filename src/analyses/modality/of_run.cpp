#include <somn/analyses/modality/figure.hpp>
#include <somn/analyses/modality/of_run.hpp>
#include <somn/figures/json_path.hpp>
#include <somn/schema/fields.hpp>
#include <somn/statistics/mean_sd.hpp>

#include <algorithm>
#include <cmath>

namespace somn::analysis {

using schema::Fields;

namespace {

TwoScaleModality on_both_scales(std::vector<double> values, const char* unit, std::uint64_t seed) {
  TwoScaleModality m{.linear = analyse_modality(values, {.seed = seed}), .unit = unit};
  if (std::any_of(values.begin(), values.end(), [](double v) { return !(v > 0); })) return m;
  for (double& v : values) v = std::log10(v);
  m.logarithmic = analyse_modality(std::move(values), {.seed = seed});
  return m;
}

SpikeGroup group_of(const SpikeValues& spikes, std::int64_t low, std::int64_t high) {  // low to high junctions
  std::vector<double> amplitudes, widths;
  for (std::size_t k = 0; k < spikes.n_junctions.size(); ++k) {
    if (spikes.n_junctions[k] < low || spikes.n_junctions[k] > high) continue;
    amplitudes.push_back(spikes.amplitudes[k]);
    widths.push_back(spikes.widths[k]);
  }
  return {.n = static_cast<std::int64_t>(amplitudes.size()),
          .median_amplitude = median_of(std::move(amplitudes)),
          .median_width = median_of(std::move(widths))};
}

ParticipationModality participation_of(const SpikeValues& spikes, std::uint64_t seed) {
  std::vector<double> junctions;
  for (const std::int64_t n : spikes.n_junctions)
    if (n > 0) junctions.push_back(static_cast<double>(n));
  constexpr std::int64_t from = ParticipationModality::collective_from;
  ParticipationModality m{.n_without_junction = spikes.n_junctions.size() - junctions.size(),
                          .single = group_of(spikes, 1, 1),
                          .several = group_of(spikes, 2, from - 1),
                          .collective = group_of(spikes, from, std::numeric_limits<std::int64_t>::max())};
  m.of = analyse_modality(std::move(junctions), {.seed = seed});
  return m;
}

std::vector<double> differences_of(const std::vector<double>& times) {
  std::vector<double> intervals;
  for (std::size_t k = 1; k < times.size(); ++k) intervals.push_back(times[k] - times[k - 1]);
  return intervals;
}

}  // namespace

Fields<TwoScaleModality> fields_of(const TwoScaleModality*) {
  using M = TwoScaleModality;
  return Fields<M>()
      .merged(&M::linear)
      .computed("scale", [](const M&) { return "linear"; }, {.meaning = "of the values"})
      .value("unit", &M::unit, {.meaning = "of the values"})
      .value("log10", &M::logarithmic, {.meaning = "the same of the logarithms; null where a value is not positive"});
}

Fields<SpikeGroup> fields_of(const SpikeGroup*) {
  return Fields<SpikeGroup>()
      .value("n", &SpikeGroup::n, {.meaning = "edges"})
      .value("median_amplitude_A", &SpikeGroup::median_amplitude, {.unit = "A", .meaning = "of them"})
      .value("median_width_s", &SpikeGroup::median_width, {.unit = "s", .meaning = "of them"});
}

Fields<ParticipationModality> fields_of(const ParticipationModality*) {
  using P = ParticipationModality;
  return Fields<P>()
      .merged(&P::of)
      .value("n_without_junction", &P::n_without_junction, {.meaning = "edges left out"})
      .value("single", &P::single, {.meaning = "edges with 1 junction"})
      .value("several", &P::several, {.meaning = "edges with 2 to 4"})
      .value("collective", &P::collective, {.meaning = "edges with at least 5"})
      .computed("amplitude_ratio", [](const P& p) { return p.collective.median_amplitude / p.single.median_amplitude; },
                {.meaning = "collective / single"})
      .computed("width_ratio", [](const P& p) { return p.collective.median_width / p.single.median_width; },
                {.meaning = "collective / single"});
}

Fields<RunModality> fields_of(const RunModality*) {
  return Fields<RunModality>()
      .value("amplitude", &RunModality::amplitude, {.meaning = "of the network spikes"})
      .value("width", &RunModality::width, {.meaning = "of the network spikes"})
      .value("isi", &RunModality::interval, {.meaning = "between network spikes"})
      .value("participation", &RunModality::participation, {.meaning = "junctions per edge"});
}

nlohmann::ordered_json modality_of_run(const RunRecord& run) {
  const SpikeValues& spikes = run.network_spikes;
  return schema::to_json(
      RunModality{on_both_scales(spikes.amplitudes, "A", run.seed), on_both_scales(spikes.widths, "s", run.seed),
                  on_both_scales(differences_of(spikes.times), "s", run.seed), participation_of(spikes, run.seed)});
}

figures::Figure modality_figure_of_run(const nlohmann::ordered_json& analysis, const std::vector<double>&) {
  const auto spikes = [&](const char* key) {
    return figures::numbers(analysis, std::string("/network_spikes/") + key);
  };
  std::vector<double> junctions = spikes("n_junctions");
  std::erase(junctions, 0.0);
  const auto data = [&](const char* name, std::vector<double> values, const char* label, const char* unit) {
    return ModalityData{figures::at_path(analysis, std::string("/modality/") + name), std::move(values), label, unit,
                        false};
  };
  ModalityData participation = data("participation", std::move(junctions), "junctions in an edge", "");
  participation.is_whole = true;
  return modality_figure({data("amplitude", spikes("amplitudes_A"), "amplitude", "A"),
                          data("width", spikes("widths_s"), "width", "s"),
                          data("isi", differences_of(spikes("times_s")), "interval", "s"), std::move(participation)});
}

}  // namespace somn::analysis
