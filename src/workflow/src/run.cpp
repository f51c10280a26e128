#include <somn/core/config.hpp>
#include <somn/core/units.hpp>
#include <somn/netgen/network.hpp>
#include <somn/workflow/compare.hpp>
#include <somn/workflow/run.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::workflow {
namespace {

bool uses(const experiment::Experiment& e, const char* engine) {
  return e.run.engine == engine || e.run.engine == "both";
}

std::vector<std::string> remarks(const Run& run) {
  const netgen::Network& network = run.network;
  return {fmt::format("somnspice {}, network {} (seed {}, hash {}): {} nodes, {} junctions", SOMN_VERSION,
                      network.ensemble, network.seed, run.network_hash, network.n_nodes, network.n_junctions()),
          fmt::format("law {}, {} for {}", netlist::describe(run.experiment.material),
                      circuit::name(run.experiment.drive.kind), to_human(run.experiment.run.t_stop, "s"))};
}

experiment::RunResult run_native(const Run& run, const Control& control, const CheckPoint& checkpoint) {
  experiment::NativeControl native{.stop = control.stop, .checkpoint = checkpoint.file, .resume = checkpoint.resume};
  if (control.on_progress)
    native.on_progress = [&](double time) { control.on_progress("native", time, run.experiment.run.t_stop); };
  return experiment::run_native(run.experiment, run.circuit, native);
}

void set_all(Config& config, const Settings& settings) {
  for (const auto& [key, value] : settings) config.set(key, value);
}

}  // namespace

bool Run::is_whole() const {
  return std::all_of(engines.begin(), engines.end(), [](const EngineRun& r) { return r.result.failure.empty(); });
}

experiment::Experiment read_experiment(const std::filesystem::path& file, const Settings& settings) {
  Config config = Config::from_file(file);
  set_all(config, settings);
  return experiment::read_experiment(config);
}

experiment::Experiment make_experiment(netgen::Network network, const Settings& settings) {
  Config config = Config::from_text("", "experiment");
  set_all(config, settings);
  return experiment::read_experiment(config, std::make_shared<const netgen::Network>(std::move(network)));
}

Run prepare(const experiment::Experiment& e, const Control& control) {
  if (uses(e, "ngspice")) ngspice::find_code_model();
  Run run{.experiment = e,
          .network = experiment::make_network(e),
          .circuit = {},
          .network_hash = {},
          .ngspice = {},
          .deck = {},
          .engines = {}};
  run.circuit = experiment::make_circuit(e, run.network);
  run.network_hash = netgen::hash(run.network);
  if (!uses(e, "ngspice")) return run;
  ngspice::Options options{.worker = {}, .on_progress = {}, .stop = control.stop};
  if (control.on_progress)
    options.on_progress = [show = control.on_progress, t_stop = e.run.t_stop](const ngspice::Progress& p) {
      show("ngspice", p.time, t_stop);
    };
  run.worker = std::make_shared<ngspice::Worker>(std::move(options));
  run.ngspice = run.worker->host().tag();
  run.deck = experiment::deck_of(e, run.circuit, remarks(run));
  return run;
}

void simulate(Run& run, const Control& control, const CheckPoint& checkpoint) {
  const auto guard = control.begin_stoppable();
  const experiment::Experiment& e = run.experiment;
  if (uses(e, "ngspice"))
    run.engines.push_back(
        {"ngspice", experiment::run_ngspice(*run.worker, e, run.circuit, run.deck, ngspice::find_code_model())});
  run.worker.reset();
  if (uses(e, "native")) run.engines.push_back({"native", run_native(run, control, checkpoint)});
  if (e.run.lyapunov > 0) run.divergence = experiment::measure_divergence(e, run.circuit, control.stop);
  if (e.run.engine == "adiabatic")
    run.engines.push_back({"adiabatic", experiment::run_adiabatic(e, run.network, {.stop = control.stop})});
}

void compare(Run& run, const Control& control) {
  if (run.engines.size() != 2 || !run.is_whole()) return;
  const EngineRun &a = run.engines[0], &b = run.engines[1];
  run.comparison =
      compare_engines(run.experiment, run.circuit, compared_run(a.engine, run.experiment, a.result),
                      compared_run(b.engine, run.experiment, b.result), run.analysis.value("regime", ""), control);
}

Run run(const experiment::Experiment& e, const Control& control) {
  Run run = prepare(e, control);
  simulate(run, control);
  analyse(run);
  compare(run, control);
  return run;
}

Run run(const std::filesystem::path& file, const Settings& settings, const Control& control) {
  return run(read_experiment(file, settings), control);
}

}  // namespace somn::workflow
