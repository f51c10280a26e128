// somn analyse spectrum | branching | synchrony | modality | stdp: columns of numbers.
#include "analyse.hpp"
#include "analyse_columns.hpp"

#include <somn/analysis/json.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/report/analysis_figures.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

using namespace somn::analysis;
using nlohmann::ordered_json;

struct SignalRequest {
  std::string input, step;
  std::vector<std::string> columns;
  std::uint64_t seed = 1;
  AnalyseOutput output;
};

std::optional<double> given_step(const SignalRequest& r) {
  if (r.step.empty()) return {};
  const double h = parse_quantity(r.step, dimension::time, "--sample-step");
  if (!(h > 0))
    throw InputError({.what = "out of range", .where = "--sample-step", .value = r.step, .allowed = "positive"});
  return h;
}

SignalFile read_request(const SignalRequest& r) {
  return read_signals(r.input, r.columns, given_step(r));
}

double must_have_step(const SignalFile& file) {
  if (file.sample_step) return *file.sample_step;
  throw InputError({.what = "the time between samples is not known",
                    .where = file.source,
                    .remedy = "give --sample-step \"1 ms\", or a column time_s"});
}

// One object for one column, {column: object} under "columns" for several.
template <class Analyse>
void for_each_signal(const SignalRequest& r, const SignalFile& file, Analyse&& analyse) {
  std::string text;
  ordered_json all = ordered_json::object();
  for (const NumberColumn& signal : file.signals) {
    auto [json, line] = analyse(signal);
    json["column"] = signal.name;
    all[signal.name] = std::move(json);
    text += (file.signals.size() > 1 ? signal.name + "\n" : std::string()) + line;
  }
  if (file.signals.size() == 1)
    print(r.output, all.begin().value(), text);
  else
    print(r.output, {{"columns", std::move(all)}}, text);
}

struct Answer {
  ordered_json json;
  std::string text;
};

struct SpectrumRequest : SignalRequest {
  WelchOptions welch;
  AperiodicOptions aperiodic;
  std::string window = "hann", detrend = "constant", average = "mean", scaling = "density", low, high, min_width,
              max_width;
};

double frequency(const std::string& text, const char* name) {
  return parse_quantity(text, dimension::frequency, name);
}

void run_spectrum(const SpectrumRequest& r) {
  const SignalFile file = read_request(r);
  const double h = must_have_step(file);
  WelchOptions w = r.welch;
  w.window = r.window == "hann" ? Window::hann : r.window == "boxcar" ? Window::boxcar : Window::blackman_harris;
  w.detrend = r.detrend == "constant" ? Detrend::constant : r.detrend == "linear" ? Detrend::linear : Detrend::none;
  w.averaging = r.average == "mean" ? Averaging::mean : Averaging::median;
  w.scaling = r.scaling == "density" ? Scaling::density : Scaling::spectrum;
  AperiodicOptions a = r.aperiodic;
  if (!r.low.empty()) a.low = frequency(r.low, "--low");
  if (!r.high.empty()) a.high = frequency(r.high, "--high");
  if (!r.min_width.empty()) a.min_width = frequency(r.min_width, "--min-width");
  if (!r.max_width.empty()) a.max_width = frequency(r.max_width, "--max-width");
  a.seed = r.seed;
  for_each_signal(r, file, [&](const NumberColumn& signal) {
    const Spectrum s = welch(signal.values, h, w);
    const Aperiodic fit = fit_aperiodic(s, a);
    ordered_json json = {{"n", signal.values.size()},
                         {"parameters",
                          {{"sample_step_s", h},
                           {"window", r.window},
                           {"overlap", w.overlap},
                           {"detrend", r.detrend},
                           {"average", r.average},
                           {"scaling", r.scaling},
                           {"max_peaks", a.max_peaks},
                           {"min_height_log10", a.min_height},
                           {"threshold_sd", a.threshold},
                           {"n_surrogates", a.n_surrogates},
                           {"surrogates", "aperiodic background x chi2_nu/nu"},
                           {"seed", a.seed}}}};
    json.update(to_json(s, fit));
    std::string text = fmt::format("{:<22}{} segments of {}, 95 % interval: power x {:.3g} to {:.3g}\n", "Welch",
                                   s.n_segments, s.segment_length, s.ci_low_factor, s.ci_high_factor);
    text += fit.reason.empty()
                ? fmt::format("{:<22}exponent {:.4g}, offset {:.4g} on {:.4g} to {:.4g} Hz, R^2 {:.3f}\n", "aperiodic",
                              fit.exponent, fit.offset, fit.low, fit.high, fit.r_squared)
                : fmt::format("{:<22}{}\n", "aperiodic", fit.reason);
    if (!r.output.figure.empty()) report::draw_spectrum(json, r.output.figure);
    for (const Peak& p : fit.peaks)
      text += fmt::format("{:<22}{:.4g} Hz, 10^{:.3g} above the background, {:.3g} Hz wide, p = {:.3g}\n", "peak",
                          p.frequency, p.height, p.bandwidth, p.p);
    return Answer{std::move(json), std::move(text)};
  });
}

