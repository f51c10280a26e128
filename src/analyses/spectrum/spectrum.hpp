// Power spectral density by Welch's method, its aperiodic background, and the peaks above it.
//
//   segments of n samples, overlapping; each detrended, times window w, transformed
//   P_k = c <|X_k|^2>, c = 1/(f_s sum w^2) (density, [unit^2/Hz]) or 1/(sum w)^2 (spectrum, [unit^2]), doubled except
//     at 0 and, for even n, at f_s/2; the mean over segments, or their median over its bias
//   95 % interval: P nu/chi^2_nu, nu = 2K/(1 + 2 sum_d (1 - d/K) rho_d^2) of K segments, rho_d the correlation of the
//     window with itself d segments later (Hann, half overlap: 1.9 K; less for a median). At 0 and f_s/2, where power
//     is the square of one real number, nu is half of that
//   log10 P = b - log10(k + f^chi) + sum of Gaussians a exp(-(f - c)^2/2w^2)
//
// Background and peaks as T. Donoghue et al., Nat. Neurosci. 23, 1655 (2020), doi:10.1038/s41593-020-00744-x: a first
// background, then the highest remaining peak again and again, all peaks together. Departures: a peak gets a p value
// (peak_test.hpp), and where none has p < 0.05 the background is that of the whole spectrum: noise always has peaks.
// Everything is fitted in frequency steps and about the mean of log10 P, so no unit matters. Welch: P. D. Welch, IEEE
// Trans. Audio Electroacoust. 15, 70 (1967), doi:10.1109/TAU.1967.1161901.
#pragma once

#include <somn/schema/forward.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

enum class Window { hann, blackman_harris, boxcar };  // periodic forms
enum class Detrend { constant, linear, none };
enum class Averaging { mean, median };
enum class Scaling { density, spectrum };

struct WelchOptions {
  std::size_t segment_length = 0;  // [1] samples; 0: the largest power of two <= n/8, at least 256; never more than n
  double overlap = 0.5;            // [1] 0 <= overlap < 1
  Window window = Window::hann;
  Detrend detrend = Detrend::constant;
  Averaging averaging = Averaging::mean;
  Scaling scaling = Scaling::density;
};

struct Spectrum {
  std::vector<double> frequencies = {};  // [Hz]
  std::vector<double> power = {};        // [unit^2/Hz or unit^2]
  std::size_t n_segments = 0, segment_length = 0;
  // c_0, c_1, ... of the window: it ties neighbouring frequencies and lets power leak between them; empty: neither
  std::vector<double> window_cosines = {};
  double degrees_of_freedom = 0;                 // nu
  double ci_low_factor = 0, ci_high_factor = 0;  // P times these bounds the 95 % interval
};

// `sample_step` [s]. InputError for options out of range, values that are not finite, and fewer than 8 samples.
// O(n log segment_length).
Spectrum welch(std::span<const double> x, double sample_step, const WelchOptions& options = {});

struct Peak {
  double frequency = 0;  // [Hz] centre
  double height = 0;     // [log10 units] above the background at the centre, with what other peaks add
  double bandwidth = 0;  // [Hz] 2w
  double p = std::numeric_limits<double>::quiet_NaN();  // of a peak as high anywhere in a spectrum that has none
  static constexpr double significant_below = 0.05;
  bool is_significant() const { return p < significant_below; }
};

struct AperiodicOptions {
  std::optional<double> low = {}, high = {};  // [Hz] range; absent: third frequency, 0.8 of the highest
  bool has_knee = false;
  int max_peaks = 6;
  double min_height = 0.1;                               // [log10 units]
  double threshold = 2;                                  // [1] in standard deviations of what is left
  std::optional<double> min_width = {}, max_width = {};  // [Hz] of 2w; absent: 2 and 12 frequency steps
  int n_surrogates = 1000;
  std::uint64_t seed = 1;
};

struct Aperiodic {
  double low = 0, high = 0;                                    // [Hz] as used
  double offset = std::numeric_limits<double>::quiet_NaN();    // b [log10 units]
  double knee = 0;                                             // k
  double exponent = std::numeric_limits<double>::quiet_NaN();  // chi [1]
  // of the exponent: its spread over surrogates, times what the residuals are wider than theirs; NaN without surrogates
  double exponent_se = std::numeric_limits<double>::quiet_NaN();
  double r_squared = std::numeric_limits<double>::quiet_NaN(),
         mean_abs_error = std::numeric_limits<double>::quiet_NaN();
  // [1] of background and significant peaks together, the smaller the better
  double bic = std::numeric_limits<double>::quiet_NaN();
  double min_width = 0, max_width = 0;  // [Hz] as used
  std::vector<Peak> peaks = {};         // in order of frequency
  std::vector<double> model = {};       // log10 P of background and significant peaks over the range
  std::string reason = {};              // why there is no fit
};
Aperiodic fit_aperiodic(const Spectrum& spectrum, const AperiodicOptions& options = {});
// Without and with a knee, the fit of smaller BIC = n ln(residual squares/n) + parameters ln n: a straight line laid on
// a spectrum that is flat below some frequency leaves hills that pass for peaks.
Aperiodic fit_either_background(const Spectrum& spectrum, AperiodicOptions options = {});

// The same spectrum of the series in random order, which keeps every value and no time; and the levels [as power] that
// noise without memory has, one-sided density, at all frequencies: white noise of the same variance s^2, 2 s^2 h; where
// all values are whole numbers >= 0, Poisson counts of the same mean m, 2 m h.
struct SpectrumControl {
  int n_realisations = 0;                                           // [1]
  std::vector<double> mean_power = {}, sd = {};                     // of each frequency
  double white_level = std::numeric_limits<double>::quiet_NaN();    // NaN unless Scaling::density
  double poisson_level = std::numeric_limits<double>::quiet_NaN();  // NaN also where the values are no counts
};
// Arguments as of welch. 20 realisations, of long series fewer (2e7 samples in all, at least 3), are enough.
SpectrumControl spectrum_control(std::span<const double> x, double sample_step, const WelchOptions& options,
                                 int n_realisations, std::uint64_t seed);
int spectrum_realisations(std::size_t n_samples);

// Their tables (somn/schema/fields.hpp).
schema::Fields<Peak> fields_of(const Peak*);
schema::Fields<Spectrum> fields_of(const Spectrum*);
schema::Fields<Aperiodic> fields_of(const Aperiodic*);
schema::Fields<SpectrumControl> fields_of(const SpectrumControl*);

}  // namespace somn::analysis
