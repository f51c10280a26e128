// Synchrony of signals, one per unit.
#include <somn/analyses/per_signal.hpp>
#include <somn/analyses/synchrony/figure.hpp>
#include <somn/analyses/synchrony/synchrony.hpp>
#include <somn/core/error.hpp>

#include <fmt/format.h>

namespace somn::analysis {

using schema::Fields;

namespace {

// The same three as edgeofpy computes them.
struct Raw {
  double kuramoto_r, phase_coherence, phase_lag_index;
};

Fields<Raw> fields_of(const Raw*) {
  return Fields<Raw>()
      .value("kuramoto_r", &Raw::kuramoto_r, {.meaning = "the mean kept"})
      .value("phase_coherence", &Raw::phase_coherence, {.meaning = "the mean kept"})
      .value("phase_lag_index", &Raw::phase_lag_index, {.meaning = "angles not wrapped"});
}

struct Shifted {
  MeanSd chi, kuramoto_r;
};

Fields<Shifted> fields_of(const Shifted*) {
  return Fields<Shifted>()
      .computed("rule", [](const Shifted&) { return "each unit shifted in a circle by a random time"; },
                {.meaning = "what the control is"})
      .computed("n_realisations", [](const Shifted&) { return Synchrony::n_shuffles; }, {.meaning = "of it"})
      .value("chi", &Shifted::chi, {.meaning = "as measured"})
      .value("kuramoto_r", &Shifted::kuramoto_r, {.meaning = "as measured"});
}

struct Controls {
  Shifted shuffled;
};

Fields<Controls> fields_of(const Controls*) {
  return Fields<Controls>().value("shuffled", &Controls::shuffled, {.meaning = "signals that do not go together"});
}

}  // namespace

Fields<Synchrony> fields_of(const Synchrony*) {
  using S = Synchrony;
  return Fields<S>()
      .value("n_units", &S::n_units, {.meaning = "signals"})
      .value("n_samples", &S::n_samples, {.meaning = "of each"})
      .value("n_constant", &S::n_constant, {.meaning = "units that never change; left out"})
      .value("chi", &S::chi, {.meaning = "Golomb's chi: 1 identical"})
      .value("chi_independent", &S::independent_chi, {.meaning = "1/sqrt(N)"})
      .computed("chi_shuffled", [](const S& s) { return s.chi_shuffled.mean; },
                {.meaning = "mean of control.shuffled.chi"})
      .value("kuramoto_r", &S::kuramoto_r, {.meaning = "<|mean of e^(i phase)|>"})
      .value("kuramoto_r_inner", &S::kuramoto_r_inner, {.meaning = "without 5 % at either end"})
      .computed("kuramoto_shuffled", [](const S& s) { return s.kuramoto_shuffled.mean; },
                {.meaning = "mean of control.shuffled.kuramoto_r"})
      .value("phase_coherence", &S::phase_coherence, {.meaning = "N var of the real part"})
      .value("phase_lag_index", &S::phase_lag_index, {.meaning = "mean over pairs (Stam et al. 2007)"})
      .value("mean_pearson", &S::mean_pearson, {.meaning = "correlation, mean over pairs"})
      .computed("raw",
                [](const S& s) {
                  return Raw{s.kuramoto_r_raw, s.phase_coherence_raw, s.phase_lag_index_raw};
                },
                {.meaning = "as edgeofpy computes them; for comparison only"})
      .value("verdict", &S::verdict, {.meaning = "in words"})
      .computed("control",
                [](const S& s) {
                  return Controls{{s.chi_shuffled, s.kuramoto_shuffled}};
                },
                {.meaning = "what units without relation give"})
      .elsewhere(&S::kuramoto_r_raw, &S::phase_coherence_raw, &S::phase_lag_index_raw, &S::chi_shuffled,
                 &S::kuramoto_shuffled);
}

namespace {

struct Result {
  Synchrony of = {};
  std::vector<std::string> columns = {};
  std::uint64_t seed = 1;
};

Fields<Result> fields_of(const Result*) {
  return Fields<Result>()
      .merged(&Result::of)
      .value("columns", &Result::columns, {.meaning = "the units"})
      .value("seed", &Result::seed, {.meaning = "of random numbers"});
}

Answer analyse(const std::string& path, const SignalOptions& o) {
  const tables::SignalFile file = tables::read_signals(path, o.columns, o.sampling);
  if (file.segment_rows.size() > 1)
    throw InputError({.what = "synchrony is that of one record",
                      .where = file.source,
                      .value = fmt::format("{} joined records", file.segment_rows.size()),
                      .remedy = "split the file, or name the columns of units with --column"});
  std::vector<std::vector<double>> signals;
  Result result{.seed = o.seed};
  for (const NumberColumn& signal : file.signals) {
    signals.push_back(signal.values);
    result.columns.push_back(signal.name);
  }
  result.of = analyse_synchrony(signals, o.seed);
  return {schema::to_json(result), result.of.verdict + "\n",
          [signals = std::move(signals)](const Json& json) { return synchrony_figure(json, signals); }};
}

}  // namespace

namespace entries {
extern const Analysis synchrony;
const Analysis synchrony{
    .name = "synchrony",
    .summary = "Golomb's chi, Kuramoto order, phase lag index of signals",
    .input = Input::signals,
    .file = tables::signal_file,
    .example = "Example: somn analyse synchrony voltages.csv --json",
    .bounds = {.assumes = "signals of one record at equal steps that oscillate",
               .ties = "none: samples as they are",
               .gaps = refused_uneven,
               .not_finite = refused_with_row,
               .too_few = "below 2 signals that change, or 8 samples, a verdict"},
    .options = schema::descriptions<SignalOptions>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<SignalOptions, analyse>,
};
}  // namespace entries

}  // namespace somn::analysis
