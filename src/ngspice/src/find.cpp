#include <somn/ngspice/host.hpp>

#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <system_error>

namespace somn::ngspice {
namespace fs = std::filesystem;
namespace {

fs::path program_folder() {
  return fs::read_symlink("/proc/self/exe").parent_path();
}

struct Search {
  fs::path found;                  // empty where nothing was found
  std::vector<std::string> tried;  // for the message
};

// A folder that this user may not look into has nothing for him.
bool is_there(const fs::path& file) {
  std::error_code none;
  return fs::exists(file, none);
}

Search search(const char* variable, const std::vector<fs::path>& places) {
  if (const char* named = std::getenv(variable); named && *named) return {named, {named}};
  Search search;
  for (const fs::path& place : places) {
    search.tried.push_back(place.lexically_normal().string());
    if (is_there(place)) return {place.lexically_normal(), search.tried};
  }
  return search;
}

}  // namespace

fs::path find_code_model() {
  const Search s = search("SOMN_CODE_MODEL",
                          {program_folder() / "../lib/somn.cm", program_folder() / "../lib/ngspice/somn.cm",
                           fs::path(SOMN_INSTALL_LIBDIR) / "ngspice/somn.cm", fs::path(SOMN_BUILD_LIBDIR) / "somn.cm"});
  if (!s.found.empty()) return s.found;
  throw CodeModelMissing(
      {.what = "no code model found",
       .allowed = fmt::format("{}", fmt::join(s.tried, ", ")),
       .remedy = "build it (it takes the source of the very version of ngspice that is installed: scripts/deps.sh "
                 "has it or tells how to get it; "
                 "then target somn_code_model) or name one by SOMN_CODE_MODEL"});
}

fs::path find_network_model() {
  const fs::path file = find_code_model().parent_path() / "somn_network.cm";
  if (is_there(file)) return file;
  throw CodeModelMissing({.what = "no code model of whole networks found",
                          .allowed = file.string(),
                          .remedy = "build it: target somn_network_model"});
}

fs::path find_worker() {
  const fs::path name = "somn/somn_ngspice_worker";
  const Search s =
      search("SOMN_NGSPICE_WORKER", {program_folder() / "../libexec" / name, fs::path(SOMN_INSTALL_LIBEXECDIR) / name,
                                     fs::path(SOMN_BUILD_LIBEXECDIR) / name});
  if (!s.found.empty()) return s.found;
  throw InputError({.what = "the program that runs ngspice is not installed",
                    .allowed = fmt::format("{}", fmt::join(s.tried, ", ")),
                    .remedy = "install somnspice with libngspice, or name the program by SOMN_NGSPICE_WORKER"});
}

}  // namespace somn::ngspice
