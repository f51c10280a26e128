// somn sweep: many runs of one experiment, in processes or over MPI ranks.
#include "command.hpp"
#include "interrupt.hpp"
#include "progress.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/report/report.hpp>
#include <somn/sweep/mpi.hpp>
#include <somn/sweep/seeds.hpp>
#include <somn/workflow/sweep.hpp>

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <thread>

namespace somn::cli {
namespace {

struct Request {
  std::string file, output, seeds;
  std::size_t jobs = 0;
  bool force = false, resume = false, dry_run = false, quiet = false, json = false;
};

void options(Options& o, Request& r) {
  o("SWEEP", r.file, "", "sweep file (TOML)", required);
  o("-o,--output", r.output, "", "folder for the results");
  o("-j,--jobs", r.jobs, "N", "runs at a time; default: one per core, under mpirun one per rank", positive);
  o("--seeds", r.seeds, "LIST", "seeds in place of those of the file: 1-10,15");
  o("--force", r.force, "begin anew, replacing the output folder, if it is one of somn and holds nothing else");
  o("--resume", r.resume, "go on where a killed sweep stopped; tries failed runs again", excludes("--force"));
  o("--dry-run", r.dry_run, "list the points and run nothing");
  o("--quiet", r.quiet, "no progress, no summary");
  o("--json", r.json, "the summary as JSON");
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds)) return "unknown";
  const auto s = static_cast<long long>(std::ceil(seconds));
  if (s < 120) return fmt::format("{} s", s);
  if (s < 7200) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s % 3600 / 60);
}

void summarise(const Request& r, const sweep::Progress& p, std::size_t n_at_a_time) {
  if (r.json)
    fmt::print("{}", json_text(nlohmann::ordered_json{{"folder", r.output},
                                                      {"runs", p.n_runs},
                                                      {"finished", p.n_done},
                                                      {"failed", p.n_failed},
                                                      {"found_finished", p.n_found},
                                                      {"at_a_time", n_at_a_time},
                                                      {"wall_s", p.elapsed}}));
  else if (!r.quiet)
    fmt::print("{}: {} of {} runs finished ({} of them before), {} failed, {} at a time, {:.1f} s\n", r.output,
               p.n_done, p.n_runs, p.n_found, p.n_failed, n_at_a_time, p.elapsed);
}

void show(Progress& bar, const sweep::Progress& p) {
  if (p.n_runs == 0) return;
  const std::string failed = p.n_failed ? fmt::format(", {} failed", p.n_failed) : "";
  bar.show(static_cast<double>(p.n_done) / static_cast<double>(p.n_runs),
           fmt::format("{} of {} runs{}, {} left", p.n_done, p.n_runs, failed,
                       p.n_done == p.n_runs ? "none" : duration(p.remaining)));
}

workflow::SweepRun run_in(sweep::SweepFolder& folder, const sweep::Plan& plan, sweep::Executor& executor, bool quiet) {
  Progress bar("sweep", quiet);
  auto guard = std::make_unique<StopOnInterrupt>();
  const auto show_runs = [&](const sweep::Progress& p) { show(bar, p); };
  const auto done = [&] { guard.reset(), bar.end(); };
  return workflow::run_sweep(
      plan, folder, executor,
      {.program = workflow::find_program().string(), .on_progress = show_runs, .stop = StopOnInterrupt::flag()}, done);
}

// Before the runs, so that nobody learns it after them.
void tell_of_gnuplot() {
  try {
    report::require_gnuplot("the figures of the sweep");
  } catch (const InputError& error) {
    fmt::print(stderr, "somn: {}; `somn report` draws them later\n", error.what());
  }
}

