// Joins what src/compare must not see: circuits, laws of both engines, folders, pictures.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/compare/compare.hpp>
#include <somn/experiment/run.hpp>

#include <filesystem>
#include <string>

namespace somn::cli {

compare::Run compared_run(const std::string& name, const experiment::Experiment&, const experiment::RunResult&);

// The same from the files of a run: ENGINE_FOLDER/trace.*, events.csv, final_state.csv.
compare::Run stored_run(const std::filesystem::path& engine_folder, const std::string& engine,
                        const experiment::Experiment&);

// What the ladder must know of a circuit and its run.
compare::Facts facts_of(const circuit::Circuit&, const experiment::Experiment&, const std::string& regime);

// L0 of a circuit: conductance, current and rate of both transcriptions at these states, worst relative difference.
void compare_laws(const circuit::Circuit&, const std::vector<double>& states, double volt, compare::Facts&);

}  // namespace somn::cli
