// somn doctor: which parts of other programs were found where, each missing one with its remedy.
#include "commands.hpp"
#include "exit_code.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/ngspice/run.hpp>
#include <somn/report/report.hpp>
#include <somn/sweep/mpi.hpp>
#include <somn/view/page.hpp>

#include <cstdio>
#include <fmt/format.h>
#include <functional>
#include <string>

namespace somn::cli {
namespace {

// What each says of a part that is there; one that is not throws with the remedy.
std::string simulator() {
  const ngspice::Host host = ngspice::Worker().host();
  return fmt::format("ngspice {} (built {} CIDER, {} OSDI, {} KLU), run by {}", host.version,
                     host.cider ? "with" : "without", host.osdi ? "with" : "without", host.klu ? "with" : "without",
                     ngspice::find_worker().string());
}

std::string code_model() {
  const auto file = ngspice::find_code_model();
  ngspice::require_fitting(file, ngspice::Worker().host());
  return fmt::format("{}, built for {}", file.string(), ngspice::code_model_tag(file));
}

std::string network_model() {
  const auto file = ngspice::find_network_model();
  ngspice::require_fitting(file, ngspice::Worker().host());
  return fmt::format("{}, built for {}", file.string(), ngspice::code_model_tag(file));
}

bool print(const char* part, const std::function<std::string()>& find) {
  try {
    fmt::print("{:<12} {}\n", part, valid_text(find()));
    return true;
  } catch (const Error& missing) {
    fmt::print("{:<12} MISSING: {}\n", part, valid_text(missing.what()));
    return false;
  }
}

}  // namespace

void add_doctor(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("doctor", "what is installed: ngspice, its code model, gnuplot, MPI");
  command->footer(
      "Every part has a line: where it was found, or MISSING with what to do. The code is 0 where decks can be run in\n"
      "ngspice, else 1; without gnuplot there are no pictures, without esbuild at build time\n"
      "no interactive pages, without MPI a sweep uses one machine.\n"
      "Example:  somn doctor");
  command->callback([&exit_code] {
    fmt::print("{:<12} {}\n", "somn", SOMN_VERSION);
    const bool has_ngspice = print("ngspice", simulator);
    const bool has_code_model = print("code model", code_model);
    print("networks", network_model);
    print("gnuplot", [] { return report::require_gnuplot("figures"); });
    print("pages", [] {
      view::require_program("interactive pages");
      return std::string("interactive, built in");
    });
    print("MPI", sweep::find_mpi_plugin);
    if (!has_ngspice || !has_code_model) exit_code = static_cast<int>(ExitCode::comparison_failed);
  });
}

}  // namespace somn::cli
