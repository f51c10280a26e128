// somn fit: parameters of a law and an ensemble from measured traces.
#include "commands.hpp"

#include <somn/core/error.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/core/text.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/fit/fit.hpp>

#include <fmt/format.h>
#include <memory>

namespace somn::cli {

void add_fit(CLI::App& app) {
  struct Request {
    std::string file, output;
    bool force = false, json = false, quiet = false, figure = false;
  };
  CLI::App* command = app.add_subcommand("fit", "parameters of a law and an ensemble from measured traces");
  const auto request = std::make_shared<Request>();
  command->add_option("file", request->file, "what is measured and what is sought")->required()->type_name("FILE.toml");
  command->add_option("-o,--output", request->output, "folder for fit.json, fit.csv and the fitted experiments")->required()->type_name("DIR");
  command->add_flag("--force", request->force, "replace a folder that somn made");
  command->add_flag("--figure", request->figure, "draw measured, fitted and residuals, too (gnuplot)");
  command->add_flag("--json", request->json, "print fit.json");
  command->add_flag("--quiet", request->quiet, "print nothing unless --json is given");
  command->footer(
      "Least squares over the whole range of each parameter (CMA-ES, then Levenberg-Marquardt), with 95 % intervals; a\n"
      "parameter that the data do not tell gets no value (docs/computing.md).\n\n"
      "  [[data]]\n  experiment = \"loop.toml\"        # network, law, drive\n  file = \"measured.csv\"           # time_s, i_source_A\n"
      "  columns = [\"i_source_A\"]\n  [parameters]\n  \"model.g_max\" = [\"0.1 mS\", \"10 mS\"]\n\nExample:  somn fit device.toml -o fitted --figure");
  command->callback([request] {
    if (request->figure) figures::require_gnuplot("--figure");
    OutputFolder folder(request->output, request->force ? Existing::replace : Existing::refuse, "somn fit");
    const fit::Problem problem = fit::read_problem(request->file);
    const fit::Fit result = fit::fit(problem);
    fit::write(problem, result, folder.path());
    try {
      if (request->figure) figures::draw(fit::residual_figure(problem, result), folder.path());
    } catch (const Error& error) {  // costs the picture, not the fit
      fmt::print(stderr, "somn: no picture: {}\n", error.what());
    }
    folder.commit();
    if (request->json)
      fmt::print("{}", json_text(fit::to_json(problem, result)));
    else if (!request->quiet)
      fmt::print("{}", fit::to_text(result));
  });
}

}  // namespace somn::cli
