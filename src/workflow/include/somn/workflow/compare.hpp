// Joins what src/compare must not see: circuits, laws of both engines, folders.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/compare/compare.hpp>
#include <somn/experiment/run.hpp>
#include <somn/workflow/control.hpp>

#include <filesystem>
#include <string>

namespace somn::workflow {

struct ComparedFolders {
  std::filesystem::path a, b;  // of runs, or of one of their engines; the same folder where it holds both
  bool halving = false;        // runs both once more with half the step and a tenth of the tolerance
  bool resolution = true;      // says what would have been seen: a native run or two for every parameter
};
compare::Comparison compare_folders(const ComparedFolders&, const Control& = {});

compare::Run compared_run(const std::string& name, const experiment::Experiment&, const experiment::RunResult&);

// The same from the files of a run: ENGINE_FOLDER/trace.*, events.csv, final_state.csv.
compare::Run stored_run(const std::filesystem::path& engine_folder, const std::string& engine,
                        const experiment::Experiment&);

// Both engines' runs of one circuit: the ladder, the laws of both, what it would have seen.
compare::Comparison compare_engines(const experiment::Experiment&, const circuit::Circuit&, const compare::Run& a,
                                    const compare::Run& b, const std::string& regime, const Control& = {});

}  // namespace somn::workflow
