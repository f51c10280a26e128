// somn view: the interactive page of a run or a sweep.
#include "command.hpp"

#include <somn/workflow/report.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string folder, output;
  bool quiet = false;
};

void options(Options& o, Request& r) {
  o("DIR", r.folder, "", "folder that `somn run -o DIR` or `somn sweep -o DIR` wrote", required);
  o("-o,--output", r.output, "FILE.html", "the page; default: DIR/view.html");
  o("--quiet", r.quiet, "do not name the page that was written");
}

void run(const Request& r) {
  const std::filesystem::path page = workflow::make_view(r.folder, r.output);
  if (!r.quiet && r.output != "-") fmt::print("{}\n", page.string());
}

}  // namespace

void add_view(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"view", "write the interactive page of a run or a sweep",
       "One HTML file that a browser opens without server or network: the film of the junctions, the current, every\n"
       "event and every avalanche on one time axis (docs/viewer.md). `somn report` writes it, too, beside "
       "report.html.\n"
       "Colours by state, conductance, voltage and current need run.record = [\"film:AUTO\"].\n"
       "Of a sweep: the phase map, whose points lead to the pages of the runs that were kept.\n"
       "Needs no gnuplot.\n\nExample:  somn view film && xdg-open film/view.html"},
      options, run);
}

}  // namespace somn::cli
