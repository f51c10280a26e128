// somn fit: parameters of a law and an ensemble from measured traces.
#include "command.hpp"

#include <somn/core/error.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/core/text.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/fit/fit.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string file, output;
  bool force = false, json = false, quiet = false, figure = false;
};

void options(Options& o, Request& r) {
  o("file", r.file, "FILE.toml", "what is measured and what is sought", required);
  o("-o,--output", r.output, "DIR", "folder for fit.json, fit.csv and the fitted experiments", required);
  o("--force", r.force, "replace a folder that somn made");
  o("--figure", r.figure, "draw measured, fitted and residuals, too (gnuplot)");
  o("--json", r.json, "print fit.json");
  o("--quiet", r.quiet, "print nothing unless --json is given");
}

void run(const Request& r) {
  if (r.figure) figures::require_gnuplot("--figure");
  OutputFolder folder(r.output, r.force ? Existing::replace : Existing::refuse, "somn fit");
  const fit::Problem problem = fit::read_problem(r.file);
  const fit::Fit result = fit::fit(problem);
  fit::write(problem, result, folder.path());
  try {
    if (r.figure) figures::draw(fit::residual_figure(problem, result), folder.path());
  } catch (const Error& error) {  // costs the picture, not the fit
    fmt::print(stderr, "somn: no picture: {}\n", error.what());
  }
  folder.commit();
  if (r.json)
    fmt::print("{}", json_text(fit::to_json(problem, result)));
  else if (!r.quiet)
    fmt::print("{}", fit::to_text(result));
}

}  // namespace

void add_fit(CLI::App& program, int& code) {
  add<Request>(program, code,
               {"fit", "parameters of a law and an ensemble from measured traces",
                "Least squares over the whole range of each parameter (CMA-ES, then Levenberg-Marquardt), with 95 % "
                "intervals; a\n"
                "parameter that the data do not tell gets no value (docs/computing.md).\n\n"
                "  [[data]]\n  experiment = \"loop.toml\"        # network, law, drive\n"
                "  file = \"measured.csv\"           # time_s, i_source_A\n  columns = [\"i_source_A\"]\n"
                "  [parameters]\n  \"model.g_max\" = [\"0.1 mS\", \"10 mS\"]\n\nExample:  somn fit device.toml -o "
                "fitted --figure"},
               options, run);
}

}  // namespace somn::cli
