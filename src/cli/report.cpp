#include "commands.hpp"
#include "exit_code.hpp"

#include <somn/report/phase_map.hpp>
#include <somn/report/report.hpp>
#include <somn/sweep/finding.hpp>
#include <somn/sweep/phase_map.hpp>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

namespace somn::cli {

namespace {

ExitCode report(const std::filesystem::path& dir, bool is_quiet) {
  report::require_gnuplot("somn report");
  report::Drawn drawn;
  if (std::filesystem::exists(dir / "sweep.json")) {
    sweep::write_phase_map(sweep::phase_map(dir), dir);
    sweep::write_findings(dir);
    drawn = report::draw_phase_map(dir);
  } else {
    drawn = report::write_report(dir);
    drawn.pictures = {drawn.page};
  }
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
      "Of the folder of a sweep: DIR/phase_map.csv, DIR/boundaries.csv, DIR/findings.csv and the phase maps in DIR/figures.\n"
      "A picture that cannot be drawn costs that picture: it is named, the page says why, exit code 5.\n"
      "Needs gnuplot (Debian: gnuplot-nox).\n\nExample:  somn report film && xdg-open film/report.html");
  command->callback([arguments, &exit_code] { exit_code = static_cast<int>(report(arguments->dir, arguments->is_quiet)); });
}

}  // namespace somn::cli
