#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/report/phase_map.hpp>
#include <somn/sweep/phase_map.hpp>
#include <somn/workflow/run.hpp>
#include <somn/workflow/sweep.hpp>

#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::workflow {
namespace fs = std::filesystem;
namespace {

// Nothing is lost where they cannot be drawn: `make_report` draws them later.
std::vector<std::string> draw_phases(const fs::path& folder) {
  try {
    sweep::write_phase_map(sweep::phase_map(folder), folder);
    return report::draw_phase_map(folder).failures;
  } catch (const InputError& error) {
    return {error.what()};
  }
}

}  // namespace

experiment::Experiment experiment_at(const sweep::Plan& plan, const sweep::Point& point, std::uint64_t seed,
                                     const fs::path& initial_states) {
  Settings all = sweep::settings(plan, point, seed);
  if (!initial_states.empty()) all.emplace_back("model.initial_states", toml_string(initial_states.string()));
  return read_experiment(plan.experiment, all);
}

SweepRun run_sweep(const sweep::Plan& plan, sweep::SweepFolder& folder, sweep::Executor& executor,
                   const sweep::Options& options, const std::function<void()>& runs_ended) {
  SweepRun run{.progress = sweep::run_sweep(plan, folder, executor, options), .missing_pictures = {}, .findings = {}};
  if (runs_ended) runs_ended();
  if (run.progress.n_done > run.progress.n_failed) run.missing_pictures = draw_phases(folder.path());
  run.findings = sweep::write_findings(folder.path());
  return run;
}

fs::path find_program() {
  if (const char* named = std::getenv("SOMN_PROGRAM"); named && *named) return named;
  const fs::path self = fs::read_symlink("/proc/self/exe");
  if (self.filename() == "somn") return self;
  const std::vector<std::string> places{SOMN_INSTALL_BINDIR "/somn", SOMN_BUILD_BINDIR "/somn"};
  std::error_code none;  // of a folder that this user may not look into
  for (const std::string& place : places)
    if (fs::exists(place, none)) return place;
  throw InputError({.what = "the program somn, which runs the points of a sweep, is not installed",
                    .allowed = fmt::format("{}", fmt::join(places, ", ")),
                    .remedy = "install somnspice, or name the program by SOMN_PROGRAM"});
}

}  // namespace somn::workflow
