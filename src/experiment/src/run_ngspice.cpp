// Names of the deck in, an engine-neutral run out: the only place that knows both.
#include "between.hpp"
#include "read_outs.hpp"
#include "recorder.hpp"

#include <somn/core/error.hpp>
#include <somn/experiment/run.hpp>
#include <somn/netlist/deck.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::experiment {
namespace {

std::vector<double> all_corners(const circuit::Circuit& c, double t_stop) {
  std::vector<double> times = circuit::corners(c.drive, t_stop);
  for (const circuit::Terminal& terminal : c.terminals) {
    if (!terminal.drive) continue;
    const std::vector<double> more = circuit::corners(*terminal.drive, t_stop);
    times.insert(times.end(), more.begin(), more.end());
  }
  std::sort(times.begin(), times.end());
  return times;
}

// Columns as the deck names them: time, source current, recorded nodes, conductances of latched junctions (which their
// states do not tell), states of the junctions that are in the deck.
class DeckSink : public ngspice::Sink {
 public:
  DeckSink(Recorder& recorder, const circuit::Circuit& circuit, double t_stop)
      : recorder_(recorder),
        circuit_(circuit),
        between_(all_corners(circuit, t_stop),
                 [this](std::span<const double> values, std::span<const double> bends) { take(values, bends); }) {
    record_.push_back(netlist::source_current_vector);
    if (circuit.drive.is_current) record_.push_back(netlist::node_vector(circuit, circuit.source));
    for (const NodeId node : recorder.record().nodes) {
      const std::string vector = circuit.is_connected[node.index] ? netlist::node_vector(circuit, node) : "";
      node_columns_.push_back(vector.empty() ? 0 : record_.size() + 1);
      if (!vector.empty()) record_.push_back(vector);
    }
    point_.nodes.resize(node_columns_.size());
    for (const circuit::Model& m : circuit.models) devices_.emplace_back(models::law(m.law, "deck"), m.values);
    for (const circuit::Junction& j : circuit.junctions) {
      const models::Device& device = devices_[j.model];
      point_.states.push_back(device.initial_state());
      is_latched_.push_back(device.is_latched());
      if (!netlist::is_in_deck(circuit, j)) continue;
      junctions_.push_back(j.id);
      if (!is_latched_.back()) continue;
      latched_.push_back(j.id);
      record_.push_back(netlist::conductance_vector(j.id));
    }
    bend_.nodes.resize(point_.nodes.size());
    bend_.states.resize(point_.states.size());
    for (const JunctionId id : junctions_) record_.push_back(netlist::state_vector(id));
    if (latched_.empty()) return;
    for (const circuit::Junction& j : circuit.junctions)
      conductances_.push_back(devices_[j.model].conductance(point_.states[j.id.index]));
  }

  const std::vector<std::string>& record() const { return record_; }
  void begin(const std::vector<std::string>&) override {}
  void row(std::span<const double> values) override { between_.row(values); }
  void finish() { between_.finish(); }

 private:
  struct Values {
    std::vector<double> nodes, states;
  };

  void take(std::span<const double> values, std::span<const double> bends) {
    AcceptedPoint p = sorted(values, point_), bend = sorted(bends, bend_);
    if (!circuit_.drive.is_current) p.v_source = circuit::voltage(circuit_.drive, p.time);
    p.bend = &bend;
    const std::size_t first_latched = values.size() - junctions_.size() - latched_.size();
    for (std::size_t j = 0; j < conductances_.size(); ++j)
      if (!is_latched_[j]) conductances_[j] = devices_[circuit_.junctions[j].model].conductance(point_.states[j]);
    for (std::size_t k = 0; k < latched_.size(); ++k) conductances_[latched_[k].index] = values[first_latched + k];
    p.conductances = conductances_;
    recorder_.accept(p);
  }

  AcceptedPoint sorted(std::span<const double> values, Values& into) const {
    for (std::size_t k = 0; k < into.nodes.size(); ++k)
      into.nodes[k] = node_columns_[k] ? values[node_columns_[k]] : 0.0;
    const std::size_t first_state = values.size() - junctions_.size();
    for (std::size_t k = 0; k < junctions_.size(); ++k) into.states[junctions_[k].index] = values[first_state + k];
    return {.time = values[0],
            .v_source = circuit_.drive.is_current ? values[2] : 0.0,
            .i_source = -values[1],
            .nodes = into.nodes,
            .states = into.states};
  }

  Recorder& recorder_;
  const circuit::Circuit& circuit_;
  Between between_;
  std::vector<std::string> record_;        // what ngspice is asked for, after time
  std::vector<std::size_t> node_columns_;  // 0: the drain, and what is not connected
  std::vector<JunctionId> junctions_;      // of the state columns, which come last
  std::vector<JunctionId> latched_;        // of the conductance columns before them
  std::vector<models::Device> devices_;    // one per circuit model
  std::vector<bool> is_latched_;           // by junction
  Values point_, bend_;
  std::vector<double> conductances_;  // empty where no junction is latched
};

}  // namespace

std::string deck_of(const Experiment& e, const circuit::Circuit& c, const std::vector<std::string>& remarks,
                    std::optional<models::Dialect> twin) {
  const Record record = parse_record(e.run.record, c, e.where + ": run.record");
  netlist::Transient transient{.t_stop = e.run.t_stop,
                               .t_sample = e.run.t_sample,
                               .dt_max = e.run.dt_max,
                               .rtol = e.run.rtol,
                               .solver = e.run.ngspice_solver,
                               .twin = twin,
                               .nodes = record.nodes,
                               .states = {},
                               .remarks = remarks};
  if (transient.solver == "auto") transient.solver = netlist::default_solver(c);
  for (const ElectrodeColumn& electrode : electrode_columns(record, c, e.where + ": run.record"))
    transient.nodes.push_back(electrode.node);
  if (!record.events) transient.states = record.states;
  if (!(transient.dt_max > 0)) transient.dt_max = netlist::default_dt_max(c, e.run.t_stop, e.run.rtol);
  return netlist::write_deck(c, transient);
}

RunResult run_ngspice(ngspice::Worker& worker, const Experiment& e, const circuit::Circuit& c, const std::string& deck,
                      const std::filesystem::path& code_model) {
  if (const ngspice::Host host = worker.host(); e.run.ngspice_solver == "klu" && !host.klu)
    throw InputError({.what = fmt::format("ngspice {} was built without KLU", host.version),
                      .where = e.where + ": run.ngspice_solver",
                      .value = "klu",
                      .allowed = "auto, sparse",
                      .remedy = "ngspice has KLU from 42 on; SOMN_NGSPICE_LIBRARY names another libngspice"});
  Recorder recorder(e, c);
  DeckSink sink(recorder, c, e.run.t_stop);
  RunResult result;
  try {
    result.statistics = worker.run(
        {.deck = deck, .record = sink.record(), .t_stop = e.run.t_stop, .code_model = code_model, .folder = {}}, sink);
    sink.finish();
  } catch (const SimulationError& error) {
    sink.finish();
    if (!recorder.has_rows()) throw;
    result.failure = error.what();
  }
  if (result.statistics.interrupted) result.failure = "interrupted";
  recorder.finish(result);
  result.transcript = worker.transcript();
  return result;
}

}  // namespace somn::experiment
