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
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/core/row_file.hpp>
#include <somn/core/text.hpp>
#include <somn/experiment/identity.hpp>
#include <somn/netgen/network.hpp>
#include <somn/ngspice/host.hpp>
#include <somn/report/comparison.hpp>
#include <somn/report/report.hpp>

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
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

bool begins_with(const std::filesystem::path& file, std::string_view magic) {
  std::string start(magic.size(), '\0');
  std::ifstream(file, std::ios::binary).read(start.data(), static_cast<std::streamsize>(start.size()));
  return start == magic;
}

bool is_checkpoint(const std::filesystem::path& file) {
  return begins_with(file, experiment::checkpoint_magic);
}

// The rows beside a check point go with it.
struct RowsGuard {
  explicit RowsGuard(std::filesystem::path file) : checkpoint(std::move(file)) {}
  RowsGuard(const RowsGuard&) = delete;
  RowsGuard& operator=(const RowsGuard&) = delete;
  std::filesystem::path checkpoint;  // empty: of a run without one
  ~RowsGuard() {
    std::error_code none;
    if (checkpoint.empty() || std::filesystem::exists(checkpoint, none)) return;
    if (begins_with(checkpoint += ".rows", RowFile::magic)) std::filesystem::remove(checkpoint, none);
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

compare::Comparison compare_engines(const experiment::Experiment& e, const circuit::Circuit& circuit,
                                    const std::vector<EngineResult>& runs, const std::string& regime) {
  const compare::Run a = compared_run(runs[0].engine, e, runs[0].result),
                     b = compared_run(runs[1].engine, e, runs[1].result);
  compare::Facts facts = facts_of(circuit, e, regime);
  compare_laws(circuit, a.final_states, circuit::voltage(circuit.drive, e.run.t_stop), facts);
  compare::Comparison comparison = compare::compare(a, b, facts);
  {
    const StopOnInterrupt guard;
    measure_resolution(e, circuit, a, b, facts, StopOnInterrupt::flag(), comparison);
  }
  return comparison;
}

// After the results are safe: what cannot be drawn is said, and costs nothing else.
class Pictures {
 public:
  Pictures(const Request& request, std::filesystem::path folder) : request_(request), folder_(std::move(folder)) {}

  // Nobody asked for this one: where there is no gnuplot, that is said and is no failure.
  void draw_comparison(const compare::Run& a, const compare::Run& b) {
    try {
      report::require_gnuplot("the picture of the comparison");
    } catch (const InputError& error) {
      if (!request_.quiet) fmt::print(stderr, "somn: {}\n", error.what());
      return;
    }
    attempt("picture of the comparison", [&] {
      FolderAddition files(folder_);
      report::draw_comparison({a.name, &a.trace, &a.events, a.time_shift}, {b.name, &b.trace, &b.events, b.time_shift},
                              files.path() / "figures");
      files.commit();
    });
  }

  void write_report() {
    attempt("report", [&] {
      const report::Drawn drawn = report::write_report(folder_);
      for (const std::string& failure : drawn.failures) tell("picture", failure);
      if (!request_.quiet) fmt::print(request_.json ? stderr : stdout, "report: {}\n", drawn.page.string());
    });
  }

  bool is_complete() const { return is_complete_; }

 private:
  template <class F>
  void attempt(const char* what, F draw) {
    try {
      draw();
    } catch (const Error& error) {
      tell(what, error.what());
    }
  }
  void tell(const char* what, const std::string& why) {
    is_complete_ = false;
    fmt::print(stderr, "somn: no {}: {}\n  the results are complete in {}{}\n", what, why, folder_.string(),
               request_.report ? "; `somn report` draws them again" : "");
  }

  const Request& request_;
  std::filesystem::path folder_;
  bool is_complete_ = true;
};

// circuit_digest = "..." of an experiment.toml; "" where there is none
std::string digest_in(const std::string& toml) {
  const std::string key = "\ncircuit_digest = \"";
  const std::size_t at = toml.find(key);
  return at == std::string::npos ? "" : toml.substr(at + key.size(), 16);
}

// Working files beside the results bear names that nobody chose: somebody else's are not touched.
void refuse_foreign_checkpoint(const Request& request) {
  const std::filesystem::path file = checkpoint_of(request);
  if (!std::filesystem::exists(file) || is_checkpoint(file)) return;
  throw InputError({.what = "this file has the name of the run's check point and was not made by somn",
                    .where = file.string(),
                    .remedy = "rename it, or choose another name for the results"});
}

bool was_interrupted(const std::filesystem::path& folder) {
  for (const char* engine : {"ngspice", "native", "adiabatic"}) {
    const std::filesystem::path file = folder / engine / "stats.json";
    if (std::filesystem::exists(file) &&
        nlohmann::json::parse(read_file(file), nullptr, false).value("status", "") == "interrupted")
      return true;
  }
  return false;
}

// A complete folder is left as it is, if it is that of the experiment which was asked for.
void refuse_other_results(const Request& request, const experiment::Experiment& e) {
  const std::filesystem::path file = std::filesystem::path(request.output) / "experiment.toml";
  if (!std::filesystem::exists(file)) return;
  const std::string before = read_file(file), digest = digest_in(before);
  if (digest.empty()) return;  // of a version that did not say
  const circuit::Circuit circuit = experiment::make_circuit(e, experiment::make_network(e));
  std::string named;
  for (const experiment::KeyDifference& d : experiment::differences(before, experiment::to_toml(e, {})))
    if (d.key != "title" && d.key != "run.checkpoint")
      named += fmt::format("{}{} was {} and is {}", named.empty() ? "" : "; ", d.key, d.a, d.b);
  if (named.empty() && digest == experiment::digest(circuit)) return;
  throw InputError({.what = "the folder holds the results of another experiment",
                    .where = request.output,
                    .value = named.empty() ? "the network or the start states are others" : named,
                    .allowed = {},
                    .remedy = "choose another -o, or --force to replace them"});
}

// Of a complete folder whose run was killed before it had put its working files away.
void tidy(const Request& request) {
  try {
    const std::filesystem::path target = std::filesystem::canonical(request.output);
    const Lock lock(target);
    remove_abandoned(target);
    const RowsGuard rows(checkpoint_of(request));
  } catch (const FileError&) {  // where one may not write, one has left nothing
  }
}

// Of a complete folder whose run ended before its pictures did.
ExitCode draw_missing(const Request& request, const experiment::Experiment& e) {
  const std::filesystem::path dir = request.output;
  Pictures pictures(request, dir);
  if (std::filesystem::exists(dir / "compare.json") && !e.formats.empty() &&
      !std::filesystem::exists(dir / "figures" / "comparison.svg"))
    pictures.draw_comparison(stored_run(dir / "ngspice", "ngspice", e), stored_run(dir / "native", "native", e));
  if (request.report) pictures.write_report();
  return pictures.is_complete() ? ExitCode::ok : ExitCode::picture_failed;
}

std::vector<EngineResult> run_engines(const Request& request, const experiment::Experiment& e, RunFacts& facts,
                                      ngspice::Worker& worker, const std::filesystem::path& code_model) {
  const StopOnInterrupt guard;
  std::vector<EngineResult> runs;
  if (uses(e, "ngspice"))
    runs.push_back({"ngspice", experiment::run_ngspice(worker, e, facts.circuit, facts.deck, code_model)});
  if (uses(e, "native")) runs.push_back({"native", run_native(request, e, facts.circuit)});
  if (e.run.lyapunov > 0) facts.divergence = experiment::measure_divergence(e, facts.circuit, StopOnInterrupt::flag());
  if (e.run.engine == "adiabatic")
    runs.push_back({"adiabatic", experiment::run_adiabatic(e, facts.network, {.stop = StopOnInterrupt::flag()})});
  return runs;
}

// Everything that can be refused is refused before anything is computed; results are safe before anything is drawn.
ExitCode run(const Request& request) {
  const experiment::Experiment e = read(request);
  if (request.report && e.run.engine == "adiabatic")
    throw InputError({.what = "no report of the adiabatic limit: it has no trace", .where = "--report"});
  if (request.report) report::require_gnuplot("--report");
  const bool can_go_on = uses(e, "native") && is_checkpoint(checkpoint_of(request));
  if (request.resume && std::filesystem::is_directory(request.output) && !can_go_on &&
      !was_interrupted(request.output)) {
    refuse_other_results(request, e);
    if (!request.quiet) fmt::print(stderr, "{}: complete already\n", request.output);
    tidy(request);
    return draw_missing(request, e);
  }
  const std::filesystem::path code_model = uses(e, "ngspice") ? ngspice::find_code_model() : std::filesystem::path();
  OutputFolder folder(request.output, request.force || request.resume ? Existing::replace : Existing::refuse,
                      "somn run");
  if (uses(e, "native")) {
    refuse_foreign_checkpoint(request);
    remove_abandoned_parts(checkpoint_of(request), experiment::checkpoint_magic);
  }
  const netgen::Network network = experiment::make_network(e);
  for (const std::string& remark : network.remarks)
    if (!request.quiet) fmt::print(stderr, "network: {}\n", printable(remark));
  const circuit::Circuit circuit = experiment::make_circuit(e, network);

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

  auto rows = std::make_unique<RowsGuard>(uses(e, "native") ? checkpoint_of(request) : std::filesystem::path());
  const std::vector<EngineResult> runs = run_engines(request, e, facts, worker, code_model);
  progress.end();
  for (const EngineResult& r : runs) write_results(folder.path(), r.engine, facts, r.result);
  const nlohmann::ordered_json analysis = write_analysis(folder.path(), facts, runs.front().result);
  ExitCode code = ExitCode::ok;
  std::optional<compare::Comparison> comparison;
  if (runs.size() == 2 && runs[0].result.failure.empty() && runs[1].result.failure.empty()) {
    comparison = compare_engines(e, circuit, runs, analysis.value("regime", ""));
    write_file(folder.path() / "compare.json", compare::to_json(*comparison));
    if (!comparison->has_passed()) code = ExitCode::comparison_failed;
  }
  folder.commit();
  // Not before: a run killed in between would look complete with the folder of its last interruption.
  const bool is_whole =
      std::all_of(runs.begin(), runs.end(), [](const EngineResult& r) { return r.result.failure.empty(); });
  if (is_whole && is_checkpoint(checkpoint_of(request))) std::filesystem::remove(checkpoint_of(request));
  rows.reset();

  for (const EngineResult& r : runs) summarise(request, r.engine, r.result, analysis);
  if (comparison && !request.quiet && !request.json) fmt::print("{}", compare::to_table(*comparison));
  Pictures pictures(request, folder.target());
  if (comparison)
    pictures.draw_comparison(compared_run(runs[0].engine, e, runs[0].result),
                             compared_run(runs[1].engine, e, runs[1].result));
  if (request.report) pictures.write_report();
  if (!pictures.is_complete() && code == ExitCode::ok) code = ExitCode::picture_failed;
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
  command->add_flag("--force", request->force,
                    "replace the output folder, if it is one of somn and holds nothing else");
  command
      ->add_flag(
          "--resume", request->resume,
          "leave a complete folder as it is; a killed native run goes on from its last check point, one of ngspice "
          "starts anew. Refused where the experiment is another one")
      ->excludes("--force");
  command->add_flag("--report", request->report, "draw the figures and write report.html");
  command->add_flag("--quiet", request->quiet, "no progress, no summary");
  command->add_flag("--json", request->json, "the summary as JSON");
  command->footer(
      "Values carry units: \"10 mV\", \"0.1 pF\", \"2 Mohm\"; a bare number is SI.\n"
      "Exit codes: 0, 1 the engines differ, 2 input, 3 the simulation failed, 5 the results are complete and a "
      "picture\n"
      "or the report is missing, 130 interrupted.\n"
      "Example:\n  somn run run.toml -o out --set drive.amplitude='\"9 V\"' --report");
  command->callback([request, &exit_code] { exit_code = static_cast<int>(run(*request)); });
}

}  // namespace somn::cli
