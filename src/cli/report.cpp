#include "commands.hpp"
#include "exit_code.hpp"

#include <somn/workflow/report.hpp>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace somn::cli {

namespace {

ExitCode report(const std::filesystem::path& dir, const std::vector<std::string>& formats, bool is_quiet) {
  const report::Drawn drawn = workflow::make_report(dir, formats);
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
    std::vector<std::string> formats;
    bool is_quiet = false;
  };
  auto arguments = std::make_shared<Arguments>();
  command->add_option("DIR", arguments->dir, "folder that `somn run EXPERIMENT.toml -o DIR` wrote")->required();
  command
      ->add_option("--format", arguments->formats,
                   "svg, png, pdf: of the figures in DIR/figures, several with commas; svg always")
      ->delimiter(',')
      ->check(CLI::IsMember({"svg", "png", "pdf"}))
      ->type_name("FORMAT");
  command->add_flag("--quiet", arguments->is_quiet, "do not name the page that was written");
  command->footer(
      "Writes DIR/figures/*.svg, each with the .gp script and the .csv behind it (SI units), DIR/report.html, one page "
      "that\n"
      "holds all figures and works offline, and DIR/view.html (somn view); older ones are replaced. Prints its path.\n"
      "Of the folder of a sweep: DIR/phase_map.csv, DIR/boundaries.csv, DIR/findings.csv and the phase maps in "
      "DIR/figures.\n"
      "A picture that cannot be drawn costs that picture: it is named, the page says why, exit code 5.\n"
      "Needs gnuplot (Debian: gnuplot-nox).\n\nExample:  somn report film --format pdf && xdg-open film/report.html");
  command->callback([arguments, &exit_code] {
    exit_code = static_cast<int>(report(arguments->dir, arguments->formats, arguments->is_quiet));
  });
}

}  // namespace somn::cli
