// The subcommands of `somn`. Each function declares one: its options, its help and a callback that does the work and
// throws somn errors; main.cpp turns those into messages and exit codes.
#pragma once

#include <CLI/CLI.hpp>

namespace somn::cli {

void add_generate(CLI::App&);
void add_import(CLI::App&);
void add_inspect(CLI::App&);
void add_draw(CLI::App&);
void add_models(CLI::App&);
void add_netlist(CLI::App&);
void add_percolation(CLI::App&, int& exit_code);
void add_run(CLI::App&, int& exit_code);
void add_compare(CLI::App&, int& exit_code);
void add_sweep(CLI::App&, int& exit_code);
void add_adiabatic(CLI::App&);
void add_analyse(CLI::App&, int& exit_code);
void add_report(CLI::App&, int& exit_code);
void add_fit(CLI::App&);
void add_forecast(CLI::App&);
void add_view(CLI::App&);
void add_results(CLI::App&);
void add_schema(CLI::App&);
void add_doctor(CLI::App&, int& exit_code);
void add_codemodel(CLI::App&);
void add_man(CLI::App&);
void add_completion(CLI::App&);

}  // namespace somn::cli
