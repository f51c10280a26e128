#include "run_record.hpp"

#include <somn/models/catalogue.hpp>

#include <algorithm>

namespace somn::workflow {
namespace {

// [S] the median over the junctions of the conductance of the open junction
double typical_g_off(const circuit::Circuit& circuit) {
  std::vector<double> of_model, of_junction;
  for (const circuit::Model& m : circuit.models)
    of_model.push_back(models::law(m.law, "analysis").g_off_on(m.values).first);
  for (const circuit::Junction& j : circuit.junctions) of_junction.push_back(of_model[j.model]);
  const auto middle = of_junction.begin() + static_cast<std::ptrdiff_t>(of_junction.size() / 2);
  std::nth_element(of_junction.begin(), middle, of_junction.end());
  return *middle;
}

analysis::RunAnalysisOptions options_of(const Run& run, const experiment::RunResult& result) {
  const experiment::AnalysisOptions& wanted = run.experiment.analysis;
  analysis::RunAnalysisOptions options;
  options.counts_down = run.experiment.run.event_rate > 0;
  if (wanted.t_start && *wanted.t_start < result.t_end)
    options.t_start = wanted.t_start;  // a run that was stopped before it: the second half
  options.order.n_junctions = static_cast<std::int64_t>(run.network.n_junctions());
  options.order.n_on_without_event = static_cast<std::int64_t>(result.n_on_without_event);
  options.network_spikes.k_sigma = wanted.spike_sigma;
  options.n_windows = wanted.windows;
  options.avalanches.bin = wanted.bin;
  if (run.experiment.run.engine == "adiabatic") {  // a sweep is a second
    options.t_start = 0, options.t_stop = result.t_end;
    options.avalanches.bin = 1;
  }
  if (run.circuit.junction_capacitance > 0)
    options.order.fano_bin = 0.5 * run.circuit.junction_capacitance / typical_g_off(run.circuit);
  return options;
}

}  // namespace

void analyse(Run& run) {
  const experiment::RunResult& result = run.result();
  const analysis::RunAnalysis of_run = analysis::analyse_run(result.events, result.trace, options_of(run, result));
  analysis::RunRecord record = record_of(run, result);
  analysis::add_window(record, of_run);
  run.analysis = analysis::json_of_run(of_run, facts_of(run, result), record, run.experiment.analysis.parts);
}

}  // namespace somn::workflow
