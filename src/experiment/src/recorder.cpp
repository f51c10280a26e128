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
    is_latched_.push_back(devices_.back().is_latched());
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

void Recorder::Values::assign(const AcceptedPoint& p) {
  v_source = p.v_source, i_source = p.i_source;
  nodes.assign(p.nodes.begin(), p.nodes.end());
  states.assign(p.states.begin(), p.states.end());
  conductances.assign(p.conductances.begin(), p.conductances.end());
}

AcceptedPoint Recorder::Values::at(double time) const {
  return {.time = time,
          .v_source = v_source,
          .i_source = i_source,
          .nodes = nodes,
          .states = states,
          .conductances = conductances,
          .is_interpolated = true};
}

// Between the last point and this one: on the line, or on the curve that bends from it. A conductance is that of its
// state there.
AcceptedPoint Recorder::between(double time, const AcceptedPoint& p) {
  const double weight = (time - time_) / (p.time - time_), bend = p.bend ? 4 * weight * (1 - weight) : 0;
  const AcceptedPoint straight, &bent = p.bend ? *p.bend : straight;
  const auto on_line = [&](double a, double b) { return a + weight * (b - a); };
  const auto on_curve = [&](const std::vector<double>& a, std::span<const double> b, std::span<const double> bends,
                            std::vector<double>& to) {
    to.resize(b.size());
    for (std::size_t k = 0; k < b.size(); ++k) to[k] = on_line(a[k], b[k]) + (bends.empty() ? 0 : bend * bends[k]);
  };
  sample_.v_source = on_line(last_.v_source, p.v_source) + bend * bent.v_source;
  sample_.i_source = on_line(last_.i_source, p.i_source) + bend * bent.i_source;
  on_curve(last_.nodes, p.nodes, bent.nodes, sample_.nodes);
  on_curve(last_.states, p.states, bent.states, sample_.states);
  on_curve(last_.conductances, p.conductances, {}, sample_.conductances);
  for (std::size_t j = 0; j < p.states.size(); ++j) {
    const std::size_t model = circuit_.junctions[j].model;
    if (bent.states.size() && bent.states[j] != 0) sample_.states[j] = devices_[model].bounded(sample_.states[j]);
    if (!p.conductances.empty() && !is_latched_[model])
      sample_.conductances[j] = devices_[model].conductance(sample_.states[j]);
  }
  AcceptedPoint sample = sample_.at(time);
  sample.is_before_jump = p.is_before_jump;
  return sample;
}

// What follows g_S: recorded states, nodes, electrodes, their currents and conductances, with the noise and the steps of
// whoever measures.
std::vector<double> Recorder::measured_row(const AcceptedPoint& p) {
  const std::size_t row = trace_.n_rows() - 1, first_electrode = n_trace_nodes_ - electrodes_.size();
  const double of_drive = p.is_before_jump ? p.time * (1 - 1e-12) : p.time;
  std::vector<double> all;
  for (const JunctionId j : record_.states) all.push_back(p.states[j.index]);
  const auto add = [&](double value, double noise, double range) {
    all.push_back(measured(read_out_, value, noise, range, row, all.size()));
  };
  for (const double v : p.nodes.first(n_trace_nodes_)) add(v, read_out_.noise, read_out_.range);
  for (std::size_t k = 0; k < electrodes_.size(); ++k)
    if (const circuit::Drive* drive = electrodes_[k].drive)
      add(electrode_current(*drive, of_drive, p.nodes[first_electrode + k]), read_out_.current_noise,
          read_out_.current_range);
  if (record_.conductances.empty()) return all;
  const std::span<const double> g = conductances_at(p);
  for (const JunctionId j : record_.conductances) all.push_back(g[j.index]);
  return all;
}

void Recorder::append_row(const AcceptedPoint& p) {
  const double v = circuit_.drive.is_current ? p.v_source : circuit::voltage(circuit_.drive, p.time);
  trace_.columns[0].values.push_back(p.time);
  trace_.columns[1].values.push_back(v);
  trace_.columns[2].values.push_back(p.i_source);
  trace_.columns[3].values.push_back(conductance(p, v));
  if (film_.wants(trace_.n_rows() - 1))
    film_.add(p.time, p.states, p.conductances, p.nodes.subspan(n_trace_nodes_));
  if (lyapunov_) trace_.columns.back().values.push_back(lyapunov_->advance(p.states, p.i_source, p.is_interpolated));
  const std::vector<double> row = measured_row(p);
  if (rows_) return rows_->append(row);
  for (std::size_t k = 0; k < row.size(); ++k) trace_.columns[4 + k].values.push_back(row[k]);
}

double Recorder::conductance(const AcceptedPoint& p, double v) {
  const bool is_exact = keeps_every_point_ && std::abs(v) > least_v_;
  return is_measured_ || is_exact ? p.i_source / v : network_conductance_.at(conductances_at(p));
}

// Samples k t_sample in (previous point, this point]
void Recorder::accept(const AcceptedPoint& p) {
  if (keeps_every_point_) append_row(p);
  const double slack = 1e-9 * t_sample_;  // the last point may fall short of t_stop by rounding
  for (double t = static_cast<double>(next_sample_) * t_sample_;
       !keeps_every_point_ && t <= p.time + slack && t <= t_stop_ + slack;
       t = static_cast<double>(++next_sample_) * t_sample_) {
    if (has_rows() && t < p.time) {
      append_row(between(t, p));
    } else {
      AcceptedPoint at_end = p;
      at_end.time = t;
      append_row(at_end);
    }
  }
  if (detector_ && p.locate && has_rows())
    detector_->feed(p.time, conductances_at(p), *p.locate);
  else if (detector_)
    detector_->feed(p.time, conductances_at(p));
  else if (rate_detector_)
    rate_detector_->feed(p.time, conductances_at(p));
  if (lyapunov_) lyapunov_->advance(p.states, p.i_source, p.is_interpolated);
  time_ = p.time;
  last_.assign(p);
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
  a(next_sample_), a(time_), a(last_.v_source), a(last_.i_source), a(last_.nodes), a(last_.states), a(last_.conductances);
  film_.archive(a);
  network_conductance_.archive(a);
  if (detector_) detector_->archive(a);
  if (lyapunov_) lyapunov_->archive(a);
  if (rate_detector_) rate_detector_->archive(a);
}

void Recorder::finish(RunResult& result) {
  result.trace = std::move(trace_);
  result.t_end = time_;
  result.final_states = std::move(last_.states);
  if (formats::Film film = film_.finish(); film.n_frames() > 0) result.film = std::move(film);
  if (lyapunov_) result.lyapunov = lyapunov_->summary();
  if (rate_detector_) result.events = rate_detector_->finish();
  if (!detector_) return;
  result.n_on_without_event = detector_->n_on_without_event();
  result.events = detector_->finish();
}

}  // namespace somn::experiment
