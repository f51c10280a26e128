// somn codemodel: where the code model of the laws is, for decks of one's own.
#include "commands.hpp"

#include <somn/ngspice/host.hpp>

#include <fmt/format.h>
#include <memory>

namespace somn::cli {

void add_codemodel(CLI::App& program) {
  CLI::App* command = program.add_subcommand("codemodel", "the line that loads the junction laws into your own ngspice");
  const auto only_path = std::make_shared<bool>(false);
  command->add_flag("--path", *only_path, "the file only");
  command->footer(
      "ngspice reads the line from ~/.spiceinit, or from .spiceinit in the folder where it is started.\n"
      "Example:\n  somn codemodel >> ~/.spiceinit\n  ngspice -b deck.cir");
  command->callback([only_path] {
    const std::string file = std::filesystem::canonical(ngspice::find_code_model()).string();
    fmt::print("{}{}\n", *only_path ? "" : "codemodel ", file);
  });
}

}  // namespace somn::cli