struct BranchingRequest : SignalRequest {
  BranchingOptions options;
  std::optional<int> n_shuffles = {};
};

void run_branching(const BranchingRequest& r) {
  const SignalFile file = read_request(r);
  BranchingOptions options = r.options;
  options.seed = r.seed;
  for_each_signal(r, file, [&](const NumberColumn& signal) {
    const Branching b = analyse_branching(signal.values, options);
    ordered_json json = to_json(b, file.sample_step.value_or(std::nan("")));
    const auto control = [&](ControlKind kind) {
      return branching_control(kind, signal.values, options, r.n_shuffles.value_or(branching_realisations(b.n)));
    };
    const BranchingControl shuffled = control(ControlKind::shuffled), poisson = control(ControlKind::poisson);
    json["control"] = {{"shuffled", to_json(shuffled)}, {"poisson", to_json(poisson)}};
    json["n_resamples"] = options.n_resamples;
    json["seed"] = options.seed;
    std::string text = fmt::format("{:<22}{}\n", "MR estimator", b.verdict);
    if (!b.r.empty()) {
      text +=
          fmt::format("{:<22}m = {:.4f}, tau = {:.4g} steps\n", "with offset", b.with_offset.m, b.with_offset.fit.tau);
      text += fmt::format("{:<22}{:.4f} (biased where only a part is seen)\n", "slope at one step", b.r.front());
      text += fmt::format("{:<22}{:.4f} +- {:.4f} in random order, {:.4f} +- {:.4f} of Poisson counts\n",
                          "the same slope", shuffled.naive_slope.mean, shuffled.naive_slope.sd,
                          poisson.naive_slope.mean, poisson.naive_slope.sd);
    }
    return Answer{std::move(json), std::move(text)};
  });
}

void run_synchrony(const SignalRequest& r) {
  const SignalFile file = read_request(r);
  std::vector<std::vector<double>> signals;
  ordered_json names = ordered_json::array();
  for (const NumberColumn& signal : file.signals) {
    signals.push_back(signal.values);
    names.push_back(signal.name);
  }
  const Synchrony s = analyse_synchrony(signals, r.seed);
  ordered_json json = to_json(s);
  json["columns"] = std::move(names);
  json["seed"] = r.seed;
  print(r.output, json, s.verdict + "\n");
}

struct ModalityRequest : SignalRequest {
  std::string group;
  bool is_log = false;
  ModalityOptions options;
};

Answer modality_answer(std::vector<double> values, const ModalityRequest& r, const std::string& where) {
  if (r.is_log)
    for (double& v : values) {
      if (!(v > 0))
        throw InputError({.what = "the logarithm needs positive values", .where = where, .value = to_text(v)});
      v = std::log10(v);
    }
  ModalityOptions options = r.options;
  options.seed = r.seed;
  const Modality m = analyse_modality(std::move(values), options);
  ordered_json json = to_json(m);
  json["scale"] = r.is_log ? "log10" : "linear";
  json["n_surrogates"] = options.n_surrogates;
  json["seed"] = options.seed;
  std::string text = fmt::format("{:<22}{}\n{:<22}{:.6g}, modal interval {:.6g} to {:.6g}\n", "verdict", m.verdict,
                                 "dip", m.dip.dip, m.modal_low, m.modal_high);
  for (std::size_t g = 0; g < m.mixtures.size(); ++g)
    text += fmt::format("{:<22}BIC {:.2f}{}\n", fmt::format("{} Gaussians", g + 1), m.mixtures[g].bic,
                        static_cast<int>(g) + 1 == m.best_components ? " (best)" : "");
  return {std::move(json), std::move(text)};
}

