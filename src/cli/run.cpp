// somn run: experiment in, folder of results out.
#include "command.hpp"
#include "interrupt.hpp"
#include "progress.hpp"
#include "settings.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/report/report.hpp>
#include <somn/workflow/folder.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string file, output, engine;
  std::vector<std::string> settings;
  bool force = false, resume = false, report = false, quiet = false, json = false;
};

void options(Options& o, Request& r) {
  o("EXPERIMENT", r.file, "", "experiment file (TOML)", required);
  o("-o,--output", r.output, "", "folder for the results", required);
  o("--engine", r.engine, "", "ngspice, native, both, or adiabatic (docs/adiabatic.md)");
  o("--set", r.settings, "KEY=VALUE", "TABLE.KEY=VALUE, replaces a value of the file; may be repeated", repeated);
  o("--force", r.force, "replace the output folder, if it is one of somn and holds nothing else");
  o("--resume", r.resume,
    "leave a complete folder as it is; a killed native run goes on from its last check point, one of ngspice "
    "starts anew. Refused where the experiment is another one",
    excludes("--force"));
  o("--report", r.report, "draw the figures and write report.html");
  o("--quiet", r.quiet, "no progress, no summary");
  o("--json", r.json, "the summary as JSON");
}

experiment::Experiment read(const Request& r) {
  workflow::Settings settings = key_and_value("--set", r.settings, "TABLE.KEY=VALUE");
  if (!r.engine.empty()) settings.emplace_back("run.engine", toml_string(r.engine));
  return workflow::read_experiment(r.file, settings);
}

void summarise(const Request& r, const workflow::EngineRun& run, const nlohmann::ordered_json& analysis) {
  const auto& s = run.result.statistics;
  if (r.json)
    fmt::print("{}", json_text(nlohmann::ordered_json{{"folder", r.output},
                                                      {"engine", run.engine},
                                                      {"t_end_s", run.result.t_end},
                                                      {"steps", s.steps},
                                                      {"newton_iterations", s.newton_iterations},
                                                      {"cpu_s", s.cpu},
                                                      {"events", run.result.events.size()},
                                                      {"regime", analysis.value("regime", "")}}));
  else if (!r.quiet)
    fmt::print("{}: {} junction events, {} points, {:.2f} iterations per point, {:.1f} CPU s, regime {}{}\n", r.output,
               run.result.events.size(), s.steps,
               static_cast<double>(s.newton_iterations) / static_cast<double>(std::max<std::uint64_t>(1, s.steps)),
               s.cpu, analysis.value("regime", "unknown"), run.engine == "native" ? " (native)" : "");
}

// What a run that ended early says, and its exit code.
ExitCode told_ending(const Request& r, const workflow::EngineRun& run) {
  const experiment::RunResult& result = run.result;
  if (result.statistics.interrupted) {
    fmt::print(stderr, "somn: interrupted at {}; what was computed is in {}{}\n", to_human(result.t_end, "s"), r.output,
               run.engine == "native" ? ", --resume goes on from there" : "");
    return ExitCode::interrupted;
  }
  if (result.failure.empty()) return ExitCode::ok;
  fmt::print(stderr, "somn: the simulation failed ({}): {}\n  what was computed until {} is in {}\n", run.engine,
             result.failure, to_human(result.t_end, "s"), r.output);
  return ExitCode::simulation_failed;
}

workflow::FolderRun run_to_folder(const Request& r, const experiment::Experiment& e) {
  using workflow::IfThere;
  const IfThere how = r.force ? IfThere::replace : r.resume ? IfThere::resume : IfThere::refuse;
  Progress bar("", r.quiet);  // one for each engine
  workflow::Control control = stop_on_interrupt();
  control.on_progress = [&](std::string_view engine, double time, double t_stop) {
    bar.begin(engine);
    bar.show(time / t_stop, fmt::format("{} of {} simulated", to_human(time, "s"), to_human(t_stop, "s")));
  };
  workflow::FolderRun run = workflow::run_to(r.output, e, how, control);
  bar.end();
  return run;
}

// What cannot be drawn is said; false where something is missing.
bool tell(const workflow::Pictures& pictures, const Request& r, const std::filesystem::path& folder) {
  if (!pictures.no_gnuplot.empty() && !r.quiet) fmt::print(stderr, "somn: {}\n", pictures.no_gnuplot);
  for (const auto& [what, why] : pictures.missing)
    fmt::print(stderr, "somn: no {}: {}\n  the results are complete in {}{}\n", what, why, folder.string(),
               r.report ? "; `somn report` draws them again" : "");
  if (pictures.page && !r.quiet) fmt::print(r.json ? stderr : stdout, "report: {}\n", pictures.page->string());
  return pictures.missing.empty();
}

ExitCode run(const Request& r) {
  const experiment::Experiment e = read(r);
  if (r.report && e.run.engine == "adiabatic")
    throw InputError({.what = "no report of the adiabatic limit: it has no trace", .where = "--report"});
  if (r.report) report::require_gnuplot("--report");
  const workflow::FolderRun of = run_to_folder(r, e);
  ExitCode code = ExitCode::ok;
  if (!of.run && !r.quiet) fmt::print(stderr, "{}: complete already\n", r.output);
  if (of.run) {
    for (const std::string& remark : of.run->network.remarks)
      if (!r.quiet) fmt::print(stderr, "network: {}\n", printable(remark));
    const auto& comparison = of.run->comparison;
    for (const workflow::EngineRun& one : of.run->engines) summarise(r, one, of.run->analysis);
    if (comparison && !r.quiet && !r.json) fmt::print("{}", compare::to_table(*comparison));
    if (comparison && !comparison->has_passed()) code = ExitCode::comparison_failed;
  }
  if (!tell(workflow::draw(of, e, r.report), r, of.folder) && code == ExitCode::ok) code = ExitCode::picture_failed;
  if (of.run)
    for (const workflow::EngineRun& one : of.run->engines)
      if (const ExitCode ending = told_ending(r, one); ending != ExitCode::ok) code = ending;
  return code;
}

}  // namespace

void add_run(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"run", "run an experiment: network, transient in ngspice, events, analysis",
       "Values carry units: \"10 mV\", \"0.1 pF\", \"2 Mohm\"; a bare number is SI.\n"
       "Exit codes: 0, 1 the engines differ, 2 input, 3 the simulation failed, 5 the results are complete and a "
       "picture\nor the report is missing, 130 interrupted.\n"
       "Example:\n  somn run run.toml -o out --set drive.amplitude='\"9 V\"' --report"},
      options, run);
}

}  // namespace somn::cli
