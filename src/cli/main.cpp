// somn: subcommands are declared in commands.hpp; here errors become messages and exit codes.
#include "commands.hpp"
#include "exit_code.hpp"
#include "usage.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>

#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <iostream>
#include <system_error>

namespace {

// The sentence may hold names from files: nothing that a terminal obeys may be in them. Not by fmt: standard error may
// be full as well.
int fail(const char* kind, const std::string& sentence, somn::cli::ExitCode code) {
  std::string text = fmt::format("somn: {}{}\n", kind, somn::valid_text(sentence));
  std::fputs(text.c_str(), stderr);
  return static_cast<int>(code);
}

// What was printed is not there before the last buffer has been written: a full disk shows itself here.
void finish_output() {
  errno = 0;
  std::cout.flush();
  if (std::fflush(stdout) == 0 && !std::ferror(stdout) && std::cout) return;
  throw somn::FileError("cannot write", "standard output", errno != 0 ? errno : EIO);
}

// Parses and runs; returns the exit code.
int run(int argc, char** argv) {
  using namespace somn;
  CLI::App program{"somn " SOMN_VERSION ": self-organising memristive networks in SPICE"};
  program.set_version_flag("--version", "somn " SOMN_VERSION);
  program.name("somn");
  program.require_subcommand(1);
  program.footer("Example:\n  somn run examples/01_wire_network_spikes/run.toml -o out --report");
  int code = 0;
  for (cli::AddCommand* add :
       {cli::add_models,      cli::add_generate, cli::add_import, cli::add_inspect, cli::add_draw,
        cli::add_percolation, cli::add_netlist,  cli::add_run,    cli::add_compare, cli::add_sweep,
        cli::add_adiabatic,   cli::add_analyse,  cli::add_report, cli::add_fit,     cli::add_forecast,
        cli::add_view,        cli::add_results,  cli::add_schema, cli::add_doctor,  cli::add_codemodel,
        cli::add_completion,  cli::add_man})
    add(program, code);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& help) {
    code = program.exit(help);
  } catch (const CLI::ParseError& error) {
    return fail("", cli::usage_error(program, error).what(), cli::ExitCode::usage_or_input);
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  using somn::cli::ExitCode;
  try {
    const int code = run(argc, argv);
    finish_output();
    return code;
  } catch (const somn::InputError& error) {
    return fail("", error.what(), ExitCode::usage_or_input);
  } catch (const somn::SimulationError& error) {
    return fail("the simulation failed: ", error.what(), ExitCode::simulation_failed);
  } catch (const std::bad_alloc&) {
    return fail("", "out of memory; use a smaller network, a coarser t_sample or record fewer states",
                ExitCode::simulation_failed);
  } catch (const std::system_error& error) {  // what the operating system refused: a full device, a limit
    return fail("", error.what(), ExitCode::usage_or_input);
  } catch (const std::exception& error) {
    return fail("internal error, please report it: ", error.what(), ExitCode::internal_error);
  }
}
