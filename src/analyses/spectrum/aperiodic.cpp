// fit_aperiodic, y = log10 P on the range:
//   background of y; flat = max(y - background, 0); background again, of the lowest 0.025 % of flat
//   flat = y - background; at most max_peaks times: the highest point, if above threshold x sd(flat) and min_height;
//     its width from the nearer half height; subtract that Gaussian
//   drop guesses nearer to the edge than their width, and of two that overlap the lower
//   all Gaussians together by least squares; background of y less the peaks; heights of the model over it
#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/minimise.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <boost/random/gamma_distribution.hpp>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

struct Points {
  std::vector<double> f, y;
};

struct Background {
  double offset = 0, knee = 0, exponent = 0;
  double at(double f) const { return offset - std::log10(knee + std::pow(f, exponent)); }
};

struct Gaussian {
  double centre = 0, height = 0, sd = 0;
  double at(double f) const { return height * std::exp(-0.5 * std::pow((f - centre) / sd, 2)); }
};

// In x = f/f0, f0 the middle of the range, so that the unit of frequency does not matter: y = c - log10(kappa + x^chi),
// c = b - chi log10 f0, kappa = k/f0^chi; kappa by its logarithm, which keeps it positive. A knee is searched from four
// places within the range.
Background fit_background(const Points& p, double start_exponent, bool has_knee) {
  const double f0 = std::sqrt(p.f.front() * p.f.back());
  LeastSquares best;
  for (int place = 1; place <= (has_knee ? 4 : 1); ++place) {
    const double at_knee = (2 * place - 5) / 5.0 * std::log(p.f.back() / f0);
    std::vector<Parameter> parameters{{p.y.front()}, {start_exponent}};
    if (has_knee) parameters.push_back({start_exponent * at_knee, -100, 100});
    const LeastSquares fit = least_squares(
        [&](std::span<const double> x, std::span<double> out) {
          const double kappa = has_knee ? std::exp(x[2]) : 0;
          for (std::size_t k = 0; k < p.f.size(); ++k) {
            const double r = p.y[k] - x[0] + std::log10(kappa + std::pow(p.f[k] / f0, x[1]));
            out[k] = std::isfinite(r) ? r : 1e6;
          }
        },
        p.f.size(), parameters);
    if (fit.residual_squares < best.residual_squares) best = fit;
  }
  const double chi = best.x[1];
  return {.offset = best.x[0] + chi * std::log10(f0),
          .knee = has_knee ? std::exp(best.x[2] + chi * std::log(f0)) : 0,
          .exponent = chi};
}

Background robust_background(const Points& p, bool has_knee) {
  const double slope = std::abs((p.y.back() - p.y.front()) / (std::log10(p.f.back()) - std::log10(p.f.front())));
  const Background first = fit_background(p, slope, has_knee);
  std::vector<double> flat(p.f.size());
  for (std::size_t k = 0; k < p.f.size(); ++k) flat[k] = std::max(0.0, p.y[k] - first.at(p.f[k]));
  std::vector<double> sorted = flat;
  std::sort(sorted.begin(), sorted.end());
  const double at = 0.00025 * static_cast<double>(sorted.size() - 1);
  const double limit = sorted[0] + at * (sorted[1] - sorted[0]);
  Points low;
  for (std::size_t k = 0; k < p.f.size(); ++k)
    if (flat[k] <= limit) low.f.push_back(p.f[k]), low.y.push_back(p.y[k]);
  return low.f.size() < 4 ? first : fit_background(low, first.exponent, has_knee);
}

double sd_of(const std::vector<double>& x) {
  const double n = static_cast<double>(x.size()), mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / n);
}

