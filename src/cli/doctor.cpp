// somn doctor: which parts of other programs were found where, each missing one with its remedy.
#include "command.hpp"

#include <somn/core/text.hpp>
#include <somn/workflow/doctor.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {};

ExitCode run(const Request&) {
  ExitCode code = ExitCode::ok;
  for (const workflow::Part& part : workflow::parts()) {
    fmt::print("{:<12} {}{}\n", part.name, part.is_there ? "" : "MISSING: ", valid_text(part.text));
    if (part.is_needed && !part.is_there) code = ExitCode::comparison_failed;
  }
  return code;
}

}  // namespace

void add_doctor(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"doctor", "what is installed: ngspice, its code model, gnuplot, MPI",
       "Every part has a line: where it was found, or MISSING with what to do. The code is 0 where decks can be run "
       "in\n"
       "ngspice, else 1; without gnuplot there are no pictures, without esbuild at build time\n"
       "no interactive pages, without MPI a sweep uses one machine.\nExample:  somn doctor"},
      [](Options&, Request&) {}, run);
}

}  // namespace somn::cli
