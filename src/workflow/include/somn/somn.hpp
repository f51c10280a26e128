// The library in one header (docs/cxx-library.md). The names below are those that a program needs; everything behind
// them stands in the headers of each module.
//
//   const auto run = somn::run("film.toml");
//   run.column("i_source_A"), run.events(), run.analysis["regime"]
#pragma once

#include <somn/analyses/analysis.hpp>
#include <somn/core/error.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/netgen/measures.hpp>
#include <somn/workflow/adiabatic.hpp>
#include <somn/workflow/compare.hpp>
#include <somn/workflow/describe.hpp>
#include <somn/workflow/doctor.hpp>
#include <somn/workflow/folder.hpp>
#include <somn/workflow/netlist.hpp>
#include <somn/workflow/network.hpp>
#include <somn/workflow/percolation.hpp>
#include <somn/workflow/report.hpp>
#include <somn/workflow/run.hpp>
#include <somn/workflow/session.hpp>
#include <somn/workflow/sweep.hpp>

namespace somn {

using netgen::generate;  // a film from a recipe
using netgen::measure;
using netgen::Network;
using netgen::write_network;
using workflow::read_network;

using circuit::DriveKind;
using experiment::Experiment;
using workflow::Control;  // progress and stop
using workflow::make_experiment;
using workflow::read_experiment;
using workflow::run;
using workflow::Run;
using workflow::Session;  // step by step

using workflow::compare_folders;
using workflow::make_report;
using workflow::run_to;  // into a folder, as `somn run` does

}  // namespace somn
