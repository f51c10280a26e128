// somn man and somn completion: the help of every command as pages of the manual, and as completion of a shell.
#include "command.hpp"
#include "command_page.hpp"

#include <somn/core/file.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string folder, shell;
};

void write_manual(const manual::CommandPage& program, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const manual::CommandPage* page : all_pages(program)) {
    std::string name = page->name;
    std::replace(name.begin(), name.end(), ' ', '-');
    write_file(folder / (name + ".1"), manual::manual_page(*page, SOMN_VERSION));
  }
}

}  // namespace

void add_man(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"man", "the pages of the manual, made from the help of the commands",
       "Example:\n  somn man -o man1\n  somn man | man -l -"},
      [](Options& o, Request& r) {
        o("-o,--output", r.folder, "", "folder for somn.1, somn-run.1 ...; the page of somn is printed without it");
      },
      [&program](const Request& r) {
        const manual::CommandPage page = command_page(program);
        if (r.folder.empty()) fmt::print("{}", manual::manual_page(page, SOMN_VERSION));
        if (!r.folder.empty()) write_manual(page, r.folder);
      });
}

void add_completion(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"completion", "the script with which a shell completes commands and options",
       "The installation puts the three where the shells look for them. By hand:\n"
       "  somn completion bash > ~/.local/share/bash-completion/completions/somn\n"
       "  somn completion zsh > \"${fpath[1]}/_somn\"\n"
       "  somn completion fish > ~/.config/fish/completions/somn.fish"},
      [](Options& o, Request& r) {
        o("SHELL", r.shell, "", "which shell", required, one_of({"bash", "zsh", "fish"}));
      },
      [&program](const Request& r) { fmt::print("{}", manual::completion_script(command_page(program), r.shell)); });
}

}  // namespace somn::cli
