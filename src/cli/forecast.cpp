// somn forecast: a film learns a series and goes on with it by itself.
#include "commands.hpp"

#include <somn/core/text.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/workflow/forecast.hpp>
#include <somn/workflow/run.hpp>

#include <fmt/format.h>
#include <memory>

namespace somn::cli {

void add_forecast(CLI::App& app) {
  struct Request {
    std::string file, figure;
    std::vector<std::string> settings;
    workflow::ForecastOptions options;
    bool json = false, quiet = false;
  };
  CLI::App* command = app.add_subcommand("forecast", "closed loop: a film tells the next value of its drive, and is driven by it");
  const auto request = std::make_shared<Request>();
  command->add_option("experiment", request->file, "experiment whose drive holds the series")->required()->type_name("EXPERIMENT.toml");
  command->add_option("--washout", request->options.washout, "first levels that are left out [100]")->type_name("N");
  command->add_option("--train", request->options.n_train, "levels to train on [2000]")->type_name("N");
  command->add_option("--test", request->options.n_test, "levels to test one step ahead [500]")->type_name("N");
  command->add_option("--free", request->options.n_free, "levels of the closed loop [500]")->type_name("N");
  command->add_option("--set", request->settings, "KEY=VALUE of the experiment")->type_name("KEY=VALUE");
  command->add_option("--figure", request->figure, "draw it (gnuplot)")->type_name("FILE.svg");
  command->add_flag("--json", request->json, "print the results as JSON");
  command->add_flag("--quiet", request->quiet, "print nothing unless --json is given");
  command->footer("Levels in volts, times as the drive has them. Native engine.\n\nExample:  somn forecast mackey_glass.toml --train 2000 --free 300 --figure forecast.svg");
  command->callback([request] {
    if (!request->figure.empty()) figures::require_gnuplot("--figure");
    workflow::Settings settings;
    for (const std::string& s : request->settings) settings.emplace_back(s.substr(0, s.find('=')), s.find('=') == std::string::npos ? "" : s.substr(s.find('=') + 1));
    const workflow::Forecast f = workflow::forecast(workflow::read_experiment(request->file, settings), request->options);
    if (request->json)
      fmt::print("{}", json_text(workflow::to_json(f)));
    else if (!request->quiet)
      fmt::print("{:<20}{}\n{:<20}{:.4g} NRMSE ({:.4g} of as many taps of the series)\n{:<20}{} levels until the error is 0.4 standard deviations ({} where the last value is kept)\n",
                 "outputs", f.outputs.size(), "one step ahead", f.one_step, f.one_step_of_inputs, "free", f.valid_steps, f.persistence_steps);
    if (!request->figure.empty()) figures::draw_as(workflow::forecast_figure(f), request->figure);
  });
}

}  // namespace somn::cli