void run_modality(const ModalityRequest& r) {
  std::optional<std::size_t> group;
  const ColumnTable table =
      read_columns(r.input, [&](const std::vector<std::string>& header, const std::string& source) {
        ColumnChoice choice;
        const auto index = [&](const std::string& name) {
          for (std::size_t k = 0; k < header.size(); ++k)
            if (header[k] == name) return k;
          throw unknown_name("column", name, source, header);
        };
        for (std::size_t k = 0; k < header.size(); ++k)
          if (r.group.empty() ? header[k] == "dataset" || header[k] == "group" : header[k] == r.group) group = k;
        if (!r.group.empty()) group = index(r.group);
        if (group) choice.labels.push_back(*group);
        if (r.columns.empty()) {
          for (std::size_t k = 0; k < header.size(); ++k)
            if (k != group) choice.numbers.push_back(k);
        }
        for (const std::string& name : r.columns) choice.numbers.push_back(index(name));
        if (choice.numbers.empty()) throw InputError({.what = "no column holds values", .where = source});
        return choice;
      });
  for (const NumberColumn& column : table.numbers) table.require_finite(column);
  std::string text;
  ordered_json sets = ordered_json::object();
  const auto add = [&](const std::string& name, std::vector<double> values) {
    Answer answer = modality_answer(std::move(values), r, fmt::format("{}: {}", table.source, name));
    answer.json["column"] = name;
    text += name + "\n" + answer.text;
    sets[name] = std::move(answer.json);
  };
  for (const NumberColumn& column : table.numbers) {
    if (table.labels.empty()) {
      add(column.name, column.values);
      continue;
    }
    for (std::uint32_t g = 0; g < table.labels[0].labels.size(); ++g) {
      std::vector<double> values;
      for (std::size_t row = 0; row < table.n_rows; ++row)
        if (table.labels[0].values[row] == g) values.push_back(column.values[row]);
      const std::string& label = table.labels[0].labels[g];
      add(table.numbers.size() > 1 ? fmt::format("{}:{}", label, column.name) : label, std::move(values));
    }
  }
  if (sets.size() == 1 && table.labels.empty())
    print(r.output, sets.begin().value(), text);
  else
    print(r.output, {{table.labels.empty() ? "columns" : "groups", std::move(sets)}}, text);
}

struct StdpRequest : SignalRequest {
  std::string change;
};

void run_stdp(const StdpRequest& r) {
  const ColumnTable table = read_columns(r.input, [&](const std::vector<std::string>& header,
                                                      const std::string& source) {
    std::optional<std::size_t> delay, change;
    for (std::size_t k = 0; k < header.size(); ++k) {
      if (r.columns.empty() ? header[k].starts_with("dt") || header[k].starts_with("delay") : header[k] == r.columns[0])
        delay = delay.value_or(k);
      if (!r.change.empty() && header[k] == r.change) change = k;
    }
    if (!delay) throw unknown_name("column of delays", r.columns.empty() ? "dt_s" : r.columns[0], source, header);
    if (!r.change.empty() && !change) throw unknown_name("column", r.change, source, header);
    for (std::size_t k = 0; k < header.size() && !change; ++k)
      if (k != *delay) change = k;
    if (!change)
      throw InputError(
          {.what = "no column of changes", .where = source, .remedy = "two columns are needed: dt_s, dg_over_g"});
    return ColumnChoice{.numbers = {*delay, *change}};
  });
  for (const NumberColumn& column : table.numbers) table.require_finite(column);
  std::vector<double> dt = table.numbers[0].values;
  const double factor = seconds_per_unit(table.numbers[0].name);
  for (double& t : dt) t *= factor;
  const Plasticity p = fit_plasticity(dt, table.numbers[1].values);
  ordered_json json = to_json(p);
  json["columns"] = {{"delay", table.numbers[0].name}, {"change", table.numbers[1].name}};
  const auto line = [](const char* name, const PlasticityBranch& b) {
    return fmt::format("{:<22}A = {}, tau = {} s ({} pairs)\n", name, estimate_text(b.amplitude, b.amplitude_se),
                       estimate_text(b.tau, b.tau_se), b.n);
  };
  print(r.output, json,
        line("dt > 0", p.plus) + line("dt < 0", p.minus) + fmt::format("{:<22}{}\n", "verdict", p.verdict));
}

CLI::App* add_command(CLI::App& analyse, const char* name, const char* what, SignalRequest& r, const char* columns,
                      bool has_step, bool has_seed) {
  CLI::App* command = analyse.add_subcommand(name, what);
  command->add_option("file", r.input, "table .csv; - is standard input")->required()->type_name("FILE");
  command->add_option("--column", r.columns, columns)->delimiter(',')->type_name("NAME");
  if (has_step)
    command->add_option("--sample-step", r.step, "time between rows, where there is no column time_s [s]")
        ->type_name("TIME");
  if (has_seed) command->add_option("--seed", r.seed, "of random numbers [1]");
  add_output(*command, r.output);
  return command;
}

}  // namespace

