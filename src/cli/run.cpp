// somn run: experiment in, folder of results out.
#include "commands.hpp"
#include "compare.hpp"
#include "compare_resolution.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "progress.hpp"
#include "run_folder.hpp"
#include "settings.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/netgen/network.hpp>
#include <somn/ngspice/host.hpp>
#include <somn/report/report.hpp>

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

struct Request {
  std::string file, output, engine;
  std::vector<std::string> settings;
  bool force = false, resume = false, report = false, quiet = false, json = false;
};

std::string simulated(double time, const experiment::Experiment& e) {
  return fmt::format("{} of {} simulated", to_human(time, "s"), to_human(e.run.t_stop, "s"));
}

experiment::Experiment read(const Request& request) {
  Config config = Config::from_file(request.file);
  for (const std::string& setting : request.settings) {
    const auto [key, value] = key_and_value("--set", setting, "TABLE.KEY=VALUE");
    config.set(key, value);
  }
  if (!request.engine.empty()) config.set("run.engine", toml_string(request.engine));
  return experiment::read_experiment(config);
}

std::vector<std::string> remarks(const experiment::Experiment& e, const netgen::Network& network,
                                 const std::string& hash) {
  return {fmt::format("somnspice {}, network {} (seed {}, hash {}): {} nodes, {} junctions", SOMN_VERSION,
                      network.ensemble, network.seed, hash, network.n_nodes, network.n_junctions()),
          fmt::format("law {}, {} for {}", netlist::describe(e.material), circuit::name(e.drive.kind),
                      to_human(e.run.t_stop, "s"))};
}

void summarise(const Request& request, const std::string& engine, const experiment::RunResult& result,
               const nlohmann::ordered_json& analysis) {
  if (request.json) {
    nlohmann::ordered_json json{{"folder", request.output},
                                {"engine", engine},
                                {"t_end_s", result.t_end},
                                {"steps", result.statistics.steps},
                                {"newton_iterations", result.statistics.newton_iterations},
                                {"cpu_s", result.statistics.cpu},
                                {"events", result.events.size()},
                                {"regime", analysis.value("regime", "")}};
    fmt::print("{}", json_text(json));
    return;
  }
  if (request.quiet) return;
  const auto& s = result.statistics;
  fmt::print("{}: {} junction events, {} points, {:.2f} iterations per point, {:.1f} CPU s, regime {}{}\n",
             request.output, result.events.size(), s.steps,
             static_cast<double>(s.newton_iterations) / static_cast<double>(std::max<std::uint64_t>(1, s.steps)), s.cpu,
             analysis.value("regime", "unknown"), engine == "native" ? " (native)" : "");
}

bool uses(const experiment::Experiment& e, const char* engine) {
  return e.run.engine == engine || e.run.engine == "both";
}

struct EngineResult {
  std::string engine;
  experiment::RunResult result;
};

std::filesystem::path checkpoint_of(const Request& request) {
  std::filesystem::path file = request.output;
  while (!file.has_filename() && file.has_relative_path()) file = file.parent_path();
  file += ".checkpoint";
  return file;
}

// The rows beside a check point go with it.
struct RowsGuard {
  std::filesystem::path checkpoint;
  ~RowsGuard() {
    std::error_code none;
    if (!std::filesystem::exists(checkpoint, none)) std::filesystem::remove(checkpoint += ".rows", none);
  }
};

experiment::RunResult run_native(const Request& request, const experiment::Experiment& e,
                                 const circuit::Circuit& circuit) {
  Progress progress("native", request.quiet);
  experiment::RunResult result = experiment::run_native(
      e, circuit,
      {.on_progress = [&](double time) { progress.show(time / e.run.t_stop, simulated(time, e)); },
       .stop = StopOnInterrupt::flag(),
       .checkpoint = checkpoint_of(request),
       .resume = request.resume});
  progress.end();
  return result;
}

// What a run that ended early says, and its exit code.
ExitCode told_ending(const Request& request, const EngineResult& run) {
  const experiment::RunResult& result = run.result;
  if (result.statistics.interrupted) {
    fmt::print(stderr, "somn: interrupted at {}; what was computed is in {}{}\n", to_human(result.t_end, "s"),
               request.output, run.engine == "native" ? ", --resume goes on from there" : "");
    return ExitCode::interrupted;
  }
  if (result.failure.empty()) return ExitCode::ok;
  fmt::print(stderr, "somn: the simulation failed ({}): {}\n  what was computed until {} is in {}\n", run.engine,
             result.failure, to_human(result.t_end, "s"), request.output);
  return ExitCode::simulation_failed;
}

ExitCode compare_engines(const experiment::Experiment& e, const circuit::Circuit& circuit,
                         const std::vector<EngineResult>& runs, const std::string& regime,
                         const std::filesystem::path& folder, std::string& table) {
  const compare::Run a = compared_run(runs[0].engine, e, runs[0].result),
                     b = compared_run(runs[1].engine, e, runs[1].result);
  compare::Facts facts = facts_of(circuit, e, regime);
  compare_laws(circuit, a.final_states, circuit::voltage(circuit.drive, e.run.t_stop), facts);
  compare::Comparison comparison = compare::compare(a, b, facts);
  {
    const StopOnInterrupt guard;
    measure_resolution(e, circuit, a, b, facts, StopOnInterrupt::flag(), comparison);
  }
  write_comparison(comparison, a, b, folder);
  table = compare::to_table(comparison);
  return comparison.has_passed() ? ExitCode::ok : ExitCode::comparison_failed;
}

