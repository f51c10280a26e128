// The subcommands of `somn`. Each function declares one (command.hpp) that throws somn errors; main.cpp turns those into
// messages and exit codes.
#pragma once

#include <CLI/CLI.hpp>

namespace somn::cli {

using AddCommand = void(CLI::App&, int& exit_code);
AddCommand add_adiabatic, add_analyse, add_codemodel, add_compare, add_completion, add_doctor, add_draw, add_fit,
    add_forecast, add_generate, add_import, add_inspect, add_man, add_models, add_netlist, add_percolation, add_report,
    add_results, add_run, add_schema, add_sweep, add_view;

}  // namespace somn::cli