ExitCode ending(const Request& r, const sweep::Progress& p, bool is_drawn) {
  if (StopOnInterrupt::is_set() && p.n_done < p.n_runs) {
    fmt::print(stderr, "somn: interrupted; what is finished is in {}, go on with --resume\n", r.output);
    return ExitCode::interrupted;
  }
  if (p.n_failed == 0) return is_drawn ? ExitCode::ok : ExitCode::picture_failed;
  fmt::print(stderr,
             "somn: {} of {} runs failed, first that of {}\n  the status of each is in {}; --resume tries them again\n",
             p.n_failed, p.n_runs, p.first_failure, (std::filesystem::path(r.output) / "points.csv").string());
  return p.n_failed == p.n_runs ? ExitCode::simulation_failed : ExitCode::runs_failed;
}

// False where findings can say nothing.
bool tell_objections(const sweep::Plan& plan) {
  const std::vector<std::string> objections = sweep::objections(plan.findings, plan.seeds.size());
  for (const std::string& why : objections) fmt::print(stderr, "somn: {}\n", printable(why));
  return objections.empty();
}

sweep::Plan read(const Request& r) {
  return sweep::read_plan(r.file, r.seeds.empty() ? std::vector<std::uint64_t>() : sweep::parse_seeds(r.seeds));
}

ExitCode run_with(const Request& r, sweep::Executor& executor) {
  using Open = sweep::SweepFolder::Open;
  const sweep::Plan plan = read(r);
  sweep::SweepFolder folder(r.output, plan, SOMN_VERSION,
                            r.force    ? Open::replace
                            : r.resume ? Open::resume
                                       : Open::create);
  tell_objections(plan);
  tell_of_gnuplot();
  const workflow::SweepRun run = run_in(folder, plan, executor, r.quiet);
  for (const std::string& why : run.missing_pictures) fmt::print(stderr, "somn: no picture: {}\n", why);
  if (!r.quiet && !r.json) fmt::print("{}", sweep::findings_text(run.findings));
  summarise(r, run.progress, executor.n_slots());
  return ending(r, run.progress, run.missing_pictures.empty());
}

ExitCode run_over_ranks(const Request& r, sweep::MpiRanks& ranks) {
  if (ranks.rank() > 0) return static_cast<ExitCode>(ranks.serve());
  try {
    const ExitCode code = run_with(r, ranks);
    ranks.dismiss(static_cast<int>(code));
    return code;
  } catch (const InputError&) {
    ranks.dismiss(static_cast<int>(ExitCode::usage_or_input));
    throw;
  }
}

ExitCode list_points(const Request& r) {
  const sweep::Plan plan = read(r);
  fmt::print("{}", sweep::points_csv(plan));
  fmt::print(stderr, "{} points x {} seeds = {} runs of {}\n", plan.points.size(), plan.seeds.size(), plan.n_runs(),
             plan.experiment.string());
  return tell_objections(plan) ? ExitCode::ok : ExitCode::usage_or_input;
}

ExitCode run(const Request& r) {
  if (r.dry_run) return list_points(r);
  if (r.output.empty())
    throw InputError({.what = "no folder for the results", .where = "somn sweep", .allowed = "-o DIR"});
  ::setenv("OMP_NUM_THREADS", "1", 0);  // of each run: there is one per core
  if (const auto ranks = sweep::MpiRanks::join(std::max<std::size_t>(1, r.jobs))) return run_over_ranks(r, *ranks);
  sweep::LocalProcesses processes(r.jobs ? r.jobs : std::max(1U, std::thread::hardware_concurrency()));
  return run_with(r, processes);
}

}  // namespace

void add_sweep(CLI::App& program, int& code) {
  add<Request>(program, code,
               {"sweep", "run an experiment at many points and seeds; restarts where it stopped",
                "A run that fails is recorded in DIR/points.csv with its error and ends nothing. Ctrl-C keeps what is "
                "finished.\n"
                "Exit codes: 0, 2 input, 3 every run failed, 4 some did, 5 a picture is missing, 130 interrupted.\n"
                "Examples:\n"
                "  somn sweep phase.toml -o phase -j 4\n"
                "  mpirun -n 16 somn sweep phase.toml -o phase --resume   (as root: mpirun --allow-run-as-root)"},
               options, run);
}

}  // namespace somn::cli
