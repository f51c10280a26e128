#include "run_extras.hpp"

#include <somn/analysis/activation.hpp>
#include <somn/analysis/harmonics.hpp>
#include <somn/analysis/reservoir.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/measures.hpp>

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

using nlohmann::ordered_json;

ordered_json number(double value) {
  return std::isfinite(value) ? ordered_json(value) : ordered_json();
}

template <class T>
ordered_json number(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json();
}

std::vector<analysis::Branch> branches_of(const circuit::Circuit& c) {
  std::vector<analysis::Branch> branches;
  for (const circuit::Junction& j : c.junctions)
    if (c.is_connected[j.positive.index]) branches.push_back({j.positive.index, j.negative.index});
  return branches;
}

// Empty unless every node was recorded.
analysis::Potentials potentials_of(const circuit::Circuit& c, const Trace& trace) {
  std::vector<std::string> names;
  for (std::size_t node = 0; node < c.n_nodes; ++node) names.push_back(fmt::format("v_{}_V", node));
  return {.by_node = trace.load(names)};
}

// Junctions whose gap is closed: at g_on, but for a hundredth.
std::int64_t n_on(const circuit::Circuit& c, const std::vector<double>& states) {
  std::vector<models::Device> devices;
  std::vector<double> closed_at;  // [S] by model
  for (const circuit::Model& m : c.models) {
    const models::Law& law = models::law(m.law, "analysis");
    devices.emplace_back(law, m.values);
    closed_at.push_back(0.99 * law.g_off_on(m.values).second);
  }
  std::int64_t n = 0;
  for (std::size_t k = 0; k < states.size(); ++k)
    n += devices[c.junctions[k].model].conductance(states[k]) >= closed_at[c.junctions[k].model];
  return n;
}

ordered_json drive_json(const RunFacts& facts) {
  const circuit::Drive& drive = facts.circuit.drive;
  const experiment::DriveFacts d = experiment::drive_facts(facts.experiment, facts.network, drive);
  return {{"kind", circuit::name(drive.kind)},
          {drive.is_current ? "amplitude_A" : "amplitude_V", drive.amplitude},
          {"frequency_Hz", drive.frequency > 0 ? ordered_json(drive.frequency) : ordered_json()},
          {"path_junctions", number(d.path_junctions)},
          {"v_star", number(d.v_star)},
          {"f0_Hz", number(d.f0)},
          {"f_star", number(d.f_star)},
          {"f_closing_Hz", number(d.f_closing)},
          {"f_over_f_closing", d.f_closing ? number(drive.frequency / *d.f_closing) : nullptr}};
}

constexpr const char* needs_nodes = "the voltages of the junctions need record = [..., \"nodes:all\"]";

ordered_json activation_json(const RunFacts& facts, const experiment::RunResult& result,
                             const analysis::Potentials& u) {
  const circuit::Circuit& c = facts.circuit;
  const analysis::Activation a = analysis::activation(result.trace.time(), result.trace.at("g_S").values);
  const double g_on = models::law(c.models.front().law, "analysis").g_off_on(c.models.front().values).second;
  ordered_json json{{"g_first_S", number(a.g_first)},
                    {"g_end_S", number(a.g_end)},
                    {"g_end_over_g_on", number(a.g_end / g_on)},
                    {"g_end_n_over_g_on", nullptr},  // of one chain of closed gaps: 1
                    {"t_act_s", number(a.t_act)},
                    {"settling_per_s", number(a.settling)},
                    {"n_on", n_on(c, result.final_states)},
                    {"n_transient_spikes", nullptr},
                    {"reason", a.reason}};
  if (const auto n = netgen::shortest_path(facts.network))
    json["g_end_n_over_g_on"] = number(a.g_end * static_cast<double>(*n) / g_on);
  const double v_set = facts.experiment.drive_units.v_set;
  if (u.by_node.empty())
    json["reason"] = needs_nodes;
  else if (v_set > 0)
    json["n_transient_spikes"] = analysis::count_transient_spikes(u, branches_of(c), v_set, 0.2 * v_set);
  return json;
}

// Whole periods at the end of the record; none where the rows do not fit.
struct Periods {
  std::size_t per_period = 0, n = 0, first = 0;  // [rows], periods, row where they begin
};
Periods last_periods(const RunFacts& facts, const Trace& trace) {
  const std::vector<double>& time = trace.time();
  const double row = time.size() > 1 ? time.back() - time[time.size() - 2] : 0;  // [s]
  const double per_period = std::round(1 / (facts.circuit.drive.frequency * row));
  const auto m = static_cast<std::size_t>(per_period);
  const auto n = static_cast<std::size_t>(*facts.experiment.analysis.periods);
  if (std::abs(per_period * row * facts.circuit.drive.frequency - 1) > 1e-6 || n * m > time.size()) return {};
  return {.per_period = m, .n = n, .first = time.size() - n * m};
}
constexpr const char* needs_periods = "the record holds no whole periods: run.samples_per_period makes it so";

