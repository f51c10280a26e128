// One attempt at a run: its command, and what its ending means.
#pragma once

#include <somn/sweep/plan.hpp>
#include <somn/sweep/processes.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace somn::sweep {

std::vector<std::string> run_command(const std::string& program, const std::filesystem::path& experiment,
                                     const std::filesystem::path& folder, const Settings&,
                                     const std::filesystem::path& initial_states);

bool is_success(const Ending&, const std::filesystem::path& folder);
// By a signal to the run or to the simulator below it: no statement about the experiment, worth another try.
bool was_killed(const Ending&);
std::string sentence(const Ending&, double timeout);  // one line for the index

void strip(const std::filesystem::path& folder, bool keeps_states);  // all but the final states
std::string si_column(const Key&);                                   // "drive.amplitude_V"

}  // namespace somn::sweep