ExitCode run(const Request& request) {
  const experiment::Experiment e = read(request);
  if (request.report && e.run.engine == "adiabatic")
    throw InputError({.what = "no report of the adiabatic limit: it has no trace", .where = "--report"});
  const bool can_go_on = uses(e, "native") && std::filesystem::exists(checkpoint_of(request));
  if (request.resume && std::filesystem::exists(request.output) && !can_go_on) {
    if (!request.quiet) fmt::print(stderr, "{}: complete already\n", request.output);
    return ExitCode::ok;
  }
  const std::filesystem::path code_model = uses(e, "ngspice") ? ngspice::find_code_model() : std::filesystem::path();
  const netgen::Network network = experiment::make_network(e);
  const circuit::Circuit circuit = experiment::make_circuit(e, network);
  RunFolder folder(request.output, request.force || request.resume);

  Progress progress("ngspice", request.quiet);
  const auto show = [&](const ngspice::Progress& p) { progress.show(p.time / e.run.t_stop, simulated(p.time, e)); };
  ngspice::Worker worker({.worker = {}, .on_progress = show, .stop = StopOnInterrupt::flag()});
  const std::string hash = netgen::hash(network);
  RunFacts facts{e, network, circuit, hash, "", "", {}};
  if (uses(e, "ngspice")) {
    facts.host = worker.host().tag();
    facts.deck = experiment::deck_of(e, circuit, remarks(e, network, hash));
  }
  write_inputs(folder.path(), facts);

  const RowsGuard rows{checkpoint_of(request)};
  std::vector<EngineResult> runs;
  {
    StopOnInterrupt guard;
    if (uses(e, "ngspice")) {
      runs.push_back({"ngspice", experiment::run_ngspice(worker, e, circuit, facts.deck, code_model)});
      progress.end();
    }
    if (uses(e, "native")) runs.push_back({"native", run_native(request, e, circuit)});
    if (e.run.lyapunov > 0) facts.divergence = experiment::measure_divergence(e, circuit, StopOnInterrupt::flag());
    if (e.run.engine == "adiabatic")
      runs.push_back({"adiabatic", experiment::run_adiabatic(e, network, {.stop = StopOnInterrupt::flag()})});
  }
  for (const EngineResult& r : runs) write_results(folder.path(), r.engine, facts, r.result);
  const nlohmann::ordered_json analysis = write_analysis(folder.path(), facts, runs.front().result);
  ExitCode code = ExitCode::ok;
  std::string table;
  if (runs.size() == 2 && runs[0].result.failure.empty() && runs[1].result.failure.empty())
    code = compare_engines(e, circuit, runs, analysis.value("regime", ""), folder.path(), table);
  if (request.report) report::write_report(folder.path());
  folder.commit();
  // Not before: a run killed in between would look complete with the folder of its last interruption.
  if (std::all_of(runs.begin(), runs.end(), [](const EngineResult& r) { return r.result.failure.empty(); }))
    std::filesystem::remove(checkpoint_of(request));
  for (const EngineResult& r : runs) summarise(request, r.engine, r.result, analysis);
  if (!request.quiet && !request.json) fmt::print("{}", table);
  if (request.report && !request.quiet)
    fmt::print("report: {}\n", (std::filesystem::path(request.output) / "report.html").string());
  for (const EngineResult& r : runs)
    if (const ExitCode ending = told_ending(request, r); ending != ExitCode::ok) code = ending;
  return code;
}

}  // namespace

void add_run(CLI::App& program, int& exit_code) {
  CLI::App* command =
      program.add_subcommand("run", "run an experiment: network, transient in ngspice, events, analysis");
  const auto request = std::make_shared<Request>();
  command->add_option("EXPERIMENT", request->file, "experiment file (TOML)")->required();
  command->add_option("-o,--output", request->output, "folder for the results")->required();
  command->add_option("--engine", request->engine, "ngspice, native, both, or adiabatic (docs/adiabatic.md)");
  command->add_option("--set", request->settings, "TABLE.KEY=VALUE, replaces a value of the file; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--force", request->force, "replace the output folder");
  command
      ->add_flag(
          "--resume", request->resume,
          "leave a complete folder as it is; a killed native run goes on from its last check point, one of ngspice "
          "starts anew")
      ->excludes("--force");
  command->add_flag("--report", request->report, "draw the figures and write report.html");
  command->add_flag("--quiet", request->quiet, "no progress, no summary");
  command->add_flag("--json", request->json, "the summary as JSON");
  command->footer(
      "Values carry units: \"10 mV\", \"0.1 pF\", \"2 Mohm\"; a bare number is SI.\n"
      "Example:\n  somn run run.toml -o out --set drive.amplitude='\"9 V\"' --report");
  command->callback([request, &exit_code] { exit_code = static_cast<int>(run(*request)); });
}

}  // namespace somn::cli
