#include "recorder.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace somn::experiment {
namespace {

Trace empty_trace(const Record& record) {
  Trace trace;
  trace.columns = {{"time_s", "s", {}}, {"v_source_V", "V", {}}, {"i_source_A", "A", {}}, {"g_S", "S", {}}};
  for (const JunctionId j : record.states) trace.columns.push_back({fmt::format("state_{}_1", j.index), "1", {}});
  for (const NodeId n : record.nodes) trace.columns.push_back({fmt::format("v_{}_V", n.index), "V", {}});
  return trace;
}

}  // namespace

Recorder::Recorder(const Experiment& e, const circuit::Circuit& c)
    : circuit_(c),
      record_(parse_record(e.run.record, c.junctions.size(), c.n_nodes, e.where + ": run.record")),
      t_sample_(e.run.t_sample),
      t_stop_(e.run.t_stop),
      conductances_(c.junctions.size()),
      trace_(empty_trace(record_)) {
  std::vector<analysis::HysteresisBand> by_model;
  for (const circuit::Model& m : c.models) {
    const models::Law& law = models::law(m.law, e.where);
    devices_.emplace_back(law, m.values);
    const auto [g_off, g_on] = law.g_off_on(m.values);
    by_model.push_back(analysis::conductance_band(g_off, g_on));
  }
  if (!record_.events) return;
  std::vector<analysis::HysteresisBand> bands;
  for (const circuit::Junction& j : c.junctions) bands.push_back(by_model[j.model]);
  detector_ = std::make_unique<analysis::JunctionEventDetector>(std::move(bands));
}

std::vector<double> Recorder::observed(double i_source, std::span<const double> nodes,
                                       std::span<const double> states) const {
  std::vector<double> values{i_source};
  for (const JunctionId j : record_.states) values.push_back(states[j.index]);
  values.insert(values.end(), nodes.begin(), nodes.end());
  return values;
}

void Recorder::append_row(double time, const std::vector<double>& values) {
  const double v = circuit::voltage(circuit_.drive, time), i = values[0];
  trace_.columns[0].values.push_back(time);
  trace_.columns[1].values.push_back(v);
  trace_.columns[2].values.push_back(i);
  trace_.columns[3].values.push_back(v == 0 ? std::numeric_limits<double>::quiet_NaN() : i / v);
  for (std::size_t k = 1; k < values.size(); ++k) trace_.columns[3 + k].values.push_back(values[k]);
}

// Samples k t_sample in (previous point, this point] lie on the line between the two.
void Recorder::accept(double time, double i_source, std::span<const double> nodes, std::span<const double> states) {
  std::vector<double> now = observed(i_source, nodes, states);
  const double slack = 1e-9 * t_sample_;  // the last point may fall short of t_stop by rounding
  for (double t = static_cast<double>(next_sample_) * t_sample_; t <= time + slack && t <= t_stop_ + slack;
       t = static_cast<double>(++next_sample_) * t_sample_) {
    std::vector<double> sample = now;
    if (has_rows() && t < time) {
      const double weight = (t - time_) / (time - time_);
      for (std::size_t k = 0; k < now.size(); ++k)
        sample[k] = last_observed_[k] + weight * (now[k] - last_observed_[k]);
    }
    append_row(t, sample);
  }
  if (detector_) {
    for (std::size_t j = 0; j < states.size(); ++j)
      conductances_[j] = devices_[circuit_.junctions[j].model].conductance(states[j]);
    detector_->feed(time, conductances_);
  }
  time_ = time;
  last_observed_ = std::move(now);
  last_states_.assign(states.begin(), states.end());
}

void Recorder::finish(RunResult& result) {
  result.trace = std::move(trace_);
  result.t_end = time_;
  result.final_states = std::move(last_states_);
  if (!detector_) return;
  result.n_on_without_event = detector_->n_on_without_event();
  result.events = detector_->finish();
}

}  // namespace somn::experiment
