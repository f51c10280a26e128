#include "recorder.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::experiment {
namespace {

Trace empty_trace(const Record& record, const std::vector<ElectrodeColumn>& electrodes, bool has_file) {
  Trace trace;
  trace.columns = {{"time_s", "s", {}}, {"v_source_V", "V", {}}, {"i_source_A", "A", {}}, {"g_S", "S", {}}};
  std::vector<Column>& further = has_file ? trace.far : trace.columns;
  for (const JunctionId j : record.states) further.push_back({fmt::format("state_{}_1", j.index), "1", {}});
  for (const std::string& name : record.node_columns) further.push_back({name, "V", {}});
  for (const ElectrodeColumn& e : electrodes) further.push_back({fmt::format("electrode_{}_V", e.name), "V", {}});
  for (const ElectrodeColumn& e : electrodes)
    if (e.drive != nullptr) further.push_back({fmt::format("electrode_{}_A", e.name), "A", {}});
  for (const JunctionId j : record.conductances) further.push_back({fmt::format("g_{}_S", j.index), "S", {}});
  if (record.lyapunov) trace.columns.push_back({"lyapunov_W", "W", {}});
  return trace;
}

// Whether the source current is the network's conductance times the voltage, whatever the states.
bool is_conductor(const circuit::Circuit& c, const std::vector<models::Device>& devices) {
  return !c.drive.is_current && !(c.junction_capacitance > 0) && !(c.ground_capacitance > 0) &&
         std::none_of(c.terminals.begin(), c.terminals.end(), [](const auto& t) { return t.drive.has_value(); }) &&
         std::all_of(devices.begin(), devices.end(), is_ohmic);
}

}  // namespace

Recorder::Recorder(const Experiment& e, const circuit::Circuit& c, const std::filesystem::path& rows)
    : circuit_(c),
      record_(parse_record(e.run.record, c, e.where + ": run.record")),
      read_out_(e.readout),
      electrodes_(electrode_columns(record_, c, e.where + ": run.record")),
      t_sample_(e.run.t_sample),
      t_stop_(e.run.t_stop),
      keeps_every_point_(e.run.method == "euler"),
      conductances_(c.junctions.size()),
      trace_(empty_trace(record_, electrodes_, !rows.empty())),
      film_(e.run, c, record_),
      network_conductance_(c),
      is_measured_((c.junction_capacitance > 0 || c.ground_capacitance > 0) && !c.drive.is_current &&
                   c.drive.kind == circuit::DriveKind::dc && circuit::voltage(c.drive, 0) != 0) {
  for (const ElectrodeColumn& electrode : electrodes_) record_.nodes.push_back(electrode.node);
  n_trace_nodes_ = record_.nodes.size();
  const std::vector<NodeId> of_film = film_.nodes();
  record_.nodes.insert(record_.nodes.end(), of_film.begin(), of_film.end());
  if (!trace_.far.empty()) trace_.rows = rows_ = std::make_shared<RowFile>(rows, trace_.far.size());
  std::vector<analysis::HysteresisBand> by_model;
  for (const circuit::Model& m : c.models) {
    const models::Law& law = models::law(m.law, e.where);
    devices_.emplace_back(law, m.values);
    const auto [g_off, g_on] = law.g_off_on(m.values);
    by_model.push_back(analysis::conductance_band(g_off, g_on));
  }
  if (is_conductor(c, devices_)) least_v_ = 1e-3 * circuit::largest(c.drive);
  if (record_.lyapunov) lyapunov_.emplace(c);
  if (!record_.events) return;
  if (e.run.event_rate > 0) {
    rate_detector_ = std::make_unique<analysis::RateEventDetector>(c.junctions.size(), e.run.event_rate);
    return;
  }
  std::vector<analysis::HysteresisBand> bands;
  for (const circuit::Junction& j : c.junctions) bands.push_back(by_model[j.model]);
  detector_ = std::make_unique<analysis::JunctionEventDetector>(std::move(bands));
}

