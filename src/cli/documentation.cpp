// somn man and somn completion: the help of every command as pages of the manual, and as completion of a shell.
#include "command_page.hpp"
#include "commands.hpp"

#include <somn/core/file.hpp>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace somn::cli {
namespace {

void write_manual(const manual::CommandPage& program, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const manual::CommandPage* page : all_pages(program)) {
    std::string name = page->name;
    std::replace(name.begin(), name.end(), ' ', '-');
    write_file(folder / (name + ".1"), manual::manual_page(*page, SOMN_VERSION));
  }
}

}  // namespace

void add_man(CLI::App& program) {
  CLI::App* command = program.add_subcommand("man", "the pages of the manual, made from the help of the commands");
  const auto folder = std::make_shared<std::string>();
  command->add_option("-o,--output", *folder,
                      "folder for somn.1, somn-run.1 ...; the page of somn is printed without it");
  command->footer("Example:\n  somn man -o man1\n  somn man | man -l -");
  command->callback([&program, folder] {
    const manual::CommandPage page = command_page(program);
    if (folder->empty()) fmt::print("{}", manual::manual_page(page, SOMN_VERSION));
    if (!folder->empty()) write_manual(page, *folder);
  });
}

void add_completion(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("completion", "the script with which a shell completes commands and options");
  const auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "which shell")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer(
      "The installation puts the three where the shells look for them. By hand:\n"
      "  somn completion bash > ~/.local/share/bash-completion/completions/somn\n"
      "  somn completion zsh > \"${fpath[1]}/_somn\"\n"
      "  somn completion fish > ~/.config/fish/completions/somn.fish");
  command->callback([&program, shell] { fmt::print("{}", manual::completion_script(command_page(program), *shell)); });
}

}  // namespace somn::cli
