// Names of the deck in, an engine-neutral run out: the only place that knows both.
#include "recorder.hpp"

#include <somn/core/error.hpp>
#include <somn/experiment/run.hpp>
#include <somn/netlist/deck.hpp>

#include <fmt/format.h>

namespace somn::experiment {
namespace {

// Columns as the deck names them: time, source current, recorded nodes, states of the junctions that are in the deck.
class DeckSink : public ngspice::Sink {
 public:
  DeckSink(Recorder& recorder, const circuit::Circuit& circuit) : recorder_(recorder) {
    record_.push_back(netlist::source_current_vector);
    for (const NodeId node : recorder.record().nodes) {
      const std::string vector = netlist::node_vector(circuit, node);
      node_columns_.push_back(vector.empty() ? 0 : record_.size() + 1);
      if (!vector.empty()) record_.push_back(vector);
    }
    nodes_.resize(node_columns_.size());
    for (const circuit::Junction& j : circuit.junctions) {
      const circuit::Model& model = circuit.models[j.model];
      states_.push_back(models::Device(models::law(model.law, "deck"), model.values).initial_state());
      if (!netlist::is_in_deck(circuit, j)) continue;
      junctions_.push_back(j.id);
      record_.push_back(netlist::state_vector(j.id));
    }
  }

  const std::vector<std::string>& record() const { return record_; }
  void begin(const std::vector<std::string>&) override {}
  void row(std::span<const double> values) override {
    for (std::size_t k = 0; k < nodes_.size(); ++k) nodes_[k] = node_columns_[k] ? values[node_columns_[k]] : 0.0;
    const std::size_t first_state = values.size() - junctions_.size();
    for (std::size_t k = 0; k < junctions_.size(); ++k) states_[junctions_[k].index] = values[first_state + k];
    recorder_.accept(values[0], -values[1], nodes_, states_);
  }

 private:
  Recorder& recorder_;
  std::vector<std::string> record_;        // what ngspice is asked for, after time
  std::vector<std::size_t> node_columns_;  // 0: the drain
  std::vector<JunctionId> junctions_;      // of the state columns, which come last
  std::vector<double> nodes_, states_;
};

}  // namespace

std::string deck_of(const Experiment& e, const circuit::Circuit& c, const std::vector<std::string>& remarks) {
  const Record record = parse_record(e.run.record, c.junctions.size(), c.n_nodes, e.where);
  netlist::Transient transient{.t_stop = e.run.t_stop,
                               .t_sample = e.run.t_sample,
                               .dt_max = e.run.dt_max,
                               .rtol = e.run.rtol,
                               .nodes = record.nodes,
                               .states = {},
                               .remarks = remarks};
  if (!record.events) transient.states = record.states;
  if (!(transient.dt_max > 0)) transient.dt_max = netlist::default_dt_max(c, transient.t_sample);
  return netlist::write_deck(c, transient);
}

RunResult run_ngspice(ngspice::Worker& worker, const Experiment& e, const circuit::Circuit& c, const std::string& deck,
                      const std::filesystem::path& code_model) {
  Recorder recorder(e, c);
  DeckSink sink(recorder, c);
  RunResult result;
  try {
    result.statistics = worker.run(
        {.deck = deck, .record = sink.record(), .t_stop = e.run.t_stop, .code_model = code_model, .folder = {}}, sink);
  } catch (const SimulationError& error) {
    if (!recorder.has_rows()) throw;
    result.failure = error.what();
  }
  if (result.statistics.interrupted) result.failure = "interrupted";
  recorder.finish(result);
  result.transcript = worker.transcript();
  return result;
}

}  // namespace somn::experiment
