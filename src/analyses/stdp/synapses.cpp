#include <somn/analyses/stdp/synapses.hpp>
#include <somn/core/error.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {
namespace {

// [s] up events of the other junctions at each node, in order. An electrode is no neuron.
std::vector<std::vector<double>> node_trains(const RunRecord& run) {
  std::vector<std::vector<double>> trains(run.n_nodes);
  for (const JunctionEvent& e : run.events) {
    const RunRecord::Junction& j = run.junctions[e.junction.index];
    if (e.kind != EventKind::up || j.is_synaptic) continue;
    for (const std::size_t end : {j.positive, j.negative}) trains[end].push_back(e.time);
  }
  for (std::vector<double>& train : trains) std::sort(train.begin(), train.end());
  for (const std::size_t electrode : run.electrodes) trains[electrode].clear();
  return trains;
}

}  // namespace

WeightPairing pair_weights_of_run(const RunRecord& run, std::optional<double> window) {
  std::vector<std::string> names;
  std::vector<const RunRecord::Junction*> found;
  for (const RunRecord::Junction& j : run.junctions) {
    if (!j.is_synaptic || !j.is_connected) continue;
    found.push_back(&j);
    names.push_back(fmt::format("state_{}_1", j.id.index));
  }
  const std::vector<std::vector<double>> weights = run.trace->load(names);
  if (weights.size() != found.size())
    throw InputError({.what = "stdp needs the states of all synapses",
                      .where = run.where + ": run.record",
                      .remedy = "add \"states:all\""});
  if (found.empty())
    throw InputError(
        {.what = "stdp without a synaptic junction",
         .where = run.where + ": analysis.stdp",
         .remedy = "a law whose state is a weight: name = \"synapse\" under [model], or a table [mixture.synapse]"});
  const std::vector<std::vector<double>> trains = node_trains(run);
  std::vector<Synapse> synapses;
  for (std::size_t k = 0; k < found.size(); ++k)
    synapses.push_back({found[k]->id, trains[found[k]->positive], trains[found[k]->negative], weights[k]});
  const Segment asked{.start = run.t_start.value_or(run.t_end / 2), .end = run.t_end};
  return pair_weights(synapses, run.trace->time(), asked, {.window = window});
}

}  // namespace somn::analysis
