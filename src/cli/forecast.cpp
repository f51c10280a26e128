// somn forecast: a film learns a series and goes on with it by itself.
#include "command.hpp"
#include "settings.hpp"

#include <somn/core/text.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/workflow/forecast.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string file, figure;
  std::vector<std::string> settings;
  workflow::ForecastOptions of;
  bool json = false, quiet = false;
};

void options(Options& o, Request& r) {
  o("experiment", r.file, "EXPERIMENT.toml", "experiment whose drive holds the series", required);
  o("--washout", r.of.washout, "N", "first levels that are left out [100]");
  o("--train", r.of.n_train, "N", "levels to train on [2000]");
  o("--test", r.of.n_test, "N", "levels to test one step ahead [500]");
  o("--free", r.of.n_free, "N", "levels of the closed loop [500]");
  o("--set", r.settings, "KEY=VALUE", "KEY=VALUE of the experiment");
  o("--figure", r.figure, "FILE.svg", "draw it (gnuplot)");
  o("--json", r.json, "print the results as JSON");
  o("--quiet", r.quiet, "print nothing unless --json is given");
}

void run(const Request& r) {
  if (!r.figure.empty()) figures::require_gnuplot("--figure");
  const auto settings = key_and_value("--set", r.settings, "KEY=VALUE");
  const workflow::Forecast f = workflow::forecast(workflow::read_experiment(r.file, settings), r.of);
  if (r.json)
    fmt::print("{}", json_text(workflow::to_json(f)));
  else if (!r.quiet)
    fmt::print("{}", workflow::to_text(f));
  if (!r.figure.empty()) figures::draw_as(workflow::forecast_figure(f), r.figure);
}

}  // namespace

void add_forecast(CLI::App& program, int& code) {
  add<Request>(program, code,
               {"forecast", "closed loop: a film tells the next value of its drive, and is driven by it",
                "Levels in volts, times as the drive has them. Native engine.\n\n"
                "Example:  somn forecast mackey_glass.toml --train 2000 --free 300 --figure forecast.svg"},
               options, run);
}

}  // namespace somn::cli
