// somn report: the figures and the page of a run or a sweep.
#include "command.hpp"

#include <somn/workflow/report.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string folder;
  std::vector<std::string> formats;
  bool quiet = false;
};

void options(Options& o, Request& r) {
  o("DIR", r.folder, "", "folder that `somn run EXPERIMENT.toml -o DIR` wrote", required);
  o("--format", r.formats, "FORMAT", "svg, png, pdf: of the figures in DIR/figures, several with commas; svg always",
    with_commas, one_of({"svg", "png", "pdf"}));
  o("--quiet", r.quiet, "do not name the page that was written");
}

ExitCode run(const Request& r) {
  const report::Drawn drawn = workflow::make_report(r.folder, r.formats);
  for (const std::string& failure : drawn.failures) fmt::print(stderr, "somn: no picture: {}\n", failure);
  for (const auto& picture : drawn.pictures)
    if (!r.quiet) fmt::print("{}\n", picture.string());
  return drawn.failures.empty() ? ExitCode::ok : ExitCode::picture_failed;
}

}  // namespace

void add_report(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"report", "Draw the figures of a run and write its HTML page",
       "Writes DIR/figures/*.svg, each with the .gp script and the .csv behind it (SI units), DIR/report.html, one "
       "page "
       "that\n"
       "holds all figures and works offline, and DIR/view.html (somn view); older ones are replaced. Prints its path.\n"
       "Of the folder of a sweep: DIR/phase_map.csv, DIR/boundaries.csv, DIR/findings.csv and the phase maps in "
       "DIR/figures.\n"
       "A picture that cannot be drawn costs that picture: it is named, the page says why, exit code 5.\n"
       "Needs gnuplot (Debian: gnuplot-nox).\n\nExample:  somn report film --format pdf && xdg-open film/report.html"},
      options, run);
}

}  // namespace somn::cli
