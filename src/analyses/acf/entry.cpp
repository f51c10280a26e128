// Autocorrelation of signals, or of events: then beside the coincidences per lag of one train or two.
#include <somn/analyses/acf/figure.hpp>
#include <somn/analyses/acf/of_run.hpp>
#include <somn/analyses/per_signal.hpp>
#include <somn/core/error.hpp>
#include <somn/tables/trains.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::analysis {
namespace {

using schema::Fields;

enum class Trend { none, linear };
std::vector<std::pair<Trend, const char*>> names_of(const Trend*) {
  return {{Trend::none, "none"}, {Trend::linear, "linear"}};
}

struct Options {
  tables::TrainOptions trains = {};
  bool is_events = false;
  std::vector<std::string> signals = {};
  tables::Sampling sampling = {};
  std::size_t max_lag = 0;
  std::string bin = {}, label = {}, versus = {};  // bin [s, or samples]
  int n_shuffles = 200, n_resamples = 200;
  Trend detrend = Trend::none;
  std::vector<std::size_t> power_law_lags = {};
};

Fields<Options> fields_of(const Options*) {
  using O = Options;
  return Fields<O>()
      .merged(&O::trains)
      .value("events", &O::is_events, {.meaning = "the file is an event list; default where it looks like one"})
      .value("signal", &O::signals, {.meaning = "signals; default: all columns but the time"})
      .merged(&O::sampling)
      .value("max_lag", &O::max_lag,
             {.meaning = "lags; 0: of signals a quarter of the record, at most 1000, of events 100"})
      .value("bin", &O::bin, {.meaning = "events: bin width [s, or samples]; default: mean interval"})
      .value("label", &O::label, {.meaning = "events: this unit only"})
      .value("versus", &O::versus, {.meaning = "events: against this unit (cross-correlogram)"})
      .value("shuffles", &O::n_shuffles, {.range = "[0, inf)", .meaning = "events: shuffled trains of the band"})
      .value("detrend", &O::detrend, {.meaning = "linear: take the least-squares line off first"})
      .value("power_law_lags", &O::power_law_lags,
             {.meaning =
                  "lags of the log-log slope, FIRST,LAST; default: from 1 while r_k stands out of its noise, at most "
                  "n/20"})
      .value("resamples", &O::n_resamples,
             {.range = "[0, inf)", .meaning = "of blocks, for the interval of the slope"});
}

AcfOptions acf_options(const Options& options) {
  const std::vector<std::size_t>& lags = options.power_law_lags;
  AcfOptions o{.is_detrended = options.detrend == Trend::linear,
               .n_resamples = options.n_resamples,
               .seed = options.trains.seed};
  if (lags.empty()) return o;
  if (lags.size() != 2 || lags[0] < 1 || lags[1] < 10 * lags[0])
    throw InputError({.what = "range of lags too narrow for a slope",
                      .where = "--power-law-lags",
                      .value = fmt::format("{}", fmt::join(lags, ",")),
                      .allowed = "FIRST >= 1, LAST >= 10 FIRST"});
  o.power_law = LagRange{.first = lags[0], .last = lags[1]};
  return o;
}

// Of events or of one signal; "kind" tells.
struct Result {
  std::optional<AcfAnalysis> of = {};
  std::string kind = {};
  std::optional<std::size_t> n_events = {};
  std::optional<double> bin = {};  // [s]
  std::optional<std::string> column = {};
  std::string time_unit = {};
  std::optional<Correlogram> correlogram = {};
  std::optional<int> n_shuffles = {};
  std::optional<tables::TrainParameters> parameters = {};
};

Fields<Result> fields_of(const Result*) {
  using R = Result;
  return Fields<R>()
      .merged_if_any(&R::of)
      .value("kind", &R::kind, {.meaning = "signal or events"})
      .value_if_any("n_events", &R::n_events, {.meaning = "events: of the train"})
      .value_if_any("bin_s", &R::bin, {.unit = "s", .meaning = "events: width of a bin"})
      .value_if_any("column", &R::column, {.meaning = "signals: which"})
      .value("time_unit", &R::time_unit, {.meaning = "s, or sample: then keys in _s are in samples"})
      .merged_if_any(&R::correlogram)
      .value_if_any("n_shuffles", &R::n_shuffles, {.meaning = "events: of the band"})
      .value_if_any("parameters", &R::parameters, {.meaning = "events: what was used"});
}

// Counts per lag of two trains, or of one with itself; for one train also as a ratio to Poisson and with the band of
// shuffled intervals.
Answer of_events(const Options& o, const tables::TrainFile& file) {
  const auto trains = file.events.trains();
  const auto index = [&](const std::string& name) {
    const auto at = std::find(file.events.units.begin(), file.events.units.end(), name);
    if (at == file.events.units.end()) throw unknown_name("unit", name, file.events.source, file.events.units);
    return static_cast<std::size_t>(at - file.events.units.begin());
  };
  const std::vector<double> a = o.label.empty() ? sorted_times(file.events.times) : trains[index(o.label)];
  const std::vector<double> b = o.versus.empty() ? a : trains[index(o.versus)];
  if (file.segments.empty()) return {{{"n", 0}, {"verdict", "no events"}}, "no events\n"};
  const Segment record{file.segments.front().start, file.segments.back().end};
  const double bin = o.bin.empty() ? record.length() / static_cast<double>(std::max<std::size_t>(a.size(), 1))
                                   : time_option(o.bin, "--bin", file);
  if (o.bin.empty() && (a.size() < 2 || bin == 0)) {
    const std::string verdict =
        fmt::format("{}: no interval, and so no bin; give --bin",
                    a.size() < 2 ? fmt::format("fewer than 2 events: {}", a.size()) : "all events at one time");
    return {{{"kind", "events"}, {"n", a.size()}, {"verdict", verdict}}, verdict + "\n"};
  }
  const Correlogram c = correlate(a, o.versus.empty() ? nullptr : &b, file.segments, bin,
                                  o.max_lag > 0 ? o.max_lag : 100, o.n_shuffles, o.trains.seed);
  const Result r{.of = analyse_acf(bin_counts(a, record, bin), bin, c.max_lag, acf_options(o)),
                 .kind = "events",
                 .n_events = a.size(),
                 .bin = bin,
                 .time_unit = file.time_unit(),
                 .correlogram = c,
                 .n_shuffles = o.n_shuffles,
                 .parameters = parameters_of(o.trains, file)};
  return {schema::to_json(r),
          fmt::format("{:<22}{} events in bins of {:.4g} {}, lags to {}; coincidences at lag 0: {}, lag 1: {}\n",
                      "correlogram", a.size(), bin, file.time_unit(), c.max_lag, c.coincidences[c.max_lag],
                      c.max_lag > 0 ? c.coincidences[c.max_lag + 1] : 0),
          acf_figure};
}

std::string text_of(const AcfAnalysis& a, const std::string& name, bool is_timed) {
  if (std::isnan(a.integrated_time) && std::isnan(a.exponential.tau) && std::isnan(a.dfa.exponent))
    return fmt::format("{:<22}{}\n", name, a.power_law.reason);
  std::string text =
      fmt::format("{:<22}tau {:.4g}, integrated {:.4g} {}, DFA exponent {:.3g}\n", name, a.exponential.tau * a.lag,
                  a.integrated_time, is_timed ? "s" : "samples", a.dfa.exponent);
  const AcfPowerLaw& law = a.power_law;
  text += fmt::format("{:<22}", "power law");
  if (std::isfinite(law.slope))
    text += fmt::format("r_k ~ k^-{:.4g} ({:.4g} to {:.4g}) at lags {} to {} ", law.slope, law.low, law.high,
                        law.first_lag, law.last_lag);
  return text + law.reason + "\n";
}

Answer of_signals(const std::string& path, const Options& o) {
  const tables::SignalFile file = tables::read_signals(path, o.signals, o.sampling);
  const bool is_timed = file.sample_step.has_value();
  NamedAnswers answers;
  for (const NumberColumn& signal : file.by_record()) {
    const std::size_t n = signal.values.size();
    if (n < 2) {
      const std::string verdict = fmt::format("not enough samples: {}", n);
      answers.add(signal.name, {{{"kind", "signal"}, {"n", n}, {"verdict", verdict}},
                                fmt::format("{:<22}{}\n", signal.name, verdict),
                                acf_figure});
      continue;
    }
    const std::size_t max_lag = o.max_lag > 0 ? o.max_lag : std::min<std::size_t>(1000, n / 4 + 1);
    const Result r{.of = analyse_acf(signal.values, file.sample_step.value_or(1), max_lag, acf_options(o)),
                   .kind = "signal",
                   .column = signal.name,
                   .time_unit = is_timed ? "s" : "sample"};
    answers.add(signal.name, {schema::to_json(r), text_of(*r.of, signal.name, is_timed), acf_figure});
  }
  return std::move(answers).together("columns");
}

Answer analyse(const std::string& path, const Options& o) {
  const bool is_events =
      o.is_events || (o.signals.empty() && path != "-" && tables::is_event_list(tables::header_of(path)));
  return is_events ? of_events(o, tables::read_train(path, o.trains)) : of_signals(path, o);
}

}  // namespace

namespace entries {
extern const Analysis acf;
const Analysis acf{
    .name = "acf",
    .summary = "autocorrelation and time scales of signals or events",
    .input = Input::signals,
    .file = tables::event_file,
    .example = "Example: somn analyse acf DIR/native/trace.csv --signal i_source_A --json",
    .bounds =
        {.assumes = "a series at equal steps (events: counts in bins) whose mean and spread do not change; errors come "
                    "from blocks of thirty time scales, at least four",
         .ties = "counted: several events in a bin; equal samples as they are",
         .gaps = refused_uneven,
         .not_finite = refused_with_row,
         .too_few =
             "below 2 samples a verdict, below 20 it says so, below 200 no DFA; no interval where the record is short"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
    .run_results = schema::descriptions<RunAcf>,
    .of_run = acf_of_run,
    .figure_of_run = [](const Json& analysis,
                        const std::vector<double>&) { return acf_figure(analysis["acf"]["activity"]); },
};
}  // namespace entries

}  // namespace somn::analysis
