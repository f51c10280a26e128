#include "commands.hpp"

#include <somn/report/phase_map.hpp>
#include <somn/report/report.hpp>
#include <somn/sweep/finding.hpp>
#include <somn/sweep/phase_map.hpp>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

namespace somn::cli {

void add_report(CLI::App& app) {
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
      "Needs gnuplot (Debian: gnuplot-nox).\n\nExample:  somn report film && xdg-open film/report.html");
  command->callback([arguments] {
    if (std::filesystem::exists(std::filesystem::path(arguments->dir) / "sweep.json")) {
      sweep::write_phase_map(sweep::phase_map(arguments->dir), arguments->dir);
      sweep::write_findings(arguments->dir);
      for (const auto& picture : report::draw_phase_map(arguments->dir))
        if (!arguments->is_quiet) std::cout << picture.string() << '\n';
      return;
    }
    const auto path = report::write_report(arguments->dir);
    if (!arguments->is_quiet) std::cout << path.string() << '\n';
  });
}

}  // namespace somn::cli
