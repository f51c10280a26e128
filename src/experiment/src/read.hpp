// The parts of an experiment file, each read by a file of its own.
#pragma once

#include <somn/core/config.hpp>
#include <somn/experiment/experiment.hpp>

#include <filesystem>
#include <functional>
#include <optional>

namespace somn::experiment {

using TimeStop = std::function<double(double frequency)>;  // [s] t_stop, for a drive of that frequency

// A table [electrode.NAME], and [drive], which may be in units of the network.
circuit::Drive read_drive(const Config& table, const std::filesystem::path& folder, const TimeStop&,
                          const DriveUnits& = {});
// An electrode's of kind "scaled".
circuit::Drive read_scaled_drive(const Config& table, const TimeStop&, const circuit::Drive& source, const DriveUnits&);
circuit::Drive read_main_drive(const Config& table, const std::filesystem::path& folder, const netlist::Material&,
                               const TimeStop&, DriveUnits&);

RunOptions read_times(const Config& table, double frequency);  // t_stop and t_sample settled, nothing checked
RunOptions read_run(const Config& table, double frequency);
AnalysisOptions read_analysis(const Config& table, double t_stop, double frequency);

}  // namespace somn::experiment
