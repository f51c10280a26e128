// somn codemodel: where the code models are, of the laws and of whole networks, for decks of one's own.
#include "command.hpp"

#include <somn/ngspice/host.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  bool only_path = false;
};

void options(Options& o, Request& r) {
  o("--path", r.only_path, "the file of the junction laws only");
}

void run(const Request& r) {
  const std::string file = std::filesystem::canonical(ngspice::find_code_model()).string();
  fmt::print("{}{}\n", r.only_path ? "" : "codemodel ", file);
  if (r.only_path) return;
  try {
    fmt::print("codemodel {}\n", std::filesystem::canonical(ngspice::find_network_model()).string());
  } catch (const ngspice::CodeModelMissing&) {  // `somn doctor` says so
  }
}

}  // namespace

void add_codemodel(CLI::App& program, int& code) {
  add<Request>(program, code,
               {"codemodel", "the lines that load junction laws and whole networks into your own ngspice",
                "ngspice reads the lines from ~/.spiceinit, or from .spiceinit in the folder where it is started.\n"
                "Example:\n  somn codemodel >> ~/.spiceinit\n  ngspice -b deck.cir"},
               options, run);
}

}  // namespace somn::cli