void add_analyse_spectrum(CLI::App& analyse) {
  const auto r = std::make_shared<SpectrumRequest>();
  CLI::App* c = add_command(analyse, "spectrum", "power spectral density (Welch), aperiodic fit, peaks", *r,
                            "signals; default: all", true, true);
  add_figure(*c, r->output);
  c->add_option("--segment-length", r->welch.segment_length,
                "samples per segment; default: largest power of two <= n/8, >= 256")
      ->type_name("N");
  c->add_option("--overlap", r->welch.overlap, "of segments [0.5]")->type_name("SHARE");
  c->add_option("--window", r->window, "hann | blackman-harris | boxcar")
      ->check(CLI::IsMember({"hann", "blackman-harris", "boxcar"}));
  c->add_option("--detrend", r->detrend, "constant | linear | none")
      ->check(CLI::IsMember({"constant", "linear", "none"}));
  c->add_option("--average", r->average, "over segments: mean | median")->check(CLI::IsMember({"mean", "median"}));
  c->add_option("--scaling", r->scaling, "density [unit^2/Hz] | spectrum [unit^2]")
      ->check(CLI::IsMember({"density", "spectrum"}));
  c->add_option("--low", r->low, "range of the aperiodic fit [Hz]; default: third frequency")->type_name("FREQUENCY");
  c->add_option("--high", r->high, "range of the aperiodic fit [Hz]; default: 0.8 of the highest")
      ->type_name("FREQUENCY");
  c->add_flag("--knee", r->aperiodic.has_knee, "fit a knee too");
  c->add_option("--max-peaks", r->aperiodic.max_peaks, "[6]")->check(CLI::Range(0, 100));
  c->add_option("--min-height", r->aperiodic.min_height, "of a peak [log10 units, 0.1]");
  c->add_option("--min-width", r->min_width, "of a peak [Hz]; default: 2 frequency steps")->type_name("FREQUENCY");
  c->add_option("--max-width", r->max_width, "of a peak [Hz]; default: 12 frequency steps")->type_name("FREQUENCY");
  c->add_option("--surrogates", r->aperiodic.n_surrogates, "of the p values of peaks [1000]")
      ->check(CLI::NonNegativeNumber);
  c->footer("Example: somn analyse spectrum DIR/native/trace.csv --column i_source_A --json");
  c->callback([r] { run_spectrum(*r); });
}

void add_analyse_branching(CLI::App& analyse) {
  const auto r = std::make_shared<BranchingRequest>();
  CLI::App* c = add_command(analyse, "branching", "branching parameter of activity counts (multistep regression)", *r,
                            "activity; default: all", true, true);
  c->add_option("--k-max", r->options.k_max, "steps of the regression [200, at most a quarter of the series]")
      ->type_name("N");
  c->add_option("--resamples", r->options.n_resamples, "of blocks, for the interval of m [200]")
      ->check(CLI::NonNegativeNumber);
  c->add_option("--shuffles", r->n_shuffles, "realisations of each control [20; from 5e4 steps on fewer, at least 3]")
      ->check(CLI::NonNegativeNumber);
  c->footer(
      "Each column is a series of counts in equal time steps.\nExample: somn analyse branching activity.csv --k-max "
      "200 --json");
  c->callback([r] { run_branching(*r); });
}

void add_analyse_synchrony(CLI::App& analyse) {
  const auto r = std::make_shared<SignalRequest>();
  CLI::App* c = add_command(analyse, "synchrony", "Golomb's chi, Kuramoto order, phase lag index of signals", *r,
                            "units; default: all columns but the time", true, true);
  c->footer("Example: somn analyse synchrony voltages.csv --json");
  c->callback([r] { run_synchrony(*r); });
}

void add_analyse_modality(CLI::App& analyse) {
  const auto r = std::make_shared<ModalityRequest>();
  CLI::App* c = add_command(analyse, "modality", "one mode or several: dip test, Gaussian mixtures", *r,
                            "values; default: all", false, true);
  c->add_option("--group", r->group, "column that names the data set of each row [dataset, group]")->type_name("NAME");
  c->add_flag("--log", r->is_log, "take log10 of the values first");
  c->add_option("--surrogates", r->options.n_surrogates, "uniform samples of the dip's p value [2000]")
      ->check(CLI::NonNegativeNumber);
  c->add_option("--components", r->options.most_components, "largest mixture [4]")->check(CLI::Range(1, 20));
  c->footer(
      "Test both scales: with and without --log.\nExample: somn analyse modality amplitudes.csv --column delta --log "
      "--json");
  c->callback([r] { run_modality(*r); });
}

void add_analyse_stdp(CLI::App& analyse) {
  const auto r = std::make_shared<StdpRequest>();
  CLI::App* c =
      add_command(analyse, "stdp", "spike-timing-dependent plasticity: two exponential branches", *r,
                  "delays t_post - t_pre, such as dt_s, dt_ms; default: the first that begins with dt", false, false);
  c->add_option("--change", r->change, "relative change of conductance; default: the other column")->type_name("NAME");
  c->footer("Example: somn analyse stdp pairs.csv --json");
  c->callback([r] { run_stdp(*r); });
}

}  // namespace somn::cli
