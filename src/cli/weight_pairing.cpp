#include "weight_pairing.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::cli {

analysis::WeightPairing weight_pairing(const RunFacts& facts, const experiment::RunResult& result) {
  const circuit::Circuit& c = facts.circuit;
  const auto is_synapse = [&](JunctionId j) { return c.models[c.junctions[j.index].model].law == "synapse"; };
  std::vector<std::vector<double>> trains(c.n_nodes);  // [s] per node
  for (const JunctionEvent& e : result.events) {
    if (e.kind != EventKind::up || is_synapse(e.junction)) continue;
    const circuit::Junction& j = c.junctions[e.junction.index];
    for (const NodeId end : {j.positive, j.negative}) trains[end.index].push_back(e.time);
  }
  for (std::vector<double>& train : trains) std::sort(train.begin(), train.end());
  for (const circuit::Terminal& t : c.terminals) trains[t.node.index].clear();  // an electrode is no neuron
  std::vector<std::string> names;
  std::vector<JunctionId> ids;
  for (const circuit::Junction& j : c.junctions) {
    if (!is_synapse(j.id) || !c.is_connected[j.positive.index]) continue;
    ids.push_back(j.id);
    names.push_back(fmt::format("state_{}_1", j.id.index));
  }
  const std::vector<std::vector<double>> weights = result.trace.load(names);
  if (weights.size() != ids.size())
    throw InputError({.what = "stdp needs the states of all synapses",
                      .where = facts.experiment.where + ": run.record",
                      .remedy = "add \"states:all\""});
  std::vector<analysis::Synapse> synapses;
  for (std::size_t k = 0; k < ids.size(); ++k) {
    const circuit::Junction& j = c.junctions[ids[k].index];
    synapses.push_back({j.id, trains[j.positive.index], trains[j.negative.index], weights[k]});
  }
  if (synapses.empty())
    throw InputError({.what = "stdp without a junction of the law synapse",
                      .where = facts.experiment.where + ": analysis.stdp",
                      .remedy = "name = \"synapse\" under [model], or a table [mixture.synapse]"});
  const analysis::Segment window{.start = facts.experiment.analysis.t_start.value_or(result.t_end / 2),
                                 .end = result.t_end};
  return analysis::pair_weights(synapses, result.trace.time(), window,
                                {.window = facts.experiment.analysis.stdp_window});
}

}  // namespace somn::cli
