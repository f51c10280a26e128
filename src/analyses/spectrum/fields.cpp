#include <somn/analyses/spectrum/results.hpp>
#include <somn/schema/fields.hpp>

#include <algorithm>

namespace somn::analysis {

using schema::Fields;

Fields<Peak> fields_of(const Peak*) {
  return Fields<Peak>()
      .value("frequency_Hz", &Peak::frequency, {.unit = "Hz", .meaning = "centre"})
      .value("height_log10", &Peak::height, {.meaning = "above the background, in decades"})
      .value("bandwidth_Hz", &Peak::bandwidth, {.unit = "Hz", .meaning = "width"})
      .value("p", &Peak::p, {.meaning = "of a peak as clear anywhere in a spectrum without any (family-wise)"})
      .computed("is_significant", [](const Peak& p) { return p.is_significant(); }, {.meaning = "p < 0.05"});
}

Fields<Spectrum> fields_of(const Spectrum*) {
  using S = Spectrum;
  return Fields<S>()
      .value("n_segments", &S::n_segments, {.meaning = "averaged over"})
      .value("segment_length", &S::segment_length, {.meaning = "samples"})
      .value("degrees_of_freedom", &S::degrees_of_freedom, {.meaning = "of each value"})
      .value("ci_low_factor", &S::ci_low_factor, {.meaning = "power times this is the lower end of the 95 % interval"})
      .value("ci_high_factor", &S::ci_high_factor, {.meaning = "and the upper"})
      .elsewhere(&S::window_cosines)
      .value("frequencies_Hz", &S::frequencies, {.unit = "Hz", .meaning = "from 0 on"})
      .value("power", &S::power, {.meaning = "[unit^2/Hz], or [unit^2] where scaling is spectrum"});
}

Fields<Aperiodic> fields_of(const Aperiodic*) {
  using A = Aperiodic;
  return Fields<A>()
      .value("low_Hz", &A::low, {.unit = "Hz", .meaning = "range of the fit"})
      .value("high_Hz", &A::high, {.unit = "Hz", .meaning = "range of the fit"})
      .value("offset_log10", &A::offset, {.meaning = "b of log10 P = b - log10(knee + f^exponent)"})
      .value("knee", &A::knee, {.meaning = "0: none fitted"})
      .value("exponent", &A::exponent, {.meaning = "of the background"})
      .value("exponent_se", &A::exponent_se, {.meaning = "its standard error; null without surrogates"})
      .value("r_squared", &A::r_squared, {.meaning = "of background and significant peaks"})
      .value("mean_abs_error", &A::mean_abs_error, {.meaning = "in decades"})
      .value("bic", &A::bic, {.meaning = "of background and significant peaks, the smaller the better"})
      .value("min_width_Hz", &A::min_width, {.unit = "Hz", .meaning = "of a peak, as used"})
      .value("max_width_Hz", &A::max_width, {.unit = "Hz", .meaning = "of a peak, as used"})
      .value("reason", &A::reason, {.meaning = "why there is no fit"})
      .value("peaks", &A::peaks, {.meaning = "in order of frequency"})
      .elsewhere(&A::model);
}

namespace {

struct Shuffled {
  int n_realisations;
  std::vector<double> mean_power, sd;
};

Fields<Shuffled> fields_of(const Shuffled*) {
  return Fields<Shuffled>()
      .value("n_realisations", &Shuffled::n_realisations, {.meaning = "of it"})
      .value("mean_power", &Shuffled::mean_power, {.meaning = "at each frequency"})
      .value("sd", &Shuffled::sd, {.meaning = "at each frequency"});
}

struct Level {
  double level;
};

Fields<Level> fields_of(const Level*) {
  return Fields<Level>().value("level", &Level::level, {.meaning = "power at all frequencies; null where it has none"});
}

}  // namespace

Fields<SpectrumControl> fields_of(const SpectrumControl*) {
  using C = SpectrumControl;
  return Fields<C>()
      .computed("shuffled",
                [](const C& c) {
                  return Shuffled{c.n_realisations, c.mean_power, c.sd};
                },
                {.meaning = "the samples in random order"})
      .computed("white", [](const C& c) { return Level{c.white_level}; }, {.meaning = "noise of the same variance"})
      .computed("poisson", [](const C& c) { return Level{c.poisson_level}; }, {.meaning = "counts of the same mean"})
      .elsewhere(&C::n_realisations, &C::mean_power, &C::sd, &C::white_level, &C::poisson_level);
}

Fields<SpectrumAnalysis> fields_of(const SpectrumAnalysis*) {
  using A = SpectrumAnalysis;
  return Fields<A>()
      .merged(&A::spectrum)
      .value("aperiodic", &A::fit, {.meaning = "the background"})
      .computed("n_significant_peaks",
                [](const A& a) {
                  return std::count_if(a.fit.peaks.begin(), a.fit.peaks.end(),
                                       [](const Peak& p) { return p.is_significant(); });
                },
                {.meaning = "p < 0.05"})
      .computed("peaks",
                [](const A& a) {
                  std::vector<Peak> peaks = a.fit.peaks;
                  std::stable_sort(peaks.begin(), peaks.end(), [](const Peak& x, const Peak& y) {
                    return std::pair(x.is_significant(), x.height) > std::pair(y.is_significant(), y.height);
                  });
                  return peaks;
                },
                {.meaning = "significant ones first, then by height"})
      .value("control", &A::control, {.meaning = "what series without memory give"});
}

}  // namespace somn::analysis
