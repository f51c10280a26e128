// somn analyse NAME FILE: one command for each analysis of the catalogue.
#include "analyse.hpp"

#include "commands.hpp"
#include "exit_code.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/figures/gnuplot_text.hpp>
#include <somn/tables/source.hpp>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace somn::cli {
namespace {

struct Request {
  std::string file, figure;
  bool json = false, quiet = false;
  OptionTexts options;
};

// The answer; of a raw file with several plots, where none is chosen, that of each.
analysis::Answer answer_of(const analysis::Analysis& analysis, const std::string& file, analysis::Json options) {
  const std::vector<schema::Description> keys = analysis.options();
  const bool has_plots = std::any_of(keys.begin(), keys.end(), [](const auto& key) { return key.key == "plot"; });
  const std::vector<std::string> plots =
      has_plots && !options.contains("plot") ? tables::plots_of(file) : std::vector<std::string>();
  if (plots.size() < 2) return analysis.analyse(file, options);
  analysis::Answer all;
  all.json["plots"] = analysis::Json::object();
  std::size_t n_refused = 0;
  for (std::size_t k = 0; k < plots.size(); ++k) {
    options["plot"] = std::to_string(k + 1);
    try {
      analysis::Answer one = analysis.analyse(file, options);
      all.json["plots"][plots[k]] = std::move(one.json);
      all.text += fmt::format("# plot {}\n{}", plots[k], one.text);
    } catch (const InputError& error) {
      if (++n_refused == plots.size()) throw;
      all.json["plots"][plots[k]] = {{"refused", printable(error.what())}};
      all.text += fmt::format("# plot {}\n{}\n", plots[k], error.what());
    }
  }
  all.text = fmt::format("# {} plots; --plot N takes one\n{}", plots.size(), all.text);
  return all;
}

// The results first; a picture that fails costs the picture.
ExitCode run(const analysis::Analysis& analysis, const Request& request) {
  if (!request.figure.empty()) {
    figures::require_gnuplot("--figure");
    figures::plot_file(std::filesystem::path(request.figure).filename().string());  // InputError for no name of a file
  }
  const analysis::Answer answer = answer_of(analysis, request.file, request.options.values());
  if (request.json)
    fmt::print("{}", json_text(answer.json));
  else if (!request.quiet)
    fmt::print("{}", valid_text(answer.text));
  if (request.figure.empty()) return ExitCode::ok;
  if (!answer.figure)
    throw InputError({.what = "there is no figure of this result",
                      .where = "--figure",
                      .value = request.figure,
                      .allowed = {},
                      .remedy = answer.json.contains("plots") ? "name one plot with --plot" : ""});
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