ordered_json harmonics_json(const RunFacts& facts, const experiment::RunResult& result, const analysis::Potentials& u) {
  const Periods p = last_periods(facts, result.trace);
  if (p.n == 0) return {{"reason", needs_periods}};
  const std::vector<double>& current = result.trace.at("i_source_A").values;
  const analysis::Harmonics h = analysis::harmonics(std::span(current).subspan(p.first), p.per_period);
  ordered_json json{{"thd", number(h.thd)},
                    {"current_A", h.amplitude},
                    {"dc_A", number(h.dc)},
                    {"periods", p.n},
                    {"rows_per_period", p.per_period},
                    {"kurtosis", nullptr},
                    {"kurtosis_median", nullptr},
                    {"n_active", nullptr},
                    {"reason", ""}};
  if (u.by_node.empty()) {
    json["reason"] = needs_nodes;
    return json;
  }
  const analysis::VoltageShape shape =
      analysis::voltage_shape(u, branches_of(facts.circuit), p.first, facts.experiment.drive_units.v_set);
  json["kurtosis"] = number(shape.kurtosis);
  json["kurtosis_median"] = number(shape.kurtosis_median);
  json["n_active"] = shape.n_active;
  return json;
}

// The voltages of all nodes but the driven ones, every `stride` rows from `first`.
std::vector<std::vector<double>> node_signals(const circuit::Circuit& c, const analysis::Potentials& u,
                                              std::size_t first, std::size_t stride) {
  std::vector<std::vector<double>> signals;
  for (std::size_t node = 0; node < c.n_nodes; ++node) {
    if (node == c.source.index || node == c.drain.index || !c.is_connected[node]) continue;
    signals.emplace_back();
    for (std::size_t row = first; row < u.n_rows(); row += stride) signals.back().push_back(u.by_node[node][row]);
  }
  return signals;
}

// A random drive: memory of its levels, read at the end of each. A sine or triangle: its transformation.
ordered_json reservoir_json(const RunFacts& facts, const experiment::RunResult& result, const analysis::Potentials& u) {
  const circuit::Circuit& c = facts.circuit;
  const Periods p = last_periods(facts, result.trace);
  if (p.n == 0) return {{"reason", needs_periods}};
  if (u.by_node.empty()) return {{"reason", needs_nodes}};
  const bool is_random = c.drive.kind == circuit::DriveKind::random;
  // rows of an adaptive run lie at k t_sample, those of Euler at (k + 1) dt: the last row is a period's first or last
  const std::size_t first = is_random ? p.first + p.per_period - 2 : p.first;
  const std::vector<std::vector<double>> signals = node_signals(c, u, first, is_random ? p.per_period : 1);
  const std::vector<std::span<const double>> rows(signals.begin(), signals.end());
  ordered_json json{{"n_signals", signals.size()}, {"rows", signals.empty() ? 0 : signals.front().size()}};
  if (is_random) {
    std::vector<double> input;
    for (std::size_t row = first; row < u.n_rows(); row += p.per_period)
      input.push_back(circuit::voltage(c.drive, result.trace.time()[row]));
    const analysis::MemoryCapacity m = analysis::memory_capacity(input, rows);
    json["memory"] = {{"capacity", m.total}, {"delays", m.delays}, {"square", m.square}, {"product", m.product}};
  } else {
    const analysis::Transformation t = analysis::transform_wave(rows, p.per_period);
    json["transformation"] = {{"sine", t.sine},
                              {"square", t.square},
                              {"sawtooth", t.sawtooth},
                              {"doubled", t.doubled},
                              {"quarter", t.quarter}};
  }
  json["reason"] = "";
  return json;
}

ordered_json lyapunov_json(const experiment::Divergence& d) {
  ordered_json rates = ordered_json::array();
  for (const double rate : d.rates) rates.push_back(number(rate));
  return {{"rate_per_s", number(d.rate)},
          {"rate_sd_per_s", number(d.rate_sd)},
          {"rate_median_per_s", number(d.rate_median)},
          {"n_pairs", d.rates.size()},
          {"n_merged", d.n_merged},
          {"epsilon", d.epsilon},
          {"t_start_s", d.t_start},
          {"t_stop_s", d.t_stop},
          {"junctions", d.junctions},
          {"rates_per_s", rates}};
}

}  // namespace

void add_extras(ordered_json& json, const RunFacts& facts, const experiment::RunResult& result) {
  json["drive"] = drive_json(facts);
  const experiment::AnalysisOptions& wanted = facts.experiment.analysis;
  analysis::Potentials u;
  if (wanted.activation || wanted.harmonics || wanted.reservoir) u = potentials_of(facts.circuit, result.trace);
  if (wanted.activation) json["activation"] = activation_json(facts, result, u);
  if (wanted.harmonics) json["harmonics"] = harmonics_json(facts, result, u);
  if (wanted.reservoir) json["reservoir"] = reservoir_json(facts, result, u);
  if (facts.divergence) json["lyapunov"] = lyapunov_json(*facts.divergence);
}

}  // namespace somn::cli
