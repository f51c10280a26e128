// The folder of a run: written, replaced, gone on with, and its pictures.
#pragma once

#include <somn/workflow/run.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace somn::workflow {

// Into a folder that is there: experiment.toml, network.graphml, initial_state.csv, ngspice/deck.cir; then ENGINE/ of
// each run, analysis.json, compare.json, as far as the run has them.
void write_inputs(const Run&, const std::filesystem::path& folder);
void write_results(const Run&, const std::filesystem::path& folder);

enum class IfThere {
  refuse,   // InputError
  replace,  // if somn made it and it holds nothing else
  resume,   // a complete folder stays as it is, a killed run goes on; InputError where the experiment is another one
};

struct FolderRun {
  std::filesystem::path folder;
  std::optional<Run> run = {};  // empty: the folder was complete already
};

// Everything that can be refused is refused before anything is computed; the folder takes its name when all results are
// in it. A native run leaves FOLDER.checkpoint beside it where it was stopped.
FolderRun run_to(const std::filesystem::path& folder, const experiment::Experiment&, IfThere, const Control& = {});

// A run that is in memory, into a folder of its own (IfThere::resume is refuse). Where a state of a native run is too
// long for memory, run_to is the way.
std::filesystem::path save(const Run&, const std::filesystem::path& folder, IfThere = IfThere::refuse);

struct Missing {
  std::string what, why;  // "picture", "gnuplot is missing: ..."
};
struct Pictures {
  std::optional<std::filesystem::path> page = {};  // of the report
  std::vector<Missing> missing = {};               // each costs a picture, no result
  std::string no_gnuplot = {};                     // why the picture of the comparison was not even tried
};
// Those that a finished run lacks: of the comparison, where there is one; the report where it is asked for. Never throws
// an Error.
Pictures draw(const FolderRun&, const experiment::Experiment&, bool report);

}  // namespace somn::workflow
