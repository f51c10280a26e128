// somn view: the interactive page of a run or a sweep.
#include "commands.hpp"

#include <somn/workflow/report.hpp>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

namespace somn::cli {

void add_view(CLI::App& app) {
  struct Request {
    std::string dir, output;
    bool is_quiet = false;
  };
  CLI::App* command = app.add_subcommand("view", "write the interactive page of a run or a sweep");
  const auto request = std::make_shared<Request>();
  command->add_option("DIR", request->dir, "folder that `somn run -o DIR` or `somn sweep -o DIR` wrote")->required();
  command->add_option("-o,--output", request->output, "the page; default: DIR/view.html")->type_name("FILE.html");
  command->add_flag("--quiet", request->is_quiet, "do not name the page that was written");
  command->footer(
      "One HTML file that a browser opens without server or network: the film of the junctions, the current, every\n"
      "event and every avalanche on one time axis (docs/viewer.md). `somn report` writes it, too, beside report.html.\n"
      "Colours by state, conductance, voltage and current need run.record = [\"film:AUTO\"].\n"
      "Of a sweep: the phase map, whose points lead to the pages of the runs that were kept.\n"
      "Needs no gnuplot.\n\nExample:  somn view film && xdg-open film/view.html");
  command->callback([request] {
    const std::filesystem::path page = workflow::make_view(request->dir, request->output);
    if (!request->is_quiet && request->output != "-") std::cout << page.string() << '\n';
  });
}

}  // namespace somn::cli
