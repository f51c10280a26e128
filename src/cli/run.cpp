// somn run: experiment in, folder of results out.
#include "commands.hpp"
#include "exit_code.hpp"
#include "run_folder.hpp"

#include <somn/core/error.hpp>
#include <somn/netgen/network.hpp>
#include <somn/ngspice/host.hpp>
#include <somn/report/report.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace somn::cli {
namespace {

std::atomic<bool> stop_requested = false;

struct Request {
  std::string file, output, engine;
  std::vector<std::string> settings;
  bool force = false, resume = false, report = false, quiet = false, json = false;
};

// A bar that redraws on a terminal, a line per tenth in a log.
class ProgressBar {
 public:
  ProgressBar(double t_stop, bool quiet) : t_stop_(t_stop), quiet_(quiet), is_terminal_(::isatty(STDERR_FILENO) == 1) {}
  void show(double time) {
    if (quiet_) return;
    const int percent = std::clamp(static_cast<int>(100 * time / t_stop_), 0, 100);
    if (is_terminal_) {
      fmt::print(stderr, "\r[{:<40}] {:3d} %  {} of {} ", std::string(static_cast<std::size_t>(percent * 2 / 5), '#'),
                 percent, to_human(time, "s"), to_human(t_stop_, "s"));
    } else if (percent >= next_line_) {
      fmt::print(stderr, "ngspice: {} of {} simulated ({} %)\n", to_human(time, "s"), to_human(t_stop_, "s"), percent);
      next_line_ = percent - percent % 10 + 10;
    }
  }
  void end() {
    if (!quiet_ && is_terminal_) fmt::print(stderr, "\r{:70}\r", "");
  }

 private:
  double t_stop_;
  bool quiet_, is_terminal_;
  int next_line_ = 10;
};

experiment::Experiment read(const Request& request) {
  Config config = Config::from_file(request.file);
  for (const std::string& setting : request.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
      throw InputError({.what = "no value", .where = "--set " + setting, .allowed = "--set TABLE.KEY=VALUE"});
    config.set(setting.substr(0, equals), setting.substr(equals + 1));
  }
  if (!request.engine.empty()) config.set("run.engine", fmt::format("\"{}\"", request.engine));
  return experiment::read_experiment(config);
}

std::vector<std::string> remarks(const experiment::Experiment& e, const netgen::Network& network,
                                 const std::string& hash) {
  return {fmt::format("somnspice {}, network {} (seed {}, hash {}): {} nodes, {} junctions", SOMN_VERSION,
                      network.ensemble, network.seed, hash, network.n_nodes, network.n_junctions()),
          fmt::format("law {}, {} for {}", netlist::describe(e.material), circuit::name(e.drive.kind), to_human(e.run.t_stop, "s"))};
}

void summarise(const Request& request, const experiment::RunResult& result, const nlohmann::ordered_json& analysis) {
  if (request.json) {
    nlohmann::ordered_json json{{"folder", request.output},
                                {"t_end_s", result.t_end},
                                {"steps", result.statistics.steps},
                                {"newton_iterations", result.statistics.newton_iterations},
                                {"cpu_s", result.statistics.cpu},
                                {"events", result.events.size()},
                                {"regime", analysis.value("regime", "")}};
    fmt::print("{}\n", json.dump(2));
    return;
  }
  if (request.quiet) return;
  const auto& s = result.statistics;
  fmt::print("{}: {} junction events, {} points, {:.2f} iterations per point, {:.1f} CPU s, regime {}\n",
             request.output, result.events.size(), s.steps,
             static_cast<double>(s.newton_iterations) / static_cast<double>(std::max<std::uint64_t>(1, s.steps)), s.cpu,
             analysis.value("regime", "unknown"));
}

ExitCode run(const Request& request) {
  const experiment::Experiment e = read(request);
  const bool exists = std::filesystem::exists(request.output);
  if (request.resume && exists) {
    if (!request.quiet) fmt::print(stderr, "{}: complete already\n", request.output);
    return ExitCode::ok;
  }
  const std::filesystem::path code_model = ngspice::find_code_model();
  const netgen::Network network = experiment::make_network(e);
  circuit::Circuit circuit = netlist::build_circuit(network, e.material, e.drive, e.where);
  circuit.title = e.title;
  RunFolder folder(request.output, request.force);

  ProgressBar bar(e.run.t_stop, request.quiet);
  ngspice::Worker worker(
      {.worker = {}, .on_progress = [&](const ngspice::Progress& p) { bar.show(p.time); }, .stop = &stop_requested});
  const std::string hash = netgen::hash(network);
  const RunFacts facts{
      e, network, circuit, hash, worker.host().tag(), experiment::deck_of(e, circuit, remarks(e, network, hash))};
  write_inputs(folder.path(), facts);

  struct sigaction action {
  }, previous{};
  action.sa_handler = [](int) { stop_requested = true; };
  ::sigaction(SIGINT, &action, &previous);
  const experiment::RunResult result = experiment::run_ngspice(worker, e, circuit, facts.deck, code_model);
  ::sigaction(SIGINT, &previous, nullptr);
  bar.end();

  write_results(folder.path(), facts, result);
  const nlohmann::ordered_json analysis = write_analysis(folder.path(), facts, result);
  if (request.report) report::write_report(folder.path());
  folder.commit();
  summarise(request, result, analysis);
  if (request.report && !request.quiet)
    fmt::print("report: {}\n", (std::filesystem::path(request.output) / "report.html").string());
  if (result.statistics.interrupted) {
    fmt::print(stderr, "somn: interrupted at {}; what was computed is in {}\n", to_human(result.t_end, "s"),
               request.output);
    return ExitCode::interrupted;
  }
  if (!result.failure.empty()) {
    fmt::print(stderr, "somn: the simulation failed: {}\n  what was computed until {} is in {}\n", result.failure,
               to_human(result.t_end, "s"), request.output);
    return ExitCode::simulation_failed;
  }
  return ExitCode::ok;
}

}  // namespace

void add_run(CLI::App& program, int& exit_code) {
  CLI::App* command =
      program.add_subcommand("run", "run an experiment: network, transient in ngspice, events, analysis");
  const auto request = std::make_shared<Request>();
  command->add_option("EXPERIMENT", request->file, "experiment file (TOML)")->required();
  command->add_option("-o,--output", request->output, "folder for the results")->required();
  command->add_option("--engine", request->engine, "ngspice");
  command->add_option("--set", request->settings, "TABLE.KEY=VALUE, replaces a value of the file; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--force", request->force, "replace the output folder");
  command
      ->add_flag("--resume", request->resume,
                 "leave a complete folder as it is; a killed run starts anew (ngspice keeps no check points)")
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
