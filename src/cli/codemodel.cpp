// somn codemodel: where the code models are, of the laws and of whole networks, for decks of one's own.
#include "commands.hpp"

#include <somn/ngspice/host.hpp>

#include <fmt/format.h>
#include <memory>

namespace somn::cli {

void add_codemodel(CLI::App& program) {
  CLI::App* command = program.add_subcommand("codemodel", "the lines that load junction laws and whole networks into your own ngspice");
  const auto only_path = std::make_shared<bool>(false);
  command->add_flag("--path", *only_path, "the file of the junction laws only");
  command->footer(
      "ngspice reads the lines from ~/.spiceinit, or from .spiceinit in the folder where it is started.\n"
      "Example:\n  somn codemodel >> ~/.spiceinit\n  ngspice -b deck.cir");
  command->callback([only_path] {
    const std::string file = std::filesystem::canonical(ngspice::find_code_model()).string();
    fmt::print("{}{}\n", *only_path ? "" : "codemodel ", file);
    if (*only_path) return;
    try {
      fmt::print("codemodel {}\n", std::filesystem::canonical(ngspice::find_network_model()).string());
    } catch (const ngspice::CodeModelMissing&) {  // `somn doctor` says so
    }
  });
}

}  // namespace somn::cli
