#include "burst_methods.hpp"

#include <somn/analysis/json.hpp>
#include <somn/analysis/requested_parts.hpp>
#include <somn/analysis/train_pairs.hpp>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace somn::analysis {
namespace {

using Json = nlohmann::ordered_json;

TwoScaleModality on_both_scales(std::vector<double> values, std::uint64_t seed) {
  TwoScaleModality m{.linear = analyse_modality(values, {.seed = seed})};
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

RunModality modality_of(const SpikeValues& spikes, std::uint64_t seed) {
  std::vector<double> intervals, participation;
  for (std::size_t k = 1; k < spikes.times.size(); ++k) intervals.push_back(spikes.times[k] - spikes.times[k - 1]);
  CounterStream random(seed, 0);
  for (const std::int64_t n : spikes.n_junctions)
    if (n > 0) participation.push_back(static_cast<double>(n) + random.uniform() - 0.5);
  RunModality m{.amplitude = on_both_scales(spikes.amplitudes, seed),
                .width = on_both_scales(spikes.widths, seed),
                .interval = on_both_scales(std::move(intervals), seed),
                .n_without_junction = spikes.n_junctions.size() - participation.size()};
  m.participation = analyse_modality(std::move(participation), {.seed = seed});
  constexpr std::int64_t from = RunModality::collective_from;
  m.single = group_of(spikes, 1, 1);
  m.several = group_of(spikes, 2, from - 1);
  m.collective = group_of(spikes, from, std::numeric_limits<std::int64_t>::max());
  return m;
}

TrainBursts bursts_of(const std::vector<double>& times, const Segment& window, int n_realisations, std::uint64_t seed) {
  const auto control = [&](ControlKind kind) { return burst_control(kind, times, {window}, {}, n_realisations, seed); };
  return {.times = times,
          .found = find_bursts(times, {}),
          .shuffled = control(ControlKind::shuffled),
          .poisson = control(ControlKind::poisson)};
}

RunAcf acf_of(const std::vector<double>& up_times, const Segment& window, double bin,
              const std::vector<double>& current, double sample_step, std::uint64_t seed) {
  RunAcf acf;
  acf.current = analyse_acf(current, sample_step, std::min<std::size_t>(1000, current.size() / 4 + 1), {.seed = seed});
  const double n_bins = window.length() / bin;
  acf.activity.verdict = up_times.empty() ? "no events" : "no usable bin";
  if (!(bin > 0 && n_bins >= 2 && n_bins <= 1e8)) return acf;
  acf.bin = bin;
  acf.n_shuffles = static_cast<int>(std::clamp(2e7 / n_bins, 20.0, 200.0));  // the more bins, the less they differ
  acf.correlogram = correlate(up_times, nullptr, {window}, bin, 100, acf.n_shuffles, seed);
  acf.activity = analyse_acf(bin_counts(up_times, window, bin), bin, acf.correlogram.max_lag, {.seed = seed});
  return acf;
}

RunSpectrum spectrum_of(const std::vector<double>& current, double sample_step, std::uint64_t seed) {
  if (current.size() < 8) return {.reason = "no trace of at least 8 samples"};
  RunSpectrum s{.spectrum = welch(current, sample_step)};
  s.fit = fit_either_background(s.spectrum, {.seed = seed});
  s.control = spectrum_control(current, sample_step, {}, spectrum_realisations(current.size()), seed);
  return s;
}

Json to_json(const TwoScaleModality& m, const char* unit) {
  Json json = analysis::to_json(m.linear);
  json["scale"] = "linear";
  json["unit"] = unit;
  json["log10"] = m.logarithmic ? analysis::to_json(*m.logarithmic) : Json();
  return json;
}

Json to_json(const SpikeGroup& g) {
  return {{"n", g.n}, {"median_amplitude_A", g.median_amplitude}, {"median_width_s", g.median_width}};
}

Json to_json(const RunModality& m) {
  Json participation = analysis::to_json(m.participation);
  participation["ties"] = "whole numbers, spread evenly over +-1/2";
  participation["n_without_junction"] = m.n_without_junction;
  participation["single"] = to_json(m.single);
  participation["several"] = to_json(m.several);
  participation["collective"] = to_json(m.collective);
  participation["amplitude_ratio"] = m.collective.median_amplitude / m.single.median_amplitude;
  participation["width_ratio"] = m.collective.median_width / m.single.median_width;
  return {{"amplitude", to_json(m.amplitude, "A")},
          {"width", to_json(m.width, "s")},
          {"isi", to_json(m.interval, "s")},
          {"participation", std::move(participation)}};
}

Json to_json(const TrainBursts& b, double window_length) {
  Json json{{"method", "maxinterval"}};
  json.update(analysis::to_json(b.found, b.times, window_length));
  json["control"] = {{"shuffled", analysis::to_json(b.shuffled)}, {"poisson", analysis::to_json(b.poisson)}};
  return json;
}

Json to_json(const RunAcf& a) {
  Json activity{{"kind", "events"}, {"bin_s", a.bin}};
  activity.update(analysis::to_json(a.activity));
  if (a.n_shuffles > 0) activity.update(analysis::to_json(a.correlogram));
  activity["n_shuffles"] = a.n_shuffles;
  Json current{{"kind", "signal"}, {"column", "i_source_A"}};
  current.update(analysis::to_json(a.current));
  return {{"activity", std::move(activity)}, {"current", std::move(current)}};
}

Json to_json(const RunSpectrum& s) {
  Json json{{"column", "i_source_A"}, {"unit", "A^2/Hz"}, {"reason", s.reason}};
  json.update(analysis::to_json(s.spectrum, s.fit));
  json["control"] = analysis::to_json(s.control);
  return json;
}

}  // namespace

PartsOfRun analyse_parts(const RequestedParts& wanted, const SpikeValues& spikes, const std::vector<double>& up_times,
                         const Segment& window, double bin, const std::vector<double>& current, double sample_step,
                         int n_control_realisations, std::uint64_t seed) {
  PartsOfRun parts;
  if (wanted.modality) parts.modality = modality_of(spikes, seed);
  if (wanted.bursts)
    parts.bursts = {.window_length = window.length(),
                    .network_spikes = bursts_of(spikes.times, window, n_control_realisations, seed),
                    .junction_events = bursts_of(up_times, window, n_control_realisations, seed)};
  if (wanted.acf) parts.acf = acf_of(up_times, window, bin, current, sample_step, seed);
  if (wanted.spectrum) parts.spectrum = spectrum_of(current, sample_step, seed);
  return parts;
}

void add_parts(Json& json, const PartsOfRun& parts) {
  if (parts.modality) json["modality"] = to_json(*parts.modality);
  if (parts.bursts)
    json["bursts"] = {{"network_spikes", to_json(parts.bursts->network_spikes, parts.bursts->window_length)},
                      {"junction_events", to_json(parts.bursts->junction_events, parts.bursts->window_length)}};
  if (parts.acf) json["acf"] = to_json(*parts.acf);
  if (parts.spectrum) json["spectrum"] = to_json(*parts.spectrum);
}

}  // namespace somn::analysis