// source voltage and current, recorded states, nodes, electrodes and conductances
std::vector<double> Recorder::recorded(const AcceptedPoint& p, bool is_bend) {
  std::vector<double> values{p.v_source, p.i_source};
  for (const JunctionId j : record_.states) values.push_back(p.states[j.index]);
  const auto nodes = p.nodes.first(n_trace_nodes_);
  values.insert(values.end(), nodes.begin(), nodes.end());
  const std::span<const double> g = record_.conductances.empty() || is_bend ? std::span<const double>() : conductances_at(p);
  for (const JunctionId j : record_.conductances) values.push_back(is_bend ? 0 : g[j.index]);
  return values;
}

// and the Lyapunov function: what is sampled between two points
std::vector<double> Recorder::observed(const AcceptedPoint& p) {
  std::vector<double> values = recorded(p, false);
  if (lyapunov_) values.push_back(lyapunov_->advance(p.states, p.i_source, p.is_interpolated));
  return values;
}

// The columns after source voltage and current: with currents of electrodes, noise and the converter's steps.
std::vector<double> Recorder::measured_row(double time, const std::vector<double>& values, const AcceptedPoint& p) const {
  const std::size_t first_node = 2 + record_.states.size(), behind_nodes = first_node + n_trace_nodes_;
  const std::size_t first_electrode = behind_nodes - electrodes_.size(), row = trace_.n_rows() - 1;
  const double of_drive = p.is_before_jump ? time * (1 - 1e-12) : time;
  std::vector<double> all(values.begin() + 2, values.begin() + static_cast<std::ptrdiff_t>(first_node));
  const auto add = [&](double value, double noise, double range) {
    all.push_back(measured(read_out_, value, noise, range, row, all.size()));
  };
  for (std::size_t k = first_node; k < behind_nodes; ++k) add(values[k], read_out_.noise, read_out_.range);
  for (std::size_t k = 0; k < electrodes_.size(); ++k)
    if (const circuit::Drive* drive = electrodes_[k].drive)
      add(electrode_current(*drive, of_drive, values[first_electrode + k]), read_out_.current_noise,
          read_out_.current_range);
  for (std::size_t k = 0; k < record_.conductances.size(); ++k) all.push_back(values[behind_nodes + k]);
  return all;
}

void Recorder::append_row(double time, const std::vector<double>& values, const AcceptedPoint& p, double weight) {
  const double v = circuit_.drive.is_current ? values[0] : circuit::voltage(circuit_.drive, time), i = values[1];
  trace_.columns[0].values.push_back(time);
  trace_.columns[1].values.push_back(v);
  trace_.columns[2].values.push_back(i);
  trace_.columns[3].values.push_back(g_of_row(p, weight, v, i));
  if (film_.wants(trace_.n_rows() - 1)) add_frame(time, p, weight);
  if (lyapunov_) trace_.columns.back().values.push_back(values.back());
  const std::vector<double> row = measured_row(time, values, p);
  if (rows_) return rows_->append(row);
  for (std::size_t k = 0; k < row.size(); ++k) trace_.columns[4 + k].values.push_back(row[k]);
}

// `weight` of the way from the last point to this one
void Recorder::add_frame(double time, const AcceptedPoint& p, double weight) {
  const double bend = 4 * weight * (1 - weight);
  const auto between = [&](std::span<const double> last, std::span<const double> now, std::span<const double> bent) {
    std::vector<double> values(now.begin(), now.end());
    for (std::size_t k = 0; k < now.size() && weight < 1; ++k)
      values[k] = last[k] + weight * (now[k] - last[k]) + (bent.empty() ? 0 : bend * bent[k]);
    return values;
  };
  const auto nothing = std::span<const double>();
  film_.add(time, between(last_states_, p.states, p.bend ? p.bend->states : nothing),
            between(last_conductances_, p.conductances, nothing),
            between(last_film_v_, p.nodes.subspan(n_trace_nodes_), p.bend ? p.bend->nodes.subspan(n_trace_nodes_) : nothing));
}

