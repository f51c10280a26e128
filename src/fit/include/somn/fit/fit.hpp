// Parameters of a law and an ensemble from measured traces, with what the data say about each, and a refusal where they
// say nothing.
//
//   search     CMA-ES (statistics/cma_es.hpp) over the box of the parameters, each on its scale, linear or logarithmic,
//              mapped to [0, 1]; it needs no derivative and leaves wrong valleys
//   polish     Levenberg-Marquardt from there
//   intervals  of each parameter 95 %: x +- t(0.975, n - k) s, s^2 = variance (J'J)^-1 with the variance of the residuals
//              times how much of their neighbours they repeat (1 + 2 sum of their autocorrelation until it is negative);
//              `joint`: of all together 95 %, after Bonferroni, t(1 - 0.025/k). By bootstrap where asked for: the fit again
//              to itself plus its residuals, drawn in blocks. G. A. F. Seber, C. J. Wild, "Nonlinear Regression" (1989)
//   refusal    a parameter is determined where its interval lies within its range and is narrower than half of it. Of
//              others no value is reported, only that the data do not tell it
//
// Least squares of (simulated - measured)/noise over all columns of all files. Simulated by the native engine.
#pragma once

#include <somn/experiment/experiment.hpp>
#include <somn/figures/gnuplot.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace somn::fit {

struct Range {
  std::string key = {};         // "model.g_min", "network.density": a key of the experiment
  double low = 0, high = 0;     // [SI] low < high
  bool is_logarithmic = false;  // where low > 0 and high/low > 10, unless the file says otherwise
  double value(double x) const;  // of x in [0, 1]
};

struct Series {
  std::string file = {}, column = {};
  std::size_t data = 0;                       // which of Problem::data
  std::vector<double> times = {}, values = {};  // [s], [SI]
  double noise = 1;                           // [SI] standard deviation, or the size of the values
};

struct Data {
  std::filesystem::path experiment = {};
  double t_stop = 0, t_sample = 0;  // [s] to the end of the record, in its smallest steps
};

struct Problem {
  std::string where = {};
  std::vector<Data> data = {};
  std::vector<Series> series = {};
  std::vector<Range> ranges = {};
  bool knows_noise = false;          // all series
  std::size_t evaluations = 600;     // of the search
  std::size_t bootstrap = 0;         // refits; 0: intervals from the curvature
  std::uint64_t seed = 1;
  double rtol = 1e-5;
};

// Reads FILE.toml and the traces that it names. InputError for unknown keys, ranges, columns.
Problem read_problem(const std::filesystem::path&);

// What the experiment shows at the times of each series. One list per series.
using Simulate = std::function<std::vector<std::vector<double>>(const Problem&, const std::vector<double>& values)>;
std::vector<std::vector<double>> simulate(const Problem&, const std::vector<double>& values);

struct Estimate {
  std::string key = {};
  double value = 0, low = 0, high = 0;           // [SI] and its interval, 95 %
  double joint_low = 0, joint_high = 0;          // 95 % of all parameters together
  bool is_determined = false;
  std::string why_not = {};
};

struct Fit {
  std::vector<Estimate> estimates = {};
  std::vector<std::vector<double>> fitted = {};  // as the series
  std::vector<double> rms = {};                  // [SI] of the residuals, by series
  std::vector<double> explained = {};            // [1] 1 - residual variance/variance, by series
  std::vector<std::vector<double>> correlation = {};  // [1] of the estimates
  double inflation = 1;                          // [1] of variances, by what neighbouring residuals repeat
  std::size_t n_values = 0, n_evaluations = 0;
  std::string intervals = {};                    // "curvature" or "bootstrap"
};

Fit fit(const Problem&, const Simulate& = simulate);

nlohmann::ordered_json to_json(const Problem&, const Fit&);
std::string to_text(const Fit&);
figures::Figure residual_figure(const Problem&, const Fit&);
// fit.json, fit.csv (file,column,time_s,measured,fitted,residual), experiment_<n>.toml with the parameters in place.
void write(const Problem&, const Fit&, const std::filesystem::path& folder);

}  // namespace somn::fit
