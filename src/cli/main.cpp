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
  cli::add_models(program);
  cli::add_generate(program);
  cli::add_import(program);
  cli::add_inspect(program);
  cli::add_draw(program);
  cli::add_percolation(program, code);
  cli::add_netlist(program);
  cli::add_run(program, code);
  cli::add_compare(program, code);
  cli::add_sweep(program, code);
  cli::add_adiabatic(program);
  cli::add_analyse(program, code);
  cli::add_report(program, code);
  cli::add_fit(program);
  cli::add_forecast(program);
  cli::add_view(program);
  cli::add_results(program);
  cli::add_schema(program);
  cli::add_doctor(program, code);
  cli::add_codemodel(program);
  cli::add_completion(program);
  cli::add_man(program);
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
