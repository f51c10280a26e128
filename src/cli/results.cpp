// somn results: the findings of several sweeps as one page of tables.
#include "commands.hpp"

#include <somn/core/file.hpp>
#include <somn/sweep/finding.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace somn::cli {

void add_results(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("results", "the findings of several sweeps as one page: claimed, published, measured");
  struct Arguments {
    std::vector<std::filesystem::path> dirs;
    std::string output;
  };
  auto arguments = std::make_shared<Arguments>();
  command->add_option("DIR", arguments->dirs, "folders that `somn sweep` wrote, in the order of the page")->required();
  command->add_option("-o,--output", arguments->output, "file for the page (Markdown); default: standard output");
  command->footer("Example:  somn results out/* -o docs/results.md");
  command->callback([arguments] {
    const std::string page = sweep::results_page(arguments->dirs);
    write_file(arguments->output.empty() ? "-" : arguments->output, page);
  });
}

}  // namespace somn::cli
