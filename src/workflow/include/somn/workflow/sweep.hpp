// A sweep: many runs of one experiment, and one of them.
#pragma once

#include <somn/experiment/experiment.hpp>
#include <somn/sweep/finding.hpp>
#include <somn/sweep/run_sweep.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace somn::workflow {

// The experiment of one run of the plan: its point's settings, its seed, the states that it starts from (empty: the
// law's). `workflow::run` of it gives the numbers that the sweep has for it.
experiment::Experiment experiment_at(const sweep::Plan&, const sweep::Point&, std::uint64_t seed,
                                     const std::filesystem::path& initial_states = {});

struct SweepRun {
  sweep::Progress progress;
  std::vector<std::string> missing_pictures;  // why; `make_report` draws them again
  std::vector<sweep::Outcome> findings;
};
// Runs what the folder does not hold yet, each in a process of `options.program`, then draws its phases and judges its
// findings. `runs_ended` is called between the two.
SweepRun run_sweep(const sweep::Plan&, sweep::SweepFolder&, sweep::Executor&, const sweep::Options& options,
                   const std::function<void()>& runs_ended = {});

// The program `somn`: this process where it is that; else $SOMN_PROGRAM, the one beside this library's installation, the
// one of its build. InputError where there is none.
std::filesystem::path find_program();

}  // namespace somn::workflow