double Recorder::g_of_row(const AcceptedPoint& p, double weight, double v, double i) {
  if (is_measured_) return i / v;
  if (keeps_every_point_ && std::abs(v) > least_v_) return i / v;
  if (weight >= 1) return network_conductance_.at(conductances_at(p));
  for (std::size_t j = 0; j < p.states.size(); ++j)
    conductances_[j] = p.conductances.empty()
                           ? devices_[circuit_.junctions[j].model].conductance(
                                 last_states_[j] + weight * (p.states[j] - last_states_[j]) +
                                 (p.bend ? 4 * weight * (1 - weight) * p.bend->states[j] : 0))
                           : last_conductances_[j] + weight * (p.conductances[j] - last_conductances_[j]);
  return network_conductance_.at(conductances_);
}

// Samples k t_sample in (previous point, this point] lie on the line between the two, or on the curve that
// bends from it.
void Recorder::accept(const AcceptedPoint& p) {
  std::vector<double> now = observed(p), bend = p.bend ? recorded(*p.bend, true) : std::vector<double>();
  bend.resize(now.size());
  if (keeps_every_point_) append_row(p.time, now, p, 1);
  const double slack = 1e-9 * t_sample_;  // the last point may fall short of t_stop by rounding
  for (double t = static_cast<double>(next_sample_) * t_sample_;
       !keeps_every_point_ && t <= p.time + slack && t <= t_stop_ + slack;
       t = static_cast<double>(++next_sample_) * t_sample_) {
    if (!has_rows() || t >= p.time) {
      append_row(t, now, p, 1);
      continue;
    }
    const double weight = (t - time_) / (p.time - time_);
    std::vector<double> sample = now;
    for (std::size_t k = 0; k < now.size(); ++k)
      sample[k] = last_observed_[k] + weight * (now[k] - last_observed_[k]) + 4 * weight * (1 - weight) * bend[k];
    append_row(t, sample, p, weight);
  }
  if (detector_ && p.locate && has_rows())
    detector_->feed(p.time, conductances_at(p), *p.locate);
  else if (detector_)
    detector_->feed(p.time, conductances_at(p));
  else if (rate_detector_)
    rate_detector_->feed(p.time, conductances_at(p));
  time_ = p.time;
  last_observed_ = std::move(now);
  last_states_.assign(p.states.begin(), p.states.end());
  last_conductances_.assign(p.conductances.begin(), p.conductances.end());
  const auto film_v = p.nodes.subspan(n_trace_nodes_);
  last_film_v_.assign(film_v.begin(), film_v.end());
}

std::span<const double> Recorder::conductances_at(const AcceptedPoint& p) {
  if (!p.conductances.empty()) return p.conductances;
  for (std::size_t j = 0; j < p.states.size(); ++j)
    conductances_[j] = devices_[circuit_.junctions[j].model].conductance(p.states[j]);
  return conductances_;
}

void Recorder::archive(Archive& a) {
  for (Column& column : trace_.columns) a(column.values);
  if (rows_) a.reads() ? rows_->keep(trace_.n_rows()) : rows_->sync();
  a(next_sample_), a(time_), a(last_observed_), a(last_states_), a(last_conductances_), a(last_film_v_);
  film_.archive(a);
  network_conductance_.archive(a);
  if (detector_) detector_->archive(a);
  if (lyapunov_) lyapunov_->archive(a);
  if (rate_detector_) rate_detector_->archive(a);
}

void Recorder::finish(RunResult& result) {
  result.trace = std::move(trace_);
  result.t_end = time_;
  result.final_states = std::move(last_states_);
  if (formats::Film film = film_.finish(); film.n_frames() > 0) result.film = std::move(film);
  if (lyapunov_) result.lyapunov = lyapunov_->summary();
  if (rate_detector_) result.events = rate_detector_->finish();
  if (!detector_) return;
  result.n_on_without_event = detector_->n_on_without_event();
  result.events = detector_->finish();
}

}  // namespace somn::experiment
