// Closed-loop forecast: a film that is driven by a series learns to tell its next value, and is then driven by what it
// told. H. Jaeger, H. Haas, Science 304, 78 (2004), doi:10.1126/science.1091277, with the film in place of the network.
//
//   washout | training | test, one step ahead, driven by the series | free, driven by its own predictions
//
// The drive of the source holds levels (random with distribution "mackey-glass" or "lorenz", or kind levels); read are the
// electrodes that float or have a resistor to 0 V, of films without any all nodes. Native engine, step by step (Session).
#pragma once

#include <somn/analyses/reservoir/read_out.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json.hpp>
#include <vector>

namespace somn::workflow {

struct ForecastOptions {
  std::size_t washout = 100, n_train = 2000, n_test = 500, n_free = 500;  // levels
  analysis::Ridge ridge{.is_cross_validated = true};
};

struct Forecast {
  std::vector<std::string> outputs = {};
  double one_step = 0;                // [1] NRMSE of the test
  double one_step_of_inputs = 0;      // [1] of as many taps of the series itself
  double free = 0;                    // [1] NRMSE of the free run: error over the standard deviation of the series
  std::size_t valid_steps = 0;        // [1] of the free run before it errs by more than 0.4 standard deviations
  std::size_t persistence_steps = 0;  // [1] likewise of the last value, kept
  std::vector<double> target = {}, prediction = {};  // [V] of the free run
};

// InputError for a drive without levels, other electrodes with a drive that moves (nobody would feed them), too few
// levels. The prediction that is fed back is kept within the range of the training levels and half of it beyond.
Forecast forecast(const experiment::Experiment&, const ForecastOptions& = {});

nlohmann::ordered_json to_json(const Forecast&);
std::string to_text(const Forecast&);  // lines "name    value"
figures::Figure forecast_figure(const Forecast&);

}  // namespace somn::workflow
