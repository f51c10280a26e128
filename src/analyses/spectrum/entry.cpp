// Welch spectrum, background and peaks of signals; in a run of the source current.
#include <somn/analyses/per_signal.hpp>
#include <somn/analyses/run_record.hpp>
#include <somn/analyses/spectrum/figure.hpp>
#include <somn/analyses/spectrum/results.hpp>
#include <somn/core/error.hpp>

#include <fmt/format.h>

namespace somn::analysis {

std::vector<std::pair<Window, const char*>> names_of(const Window*) {
  return {{Window::hann, "hann"}, {Window::blackman_harris, "blackman-harris"}, {Window::boxcar, "boxcar"}};
}
std::vector<std::pair<Detrend, const char*>> names_of(const Detrend*) {
  return {{Detrend::constant, "constant"}, {Detrend::linear, "linear"}, {Detrend::none, "none"}};
}
std::vector<std::pair<Averaging, const char*>> names_of(const Averaging*) {
  return {{Averaging::mean, "mean"}, {Averaging::median, "median"}};
}
std::vector<std::pair<Scaling, const char*>> names_of(const Scaling*) {
  return {{Scaling::density, "density"}, {Scaling::spectrum, "spectrum"}};
}

using schema::Fields;

static Fields<WelchOptions> fields_of(const WelchOptions*) {
  using W = WelchOptions;
  return Fields<W>()
      .value("segment_length", &W::segment_length,
             {.meaning = "samples per segment; 0: the largest power of two <= n/8, >= 256"})
      .value("overlap", &W::overlap, {.range = "[0, 1)", .meaning = "of segments"})
      .value("window", &W::window, {.meaning = "of each segment"})
      .value("detrend", &W::detrend, {.meaning = "what is taken off each segment"})
      .value("average", &W::averaging, {.meaning = "over segments"})
      .value("scaling", &W::scaling, {.meaning = "density [unit^2/Hz] or spectrum [unit^2]"});
}

static Fields<AperiodicOptions> fields_of(const AperiodicOptions*) {
  using A = AperiodicOptions;
  return Fields<A>()
      .value("low", &A::low, {.unit = "Hz", .meaning = "range of the aperiodic fit; default: third frequency"})
      .value("high", &A::high, {.unit = "Hz", .meaning = "range of the aperiodic fit; default: 0.8 of the highest"})
      .value("knee", &A::has_knee, {.meaning = "fit a knee too"})
      .value("max_peaks", &A::max_peaks, {.range = "[0, 100]", .meaning = "peaks at most"})
      .value("min_height", &A::min_height, {.meaning = "of a peak, log10 units"})
      .value("min_width", &A::min_width, {.unit = "Hz", .meaning = "of a peak; default: 2 frequency steps"})
      .value("max_width", &A::max_width, {.unit = "Hz", .meaning = "of a peak; default: 12 frequency steps"})
      .value("surrogates", &A::n_surrogates, {.range = "[0, inf)", .meaning = "of the p values of peaks"})
      .elsewhere(&A::threshold, &A::seed);
}

namespace {

struct Options {
  SignalOptions signals = {};
  WelchOptions welch = {};
  AperiodicOptions aperiodic = {};
};

Fields<Options> fields_of(const Options*) {
  return Fields<Options>().merged(&Options::signals).merged(&Options::welch).merged(&Options::aperiodic);
}

struct Parameters {
  double sample_step = 0;  // [s]
  Options options = {};
};

Fields<Parameters> fields_of(const Parameters*) {
  using P = Parameters;
  const auto welch = [](auto member) { return [member](const P& p) { return p.options.welch.*member; }; };
  const auto fit = [](auto member) { return [member](const P& p) { return p.options.aperiodic.*member; }; };
  return Fields<P>()
      .value("sample_step_s", &P::sample_step, {.unit = "s", .meaning = "between samples"})
      .computed("window", welch(&WelchOptions::window), {.meaning = "as asked for"})
      .computed("overlap", welch(&WelchOptions::overlap), {.meaning = "of segments"})
      .computed("detrend", welch(&WelchOptions::detrend), {.meaning = "as asked for"})
      .computed("average", welch(&WelchOptions::averaging), {.meaning = "as asked for"})
      .computed("scaling", welch(&WelchOptions::scaling), {.meaning = "as asked for"})
      .computed("max_peaks", fit(&AperiodicOptions::max_peaks), {.meaning = "peaks at most"})
      .computed("min_height_log10", fit(&AperiodicOptions::min_height), {.meaning = "of a peak, in decades"})
      .computed("threshold_sd", fit(&AperiodicOptions::threshold),
                {.meaning = "of a peak, in standard deviations of the rest"})
      .computed("n_surrogates", fit(&AperiodicOptions::n_surrogates), {.meaning = "of the p values"})
      .computed("surrogates",
                [](const P&) { return "background x chi2_nu/nu, neighbours tied by the window, fitted anew"; },
                {.meaning = "what they are"})
      .computed("seed", [](const P& p) { return p.options.signals.seed; }, {.meaning = "of random numbers"})
      .elsewhere(&P::options);
}

struct Result {
  std::size_t n = 0;
  Parameters parameters = {};
  SpectrumAnalysis of = {};
};

Fields<Result> fields_of(const Result*) {
  return Fields<Result>()
      .value("n", &Result::n, {.meaning = "samples"})
      .value("parameters", &Result::parameters, {.meaning = "what was used"})
      .merged(&Result::of);
}

std::string text_of(const SpectrumAnalysis& a) {
  const Spectrum& s = a.spectrum;
  const Aperiodic& fit = a.fit;
  std::string text = fmt::format("{:<22}{} segments of {}, 95 % interval: power x {:.3g} to {:.3g}\n", "Welch",
                                 s.n_segments, s.segment_length, s.ci_low_factor, s.ci_high_factor);
  text += fit.reason.empty()
              ? fmt::format("{:<22}exponent {:.4g} +- {:.2g}, offset {:.4g} on {:.4g} to {:.4g} Hz, R^2 {:.3f}\n",
                            "aperiodic", fit.exponent, fit.exponent_se, fit.offset, fit.low, fit.high, fit.r_squared)
              : fmt::format("{:<22}{}\n", "aperiodic", fit.reason);
  for (const Peak& p : fit.peaks)
    text += fmt::format("{:<22}{:.4g} Hz, 10^{:.3g} above the background, {:.3g} Hz wide, p = {:.3g}\n", "peak",
                        p.frequency, p.height, p.bandwidth, p.p);
  return text;
}

Answer analyse(const std::string& path, const Options& o) {
  const tables::SignalFile file = tables::read_signals(path, o.signals.columns, o.signals.sampling);
  if (file.signals.front().values.size() < 2)
    throw InputError({.what = fmt::format("not enough samples: {}", file.signals.front().values.size()),
                      .where = file.source,
                      .allowed = "8 or more"});
  if (!file.sample_step)
    throw InputError({.what = "the time between samples is not known",
                      .where = file.source,
                      .remedy = "give --sample-step \"1 ms\", or a column time_s"});
  const double h = *file.sample_step;
  AperiodicOptions aperiodic = o.aperiodic;
  aperiodic.seed = o.signals.seed;
  return for_each_signal(file, [&](const NumberColumn& signal) {
    Result result{.n = signal.values.size(), .parameters = {h, o}};
    result.of.spectrum = welch(signal.values, h, o.welch);
    result.of.fit = fit_aperiodic(result.of.spectrum, aperiodic);
    result.of.control =
        spectrum_control(signal.values, h, o.welch, spectrum_realisations(signal.values.size()), aperiodic.seed);
    return Answer{schema::to_json(result), text_of(result.of), spectrum_figure};
  });
}

struct OfRun {
  SpectrumAnalysis of = {};
  std::string reason = {};
};

Fields<OfRun> fields_of(const OfRun*) {
  return Fields<OfRun>()
      .computed("column", [](const OfRun&) { return "i_source_A"; }, {.meaning = "of the trace"})
      .computed("unit", [](const OfRun&) { return "A^2/Hz"; }, {.meaning = "of the power"})
      .value("reason", &OfRun::reason, {.meaning = "why there is none"})
      .merged(&OfRun::of);
}

// Default settings, with a knee where that lowers the criterion.
Json of_run(const RunRecord& run) {
  if (run.current.size() < 8) return schema::to_json(OfRun{.reason = "no trace of at least 8 samples"});
  OfRun s;
  s.of.spectrum = welch(run.current, run.sample_step);
  s.of.fit = fit_either_background(s.of.spectrum, {.seed = run.seed});
  s.of.control =
      spectrum_control(run.current, run.sample_step, {}, spectrum_realisations(run.current.size()), run.seed);
  return schema::to_json(s);
}

}  // namespace

namespace entries {
extern const Analysis spectrum;
const Analysis spectrum{
    .name = "spectrum",
    .summary = "power spectral density (Welch), aperiodic fit, peaks",
    .input = Input::signals,
    .file = tables::signal_file,
    .example = "Example: somn analyse spectrum DIR/native/trace.csv --column i_source_A --json",
    .bounds =
        {.assumes = "a stationary Gaussian series at equal steps about a background f^-exponent (--knee: flat below a "
                    "knee); then p is family-wise: of records without a peak 5 % show one",
         .ties = "none: samples as they are",
         .gaps = refused_uneven,
         .not_finite = refused_with_row,
         .too_few =
             "below 8 samples refused; below 12 frequencies, or where a power is 0, no background, with the reason"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
    .run_results = schema::descriptions<OfRun>,
    .of_run = of_run,
    .figure_of_run = [](const Json& analysis,
                        const std::vector<double>&) { return spectrum_figure(analysis["spectrum"]); },
};
}  // namespace entries

}  // namespace somn::analysis