std::vector<Gaussian> guess_peaks(const Points& p, std::vector<double> flat, const AperiodicOptions& o, double min_sd,
                                  double max_sd) {
  const double step = (p.f.back() - p.f.front()) / static_cast<double>(p.f.size() - 1);
  std::vector<Gaussian> guesses;
  while (static_cast<int>(guesses.size()) < o.max_peaks) {
    const auto top = std::max_element(flat.begin(), flat.end()) - flat.begin();
    const double height = flat[static_cast<std::size_t>(top)];
    if (height <= o.threshold * sd_of(flat) || height <= o.min_height) break;
    std::ptrdiff_t side = -1;
    const auto n = static_cast<std::ptrdiff_t>(flat.size());
    for (std::ptrdiff_t k = top - 1; k > 0 && side < 0; --k)
      if (flat[static_cast<std::size_t>(k)] <= height / 2) side = top - k;
    for (std::ptrdiff_t k = top + 1; k < n && (side < 0 || k - top < side); ++k)
      if (flat[static_cast<std::size_t>(k)] <= height / 2) side = k - top;
    const double fwhm = static_cast<double>(2 * side) * step;
    const double sd = side < 0 ? min_sd + max_sd : fwhm / (2 * std::sqrt(2 * std::log(2.0)));
    const Gaussian g{p.f[static_cast<std::size_t>(top)], height, std::clamp(sd, min_sd, max_sd)};
    guesses.push_back(g);
    for (std::size_t k = 0; k < flat.size(); ++k) flat[k] -= g.at(p.f[k]);
  }
  std::erase_if(guesses,
                [&](const Gaussian& g) { return g.centre - p.f.front() <= g.sd || p.f.back() - g.centre <= g.sd; });
  std::sort(guesses.begin(), guesses.end(), [](const Gaussian& a, const Gaussian& b) { return a.centre < b.centre; });
  std::vector<bool> is_dropped(guesses.size());
  for (std::size_t k = 0; k + 1 < guesses.size(); ++k)
    if (guesses[k].centre + 0.75 * guesses[k].sd > guesses[k + 1].centre - 0.75 * guesses[k + 1].sd)
      is_dropped[guesses[k].height < guesses[k + 1].height ? k : k + 1] = true;
  std::vector<Gaussian> kept;
  for (std::size_t k = 0; k < guesses.size(); ++k)
    if (!is_dropped[k]) kept.push_back(guesses[k]);
  return kept;
}

std::vector<Gaussian> fit_peaks(const Points& p, const std::vector<double>& flat, const std::vector<Gaussian>& guesses,
                                double min_sd, double max_sd) {
  if (guesses.empty()) return {};
  std::vector<Parameter> parameters;
  for (const Gaussian& g : guesses) {
    parameters.push_back(
        {g.centre, std::max(p.f.front(), g.centre - 3 * g.sd), std::min(p.f.back(), g.centre + 3 * g.sd)});
    parameters.push_back({g.height, 0});
    parameters.push_back({g.sd, min_sd, max_sd});
  }
  const auto law = [](std::span<const double> x, std::size_t i) {
    return Gaussian{x[3 * i], x[3 * i + 1], x[3 * i + 2]};
  };
  const LeastSquares fit = least_squares(
      [&](std::span<const double> x, std::span<double> out) {
        for (std::size_t k = 0; k < p.f.size(); ++k) {
          out[k] = flat[k];
          for (std::size_t i = 0; i < guesses.size(); ++i) out[k] -= law(x, i).at(p.f[k]);
        }
      },
      p.f.size(), parameters);
  std::vector<Gaussian> peaks;
  for (std::size_t i = 0; i < guesses.size(); ++i) peaks.push_back(law(fit.x, i));
  return peaks;
}

// Highest log10 of chi^2_nu/nu over n frequencies, for each surrogate, in order.
std::vector<double> surrogate_heights(std::size_t n, double nu, const AperiodicOptions& o) {
  std::vector<double> heights = parallel_map(o.n_surrogates, 0, [&](std::int64_t b) {
    CounterStream random(o.seed, static_cast<std::uint64_t>(b));
    boost::random::gamma_distribution<double> gamma(nu / 2, 2 / nu);
    double largest = 0;
    for (std::size_t k = 0; k < n; ++k) largest = std::max(largest, gamma(random));
    return std::log10(largest);
  });
  std::sort(heights.begin(), heights.end());
  return heights;
}

}  // namespace

Aperiodic fit_either_background(const Spectrum& spectrum, AperiodicOptions o) {
  o.has_knee = false;
  Aperiodic plain = fit_aperiodic(spectrum, o);
  o.has_knee = true;
  Aperiodic with_knee = fit_aperiodic(spectrum, o);
  return with_knee.bic < plain.bic ? with_knee : plain;
}

