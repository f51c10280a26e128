// somn compare: two runs of one experiment, rung by rung.
#include "command.hpp"
#include "interrupt.hpp"

#include <somn/workflow/compare.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string a, b;
  bool json = false, quiet = false, halving = false;
};

void options(Options& o, Request& r) {
  o("DIR_A", r.a, "", "folder of a run, or of one of its engines", required);
  o("DIR_B", r.b, "", "another one; the same folder where it holds both engines", required);
  o("--halving", r.halving,
    "run both once more with half the step and a tenth of the tolerance: how far is each from converged?");
  o("--json", r.json, "the table as JSON");
  o("--quiet", r.quiet, "no table, only the exit code");
}

ExitCode run(const Request& r) {
  const compare::Comparison c = workflow::compare_folders(
      {.a = r.a, .b = r.b, .halving = r.halving, .resolution = !r.quiet}, stop_on_interrupt());
  if (r.json)
    fmt::print("{}", compare::to_json(c));
  else if (!r.quiet)
    fmt::print("{}", compare::to_table(c));
  return c.has_passed() ? ExitCode::ok : ExitCode::comparison_failed;
}

}  // namespace

void add_compare(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"compare", "compare two runs of one experiment, rung by rung; exit 1 where one fails",
       "Experiments that differ are named first; engine, title and outputs may. The summary says what would have been "
       "seen:\neach parameter is changed a little and the native engine run again (not with --quiet).\n"
       "Times in s, currents in A; tolerances and their reasons: somn/compare/tolerances.hpp.\nExample:\n  somn "
       "compare "
       "out/ngspice out/native"},
      options, run);
}

}  // namespace somn::cli
