// Gaussian records with power ~ f^-chi: circular noise of four times the length, a quarter cut out.
#include "calibration.hpp"

#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/signals/fourier.hpp>

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace somn::calibration {
namespace {

using namespace analysis;

std::vector<double> coloured(std::size_t n, double chi, CounterStream& random) {
  std::vector<double> x(4 * n);
  for (double& v : x) v = normal(random);
  Complexes half = forward_real(x);
  half[0] = 0;
  for (std::size_t k = 1; k < half.size(); ++k)
    half[k] *= std::pow(static_cast<double>(k) / static_cast<double>(half.size()), -chi / 2);
  x = inverse_real(half, 4 * n);
  x.resize(n);
  for (double& v : x) v /= static_cast<double>(4 * n);  // the transforms are not scaled
  return x;
}

struct Record {
  std::size_t n = 0;
  double chi = 0;
  std::string options_text = {};
  WelchOptions welch = {};
  bool has_knee = false;
};

void of_record(Count& count, std::int64_t replicas, const Record& r) {
  const std::string data = fmt::format("{} samples of {} noise{}", r.n,
                                       r.chi == 0 ? "white" : fmt::format("1/f^{:g}", r.chi), r.options_text);
  count(replicas,
        {{.statistic = "a peak with p < 0.05", .data = data, .nominal = 0.05, .tolerance = 0.02},
         {.statistic = "exponent ± 1.96 standard errors", .data = data, .nominal = 0.95, .tolerance = 0.02}},
        [&](CounterStream& random) {
          const Spectrum s = welch(coloured(r.n, r.chi, random), 1e-3, r.welch);
          const Aperiodic a = fit_aperiodic(s, {.has_knee = r.has_knee, .n_surrogates = 200, .seed = random()});
          const bool has_peak =
              std::any_of(a.peaks.begin(), a.peaks.end(), [](const Peak& p) { return p.is_significant(); });
          return std::array<int, 2>{has_peak, std::abs(a.exponent - r.chi) < 1.96 * a.exponent_se};
        });
}

}  // namespace

void spectrum(Count& count) {
  for (const double chi : {0.0, 1.0, 1.5}) {
    of_record(count, 1000, {.n = 1000, .chi = chi});
    of_record(count, 1000, {.n = 4000, .chi = chi});
    of_record(count, 200, {.n = 20000, .chi = chi});
  }
  of_record(count, 1000, {.n = 300, .chi = 1});
  of_record(count, 1000, {.n = 4000, .chi = 2});
  of_record(count, 1000,
            {.n = 4000,
             .chi = 1,
             .options_text = ", Blackman-Harris, 3/4 overlap",
             .welch = {.overlap = 0.75, .window = Window::blackman_harris}});
  of_record(count, 1000,
            {.n = 4000, .options_text = ", boxcar, no overlap", .welch = {.overlap = 0, .window = Window::boxcar}});
  of_record(count, 1000, {.n = 4000, .chi = 1, .options_text = ", median", .welch = {.averaging = Averaging::median}});
  of_record(count, 200, {.n = 4000, .chi = 1, .options_text = ", fitted with a knee", .has_knee = true});
  for (const double overlap : {0.0, 0.5, 0.75})
    for (const Averaging averaging : {Averaging::mean, Averaging::median})
      count(4000,
            {{.statistic = "95 % interval of the power at one frequency",
              .data = fmt::format("2000 samples of white noise, overlap {}, {}", overlap,
                                  averaging == Averaging::mean ? "mean" : "median"),
              .nominal = 0.95,
              .tolerance = 0.01}},
            [&](CounterStream& random) {
              const Spectrum s = welch(coloured(2000, 0, random), 0.5, {.overlap = overlap, .averaging = averaging});
              const double power = s.power[60];  // 2 h for unit variance
              return std::array<int, 1>{power * s.ci_low_factor < 1 && 1 < power * s.ci_high_factor};
            });
}

}  // namespace somn::calibration
