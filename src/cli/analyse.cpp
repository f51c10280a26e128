// somn analyse NAME FILE: one command for each analysis of the catalogue.
#include "analyse.hpp"

#include "commands.hpp"
#include "exit_code.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>

#include <fmt/format.h>
#include <memory>

namespace somn::cli {
namespace {

struct Request {
  std::string file, figure;
  bool json = false, quiet = false;
  OptionTexts options;
};

// The results first; a picture that fails costs the picture.
ExitCode run(const analysis::Analysis& analysis, const Request& request) {
  if (!request.figure.empty()) figures::require_gnuplot("--figure");
  const analysis::Answer answer = analysis.analyse(request.file, request.options.values());
  if (request.json)
    fmt::print("{}", json_text(answer.json));
  else if (!request.quiet)
    fmt::print("{}", valid_text(answer.text));
  if (request.figure.empty()) return ExitCode::ok;
  if (!answer.figure)
    throw InputError({.what = "there is no figure of this result", .where = "--figure", .value = request.figure});
  std::fflush(stdout);
  try {
    figures::draw_as(answer.figure(answer.json), request.figure);
  } catch (const Error& error) {
    fmt::print(stderr, "somn: no picture: {}\n", error.what());
    return ExitCode::picture_failed;
  }
  return ExitCode::ok;
}

void add_command(CLI::App& analyse, const analysis::Analysis& analysis, int& exit_code) {
  CLI::App* command = analyse.add_subcommand(std::string(analysis.name), std::string(analysis.summary));
  const auto request = std::make_shared<Request>();
  command->add_option("file", request->file, std::string(analysis.file))->required()->type_name("FILE");
  request->options.add_to(*command, analysis.options());
  command->add_flag("--json", request->json, "print the results as JSON (docs/analysis-json.md)");
  command->add_flag("--quiet", request->quiet, "print nothing unless --json is given");
  command->add_option("--figure", request->figure, "draw it too (gnuplot): FILE.svg, with FILE_figure.csv and FILE.gp")
      ->type_name("FILE.svg");
  std::string footer = "Of the data\n";
  for (const auto& [question, answer] : analysis::rows_of(analysis.bounds))
    footer += fmt::format("  {:<14}{}\n", question, answer);
  command->footer(footer + "\n" + std::string(analysis.example));
  command->callback([request, &analysis, &exit_code] { exit_code = static_cast<int>(run(analysis, *request)); });
}

}  // namespace

void add_analyse(CLI::App& program, int& exit_code) {
  CLI::App* analyse = program.add_subcommand(
      "analyse", "events, intervals, bursts, avalanches, power laws, spectra ... of anybody's CSV");
  analyse->require_subcommand(1);
  for (const analysis::Analysis* analysis : analysis::analyses())
    if (analysis->analyse != nullptr) add_command(*analyse, *analysis, exit_code);
}

}  // namespace somn::cli
