// Keys v_star and f_star of [drive]: see DriveUnits.
#pragma once

#include <somn/experiment/experiment.hpp>

namespace somn::experiment {

DriveUnits read_drive_units(const Config& drive, const netlist::Material&, circuit::DriveKind);
double read_f_star(const Config& drive, const DriveUnits&);                     // [Hz]
circuit::Drive in_volts(const Experiment&, const netgen::Network& of_circuit);  // the experiment's own drive

}  // namespace somn::experiment
