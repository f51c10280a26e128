// The program's pipeline through the C++ library: recipe, network, circuit, deck, run, events, analysis.
#include <somn/analyses/run_analysis.hpp>
#include <somn/experiment/run.hpp>

#include <cstdio>

int main() {
  using namespace somn;
  const experiment::Experiment e = experiment::read_experiment(Config::from_file("run.toml"));
  const netgen::Network network = experiment::make_network(e);
  const circuit::Circuit circuit = netlist::build_circuit(network, e.material, e.drive, e.where);
  ngspice::Worker worker;
  const experiment::RunResult run =
      experiment::run_ngspice(worker, e, circuit, experiment::deck_of(e, circuit, {}), ngspice::find_code_model());
  const analysis::RunAnalysis result = analysis::analyse_run(run.events, run.trace, {});
  std::printf("%zu junctions, %zu events, %zu avalanches, regime %s\n", network.n_junctions(), run.events.size(),
              result.avalanches.avalanches.sizes.size(),
              std::string(analysis::regime_name(result.regime.regime)).c_str());
}