Aperiodic fit_aperiodic(const Spectrum& spectrum, const AperiodicOptions& o) {
  Aperiodic a;
  const std::vector<double>& f = spectrum.frequencies;
  if (f.size() < 12) {
    a.reason = "fewer than 12 frequencies";
    return a;
  }
  a.low = std::max(o.low.value_or(f[2]), f[1]);
  a.high = o.high.value_or(0.8 * f.back());
  Points p;
  for (std::size_t k = 1; k < f.size(); ++k)
    if (f[k] >= a.low && f[k] <= a.high) {
      p.f.push_back(f[k]);
      p.y.push_back(std::log10(spectrum.power[k]));
    }
  if (p.f.size() < 10 || !std::all_of(p.y.begin(), p.y.end(), [](double y) { return std::isfinite(y); })) {
    a.reason = p.f.size() < 10 ? "fewer than 10 frequencies in the range" : "the power is 0 at some frequency";
    return a;
  }
  const double step = f[1] - f[0];
  a.min_width = o.min_width.value_or(2 * step);
  a.max_width = o.max_width.value_or(12 * step);
  const double min_sd = a.min_width / 2, max_sd = std::max(a.max_width, a.min_width) / 2;
  const Background first = robust_background(p, o.has_knee);
  std::vector<double> flat(p.f.size());
  for (std::size_t k = 0; k < p.f.size(); ++k) flat[k] = p.y[k] - first.at(p.f[k]);
  const std::vector<Gaussian> peaks = fit_peaks(p, flat, guess_peaks(p, flat, o, min_sd, max_sd), min_sd, max_sd);
  const auto peak_sum = [&](double at) {
    return std::accumulate(peaks.begin(), peaks.end(), 0.0,
                           [&](double sum, const Gaussian& g) { return sum + g.at(at); });
  };
  Points rest = p;
  for (std::size_t k = 0; k < p.f.size(); ++k) rest.y[k] -= peak_sum(p.f[k]);
  const double slope = std::abs((rest.y.back() - rest.y.front()) / (std::log10(p.f.back()) - std::log10(p.f.front())));
  const Background b = fit_background(rest, slope, o.has_knee);
  a.offset = b.offset;
  a.knee = b.knee;
  a.exponent = b.exponent;
  double error = 0, squares = 0, mean_y = 0, mean_m = 0;
  for (std::size_t k = 0; k < p.f.size(); ++k) {
    a.model.push_back(b.at(p.f[k]) + peak_sum(p.f[k]));
    error += std::abs(p.y[k] - a.model[k]);
    squares += std::pow(p.y[k] - a.model[k], 2);
    mean_y += p.y[k];
    mean_m += a.model[k];
  }
  const double n = static_cast<double>(p.f.size());
  double yy = 0, mm = 0, ym = 0;
  for (std::size_t k = 0; k < p.f.size(); ++k) {
    const double y = p.y[k] - mean_y / n, m = a.model[k] - mean_m / n;
    yy += y * y;
    mm += m * m;
    ym += y * m;
  }
  a.r_squared = ym * ym / (yy * mm);
  a.mean_abs_error = error / n;
  a.bic = n * std::log(squares / n) + (2 + o.has_knee + 3 * static_cast<double>(peaks.size())) * std::log(n);
  const std::vector<double> heights =
      peaks.empty() ? std::vector<double>{} : surrogate_heights(p.f.size(), spectrum.degrees_of_freedom, o);
  for (const Gaussian& g : peaks) {
    const auto nearest = std::min_element(
        p.f.begin(), p.f.end(), [&](double x, double y) { return std::abs(x - g.centre) < std::abs(y - g.centre); });
    const auto k = static_cast<std::size_t>(nearest - p.f.begin());
    Peak peak{.frequency = g.centre, .height = a.model[k] - b.at(p.f[k]), .bandwidth = 2 * g.sd};
    if (!heights.empty())
      peak.p = static_cast<double>(heights.end() - std::lower_bound(heights.begin(), heights.end(), peak.height)) /
               static_cast<double>(heights.size());
    a.peaks.push_back(peak);
  }
  return a;
}

}  // namespace somn::analysis
