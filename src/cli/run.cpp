// somn run: experiment in, folder of results out.
#include "commands.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "progress.hpp"
#include "settings.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/report/report.hpp>
#include <somn/workflow/folder.hpp>

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <memory>

namespace somn::cli {
namespace {

struct Request {
  std::string file, output, engine;
  std::vector<std::string> settings;
  bool force = false, resume = false, report = false, quiet = false, json = false;
};

experiment::Experiment read(const Request& request) {
  workflow::Settings settings;
  for (const std::string& setting : request.settings)
    settings.push_back(key_and_value("--set", setting, "TABLE.KEY=VALUE"));
  if (!request.engine.empty()) settings.emplace_back("run.engine", toml_string(request.engine));
  return workflow::read_experiment(request.file, settings);
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

// What a run that ended early says, and its exit code.
ExitCode told_ending(const Request& request, const workflow::EngineRun& run) {
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

// One bar for each engine, one after the other.
class Bars {
 public:
  explicit Bars(bool quiet) : quiet_(quiet) {}
  void show(std::string_view engine, double time, double t_stop) {
    if (engine != engine_) {
      end();
      bar_.emplace(engine_ = engine, quiet_);
    }
    bar_->show(time / t_stop, fmt::format("{} of {} simulated", to_human(time, "s"), to_human(t_stop, "s")));
  }
  void end() {
    if (bar_) bar_->end();
  }

 private:
  bool quiet_;
  std::string engine_;
  std::optional<Progress> bar_;
};

workflow::FolderRun run_to_folder(const Request& request, const experiment::Experiment& e) {
  Bars bars(request.quiet);
  workflow::Control control = stop_on_interrupt();
  control.on_progress = [&](std::string_view engine, double time, double t_stop) { bars.show(engine, time, t_stop); };
  workflow::FolderRun run = workflow::run_to(request.output, e,
                                             request.force    ? workflow::IfThere::replace
                                             : request.resume ? workflow::IfThere::resume
                                                              : workflow::IfThere::refuse,
                                             control);
  bars.end();
  return run;
}

// What cannot be drawn is said; false where something is missing.
bool tell(const workflow::Pictures& pictures, const Request& request, const std::filesystem::path& folder) {
  if (!pictures.no_gnuplot.empty() && !request.quiet) fmt::print(stderr, "somn: {}\n", pictures.no_gnuplot);
  for (const auto& [what, why] : pictures.missing)
    fmt::print(stderr, "somn: no {}: {}\n  the results are complete in {}{}\n", what, why, folder.string(),
               request.report ? "; `somn report` draws them again" : "");
  if (pictures.page && !request.quiet)
    fmt::print(request.json ? stderr : stdout, "report: {}\n", pictures.page->string());
  return pictures.missing.empty();
}

ExitCode run(const Request& request) {
  const experiment::Experiment e = read(request);
  if (request.report && e.run.engine == "adiabatic")
    throw InputError({.what = "no report of the adiabatic limit: it has no trace", .where = "--report"});
  if (request.report) report::require_gnuplot("--report");
  const workflow::FolderRun of = run_to_folder(request, e);
  ExitCode code = ExitCode::ok;
  if (!of.run && !request.quiet) fmt::print(stderr, "{}: complete already\n", request.output);
  if (of.run) {
    const auto& comparison = of.run->comparison;
    for (const workflow::EngineRun& r : of.run->engines) summarise(request, r.engine, r.result, of.run->analysis);
    if (comparison && !request.quiet && !request.json) fmt::print("{}", compare::to_table(*comparison));
    if (comparison && !comparison->has_passed()) code = ExitCode::comparison_failed;
  }
  if (!tell(workflow::draw(of, e, request.report), request, of.folder) && code == ExitCode::ok)
    code = ExitCode::picture_failed;
  if (of.run)
    for (const workflow::EngineRun& r : of.run->engines)
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
