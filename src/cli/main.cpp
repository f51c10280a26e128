// somn: subcommands are declared in commands.hpp; here errors become messages and exit codes.
#include "commands.hpp"
#include "exit_code.hpp"
#include "usage.hpp"

#include <somn/core/error.hpp>

#include <fmt/format.h>

namespace {

int fail(const char* kind, const std::string& sentence, somn::cli::ExitCode code) {
  fmt::print(stderr, "somn: {}{}\n", kind, sentence);
  return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
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
  cli::add_analyse(program);
  cli::add_report(program, code);
  cli::add_results(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return program.exit(help);
  } catch (const CLI::ParseError& error) {
    return fail("", cli::usage_error(program, error).what(), cli::ExitCode::usage_or_input);
  } catch (const InputError& error) {
    return fail("", error.what(), cli::ExitCode::usage_or_input);
  } catch (const SimulationError& error) {
    return fail("the simulation failed: ", error.what(), cli::ExitCode::simulation_failed);
  } catch (const std::bad_alloc&) {
    return fail("", "out of memory; use a smaller network, a coarser t_sample or record fewer states",
                cli::ExitCode::simulation_failed);
  } catch (const std::exception& error) {
    return fail("internal error, please report it: ", error.what(), cli::ExitCode::internal_error);
  }
  return code;
}
