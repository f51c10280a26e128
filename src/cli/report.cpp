#include "commands.hpp"
#include "exit_code.hpp"

#include <somn/workflow/report.hpp>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

namespace somn::cli {

namespace {

ExitCode report(const std::filesystem::path& dir, bool is_quiet) {
  const report::Drawn drawn = workflow::make_report(dir);
  for (const std::string& failure : drawn.failures) std::cerr << "somn: no picture: " << failure << '\n';
  for (const auto& picture : drawn.pictures)
    if (!is_quiet) std::cout << picture.string() << '\n';
  return drawn.failures.empty() ? ExitCode::ok : ExitCode::picture_failed;
}

}  // namespace

void add_report(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("report", "Draw the figures of a run and write its HTML page");
  struct Arguments {
    std::string dir;
    bool is_quiet = false;
  };
  auto arguments = std::make_shared<Arguments>();
  command->add_option("DIR", arguments->dir, "folder that `somn run EXPERIMENT.toml -o DIR` wrote")->required();
  command->add_flag("--quiet", arguments->is_quiet, "do not name the page that was written");
  command->footer(
      "Writes DIR/figures/*.svg, each with the .gp script and the .csv behind it (SI units), and DIR/report.html, one\n"
      "page that holds everything and works offline; older ones are replaced. Prints the path of the page.\n"
      "Of the folder of a sweep: DIR/phase_map.csv, DIR/boundaries.csv, DIR/findings.csv and the phase maps in "
      "DIR/figures.\n"
      "A picture that cannot be drawn costs that picture: it is named, the page says why, exit code 5.\n"
      "Needs gnuplot (Debian: gnuplot-nox).\n\nExample:  somn report film && xdg-open film/report.html");
  command->callback(
      [arguments, &exit_code] { exit_code = static_cast<int>(report(arguments->dir, arguments->is_quiet)); });
}

}  // namespace somn::cli
