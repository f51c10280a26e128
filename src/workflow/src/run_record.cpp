#include "run_record.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/netgen/measures.hpp>

#include <algorithm>

namespace somn::workflow {
namespace {

// Junctions whose gap is closed: at g_on, but for a hundredth.
std::int64_t n_closed(const circuit::Circuit& c, const std::vector<double>& states) {
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

void add_network(analysis::RunRecord& record, const circuit::Circuit& c) {
  record.n_nodes = c.n_nodes;
  record.source = c.source.index;
  record.drain = c.drain.index;
  record.is_connected = c.is_connected;
  for (const circuit::Terminal& t : c.terminals) record.electrodes.push_back(t.node.index);
  for (const circuit::Junction& j : c.junctions)
    record.junctions.push_back({.id = j.id,
                                .positive = j.positive.index,
                                .negative = j.negative.index,
                                .is_connected = c.is_connected[j.positive.index],
                                .is_synaptic = models::law(c.models[j.model].law, "analysis").is_synaptic});
}

// Voltages of electrodes that float or are read through a resistor to 0 V, and recorded conductances.
std::vector<std::string> read_outs_of(const circuit::Circuit& c, const Trace& trace) {
  std::vector<std::string> driven{"electrode_source_V", "electrode_drain_V"}, names;
  for (const circuit::Terminal& t : c.terminals)
    if (t.drive && !(t.drive->kind == circuit::DriveKind::dc && t.drive->series_resistance > 0)) driven.push_back(experiment::electrode_column(t.name));
  for (std::size_t k = 0; k < trace.n_columns(); ++k) {
    const std::string& name = trace.header(k).name;
    const bool is_voltage = name.starts_with("electrode_") && name.ends_with("_V");
    const bool is_conductance = name.starts_with("g_") && name != "g_S";
    if ((is_voltage && std::find(driven.begin(), driven.end(), name) == driven.end()) || is_conductance) names.push_back(name);
  }
  return names;
}

analysis::DriveOfRun drive_of(const Run& run) {
  const circuit::Drive& drive = run.circuit.drive;
  const experiment::DriveFacts d = experiment::drive_facts(run.experiment, run.network, drive);
  analysis::DriveOfRun of{.kind = std::string(circuit::name(drive.kind)),
                          .is_current = drive.is_current,
                          .amplitude = drive.amplitude,
                          .path_junctions = d.path_junctions,
                          .v_star = d.v_star,
                          .f0 = d.f0,
                          .f_star = d.f_star,
                          .f_closing = d.f_closing};
  if (drive.frequency > 0) of.frequency = drive.frequency;
  if (d.f_closing) of.f_over_f_closing = drive.frequency / *d.f_closing;
  return of;
}

}  // namespace

analysis::RunRecord record_of(const Run& run, const experiment::RunResult& result) {
  const circuit::Circuit& c = run.circuit;
  const experiment::AnalysisOptions& options = run.experiment.analysis;
  analysis::RunRecord record{.where = run.experiment.where,
                             .events = result.events,
                             .trace = &result.trace,
                             .t_end = result.t_end,
                             .t_start = options.t_start};
  add_network(record, c);
  record.path = netgen::shortest_path(run.network);
  record.n_closed = [&] { return n_closed(c, result.final_states); };
  record.g_on = models::law(c.models.front().law, "analysis").g_off_on(c.models.front().values).second;
  record.v_set = run.experiment.drive_units.v_set;
  record.is_random = circuit::holds_levels(c.drive.kind);
  if (record.is_random) record.inputs = circuit::inputs(c.drive, run.experiment.run.t_stop);
  record.n_parts = std::max<std::size_t>(1, c.drive.mask.size());
  record.read_outs = read_outs_of(c, result.trace);
  record.frequency = c.drive.frequency;
  record.periods = options.periods;
  record.drive_voltage = [&c](double time) { return circuit::voltage(c.drive, time); };
  record.options = options.part_options;
  return record;
}

analysis::RunFacts facts_of(const Run& run, const experiment::RunResult& result) {
  analysis::RunFacts of{
      .n_nodes = run.network.n_nodes, .n_junctions = run.network.n_junctions(), .drive = drive_of(run)};
  if (const auto& l = result.lyapunov)
    of.lyapunov_function = {l->first, l->last, l->largest_rise, l->span, l->relative_rise()};
  if (const auto& d = run.divergence)
    of.lyapunov = {.rate = d->rate,
                   .rate_sd = d->rate_sd,
                   .rate_median = d->rate_median,
                   .rates = d->rates,
                   .junctions = d->junctions,
                   .n_merged = d->n_merged,
                   .epsilon = d->epsilon,
                   .t_start = d->t_start,
                   .t_stop = d->t_stop};
  return of;
}

}  // namespace somn::workflow
