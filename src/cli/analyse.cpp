// somn analyse NAME FILE: one command for each analysis of the catalogue.
#include "analyse.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/figures/gnuplot_text.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string file, figure;
  bool json = false, quiet = false;
  OptionTexts of;
};

void options(Options& o, Request& r, const analysis::Analysis& analysis) {
  o("file", r.file, "FILE", std::string(analysis.file), required);
  r.of.declare(o, analysis.options());
  o("--json", r.json, "print the results as JSON (docs/analysis-json.md)");
  o("--quiet", r.quiet, "print nothing unless --json is given");
  o("--figure", r.figure, "FILE.svg", "draw it too (gnuplot): FILE.svg, with FILE_figure.csv and FILE.gp");
}

std::string footer(const analysis::Analysis& analysis) {
  std::string text = "Of the data\n";
  for (const auto& [question, answer] : analysis::rows_of(analysis.bounds))
    text += fmt::format("  {:<14}{}\n", question, answer);
  return text + "\n" + std::string(analysis.example);
}

// The results first; a picture that fails costs the picture.
ExitCode run(const Request& r, const analysis::Analysis& analysis) {
  if (!r.figure.empty()) {
    figures::require_gnuplot("--figure");
    figures::plot_file(std::filesystem::path(r.figure).filename().string());  // InputError for no name of a file
  }
  const analysis::Answer answer = analysis::answer(analysis, r.file, r.of.values());
  if (r.json)
    fmt::print("{}", json_text(answer.json));
  else if (!r.quiet)
    fmt::print("{}", valid_text(answer.text));
  if (r.figure.empty()) return ExitCode::ok;
  if (!answer.figure)
    throw InputError({.what = "there is no figure of this result",
                      .where = "--figure",
                      .value = r.figure,
                      .remedy = answer.json.contains("plots") ? "name one plot with --plot" : ""});
  std::fflush(stdout);
  try {
    figures::draw_as(answer.figure(answer.json), r.figure);
  } catch (const Error& error) {
    fmt::print(stderr, "somn: no picture: {}\n", error.what());
    return ExitCode::picture_failed;
  }
  return ExitCode::ok;
}

}  // namespace

void add_analyse(CLI::App& program, int& code) {
  CLI::App& analyse =
      add(program, {"analyse", "events, intervals, bursts, avalanches, power laws, spectra ... of anybody's CSV"});
  analyse.require_subcommand(1);
  for (const analysis::Analysis* a : analysis::analyses())
    if (a->analyse)
      add<Request>(
          analyse, code, {std::string(a->name), std::string(a->summary), footer(*a)},
          [a](Options& o, Request& r) { options(o, r, *a); }, [a](const Request& r) { return run(r, *a); });
}

}  // namespace somn::cli
