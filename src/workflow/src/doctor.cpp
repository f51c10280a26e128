#include <somn/core/error.hpp>
#include <somn/ngspice/run.hpp>
#include <somn/report/report.hpp>
#include <somn/sweep/mpi.hpp>
#include <somn/view/page.hpp>
#include <somn/workflow/doctor.hpp>

#include <cstdlib>
#include <fmt/format.h>

namespace somn::workflow {
namespace {

// What each says of a part that is there; one that is not throws with the remedy.
std::string simulator() {
  const ngspice::Host host = ngspice::Worker().host();
  const char* named = std::getenv("SOMN_NGSPICE_LIBRARY");
  return fmt::format("ngspice {} (built {} CIDER, {} OSDI, {} KLU), {}run by {}", host.version,
                     host.cider ? "with" : "without", host.osdi ? "with" : "without", host.klu ? "with" : "without",
                     named && *named ? fmt::format("SOMN_NGSPICE_LIBRARY={}, ", named) : "",
                     ngspice::find_worker().string());
}

std::string fitting(const std::filesystem::path& code_model) {
  ngspice::require_fitting(code_model, ngspice::Worker().host());
  return fmt::format("{}, built for {}", code_model.string(), ngspice::code_model_tag(code_model));
}

std::string pages() {
  view::require_program("interactive pages");
  return "interactive, built in";
}

template <class Find>
Part part(const char* name, Find find, bool is_needed = false) {
  try {
    return {name, find(), true, is_needed};
  } catch (const Error& missing) {
    return {name, missing.what(), false, is_needed};
  }
}

}  // namespace

std::vector<Part> parts() {
  return {{"somn", SOMN_VERSION, true},
          part("ngspice", simulator, true),
          part(
              "code model", [] { return fitting(ngspice::find_code_model()); }, true),
          part("networks", [] { return fitting(ngspice::find_network_model()); }),
          part("gnuplot", [] { return report::require_gnuplot("figures"); }),
          part("pages", pages),
          part("MPI", sweep::find_mpi_plugin)};
}

}  // namespace somn::workflow
