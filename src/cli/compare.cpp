// somn compare: two runs of one experiment, rung by rung.
#include "commands.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"

#include <somn/workflow/compare.hpp>

#include <fmt/format.h>
#include <memory>

namespace somn::cli {
namespace {

struct Request {
  std::string a, b;
  bool json = false, quiet = false, halving = false;
};

ExitCode run(const Request& request) {
  const compare::Comparison c = workflow::compare_folders(
      {.a = request.a, .b = request.b, .halving = request.halving, .resolution = !request.quiet}, stop_on_interrupt());
  if (request.json)
    fmt::print("{}", compare::to_json(c));
  else if (!request.quiet)
    fmt::print("{}", compare::to_table(c));
  return c.has_passed() ? ExitCode::ok : ExitCode::comparison_failed;
}

}  // namespace

void add_compare(CLI::App& program, int& exit_code) {
  CLI::App* command =
      program.add_subcommand("compare", "compare two runs of one experiment, rung by rung; exit 1 where one fails");
  const auto request = std::make_shared<Request>();
  command->add_option("DIR_A", request->a, "folder of a run, or of one of its engines")->required();
  command->add_option("DIR_B", request->b, "another one; the same folder where it holds both engines")->required();
  command->add_flag(
      "--halving", request->halving,
      "run both once more with half the step and a tenth of the tolerance: how far is each from converged?");
  command->add_flag("--json", request->json, "the table as JSON");
  command->add_flag("--quiet", request->quiet, "no table, only the exit code");
  command->footer(
      "Experiments that differ are named first; engine, title and outputs may. The summary says what would have been "
      "seen:\neach parameter is changed a little and the native engine run again (not with --quiet).\n"
      "Times in s, currents in A; tolerances and their reasons: somn/compare/tolerances.hpp.\nExample:\n  somn compare "
      "out/ngspice out/native");
  command->callback([request, &exit_code] { exit_code = static_cast<int>(run(*request)); });
}

}  // namespace somn::cli
