// fit_aperiodic, u = f in frequency steps, y = log10 P less its mean, on the range:
//   background of y; flat = max(y - background, 0); background again, of the lowest 0.025 % of flat
//   flat = y - background; at most max_peaks times: the highest point, if above threshold x sd(flat) and min_height;
//     its width from the nearer half height; subtract that Gaussian
//   drop guesses nearer to the edge than their width, and of two that overlap the lower
//   all Gaussians together by least squares
//   again and again: background of y less the accepted peaks; p of every other peak from the residuals at its centre;
//     accept the one of least p < 0.05
//   where one was accepted: background of y less all of them
#include <somn/analyses/spectrum/peak_test.hpp>
#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/statistics/minimise.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

struct Points {
  std::vector<double> f, y;  // [frequency steps], [log10 units]
};

struct Background {
  double offset = 0, knee = 0, exponent = 0;
  double at(double f) const { return offset - std::log10(knee + std::pow(f, exponent)); }
};

struct Gaussian {
  double centre = 0, height = 0, sd = 0;
  double at(double f) const { return height * std::exp(-0.5 * std::pow((f - centre) / sd, 2)); }
};

Background fit_line(const Points& p) {
  const double n = static_cast<double>(p.f.size());
  double mx = 0, my = 0, xx = 0, xy = 0;
  for (std::size_t k = 0; k < p.f.size(); ++k) mx += std::log10(p.f[k]) / n, my += p.y[k] / n;
  for (std::size_t k = 0; k < p.f.size(); ++k) {
    const double dx = std::log10(p.f[k]) - mx;
    xx += dx * dx, xy += dx * (p.y[k] - my);
  }
  const double chi = -xy / xx;
  return {.offset = my + chi * mx, .exponent = chi};
}

// With a knee: in x = f/f0, f0 the middle of the range, y = c - log10(kappa + x^chi), c = b - chi log10 f0,
// kappa = k/f0^chi, by its logarithm, which keeps it positive; searched from four places within the range.
Background fit_background(const Points& p, double start_exponent, bool has_knee) {
  if (!has_knee) return fit_line(p);
  const double f0 = std::sqrt(p.f.front() * p.f.back());
  LeastSquares best;
  for (int place = 1; place <= 4; ++place) {
    const double at_knee = (2 * place - 5) / 5.0 * std::log(p.f.back() / f0);
    const LeastSquares fit = least_squares(
        [&](std::span<const double> x, std::span<double> out) {
          for (std::size_t k = 0; k < p.f.size(); ++k) {
            const double r = p.y[k] - x[0] + std::log10(std::exp(x[2]) + std::pow(p.f[k] / f0, x[1]));
            out[k] = std::isfinite(r) ? r : 1e6;
          }
        },
        p.f.size(), {{p.y.front()}, {start_exponent}, {start_exponent * at_knee, -100, 100}});
    if (fit.residual_squares < best.residual_squares) best = fit;
  }
  const double chi = best.x[1];
  return {
      .offset = best.x[0] + chi * std::log10(f0), .knee = std::exp(best.x[2] + chi * std::log(f0)), .exponent = chi};
}

double end_to_end_slope(const Points& p) {
  return std::abs((p.y.back() - p.y.front()) / (std::log10(p.f.back()) - std::log10(p.f.front())));
}

constexpr double last_leak = 24;  // [frequency steps] beyond, neighbours are alike

// The background behind what the window makes of it at low frequencies: fitted, its leakage taken off, fitted again.
Background fit_through_window(const Points& p, double start_exponent, bool has_knee,
                              const std::vector<double>& window) {
  Background b = fit_background(p, start_exponent, has_knee);
  for (int round = 0; round < 2 && !window.empty(); ++round) {
    Points less = p;
    for (std::size_t k = 0; k < p.f.size() && p.f[k] <= last_leak; ++k)
      less.y[k] -= leakage(window, p.f[k], [&](double v) { return 1 / (b.knee + std::pow(v, b.exponent)); });
    b = fit_background(less, b.exponent, has_knee);
  }
  return b;
}

Background robust_background(const Points& p, bool has_knee) {
  const Background first = fit_background(p, end_to_end_slope(p), has_knee);
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
    const double fwhm = static_cast<double>(2 * side);
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

// Of the background by offset, exponent and ln knee.
Eigen::MatrixXd derivatives_of(const Background& b, const Points& p) {
  Eigen::MatrixXd d(static_cast<Eigen::Index>(p.f.size()), b.knee > 0 ? 3 : 2);
  for (Eigen::Index k = 0; k < d.rows(); ++k) {
    const double f = p.f[static_cast<std::size_t>(k)], power = std::pow(f, b.exponent), sum = b.knee + power;
    d(k, 0) = 1;
    d(k, 1) = -power / sum * std::log10(f);
    if (b.knee > 0) d(k, 2) = -b.knee / sum / std::log(10.0);
  }
  return d;
}

struct Candidate {
  Gaussian shape = {};
  double p = std::numeric_limits<double>::quiet_NaN();
  bool is_accepted = false;
};

struct Decomposition {
  Background background = {};
  std::vector<Candidate> candidates = {};
  double exponent_se = std::numeric_limits<double>::quiet_NaN();
  double seen_at(double f, const std::vector<double>& window) const {
    const auto form = [this](double v) { return 1 / (background.knee + std::pow(v, background.exponent)); };
    return background.at(f) + (f <= last_leak ? leakage(window, f, form) : 0);
  }
  double accepted_at(double f) const {
    double sum = 0;
    for (const Candidate& c : candidates) sum += c.is_accepted ? c.shape.at(f) : 0;
    return sum;
  }
};

Decomposition decompose(const Points& p, const std::vector<Gaussian>& peaks, const PeakSearch& search, bool has_knee) {
  Decomposition d;
  for (const Gaussian& g : peaks) d.candidates.push_back({.shape = g});
  const PeakFilter filter(search, p.f.size());
  PeakNull null;  // of a line the same for every line
  while (true) {
    Points rest = p;
    for (std::size_t k = 0; k < p.f.size(); ++k) rest.y[k] -= d.accepted_at(p.f[k]);
    d.background = fit_through_window(rest, end_to_end_slope(rest), has_knee, search.window_cosines);
    if (search.n_surrogates <= 0) return d;
    Eigen::VectorXd r(static_cast<Eigen::Index>(p.f.size()));
    for (std::size_t k = 0; k < p.f.size(); ++k)
      r[static_cast<Eigen::Index>(k)] = rest.y[k] - d.seen_at(p.f[k], search.window_cosines);
    if (null.largest.empty() || has_knee) null = peak_null(search, filter, derivatives_of(d.background, p));
    const double n = static_cast<double>(p.f.size());
    d.exponent_se = null.parameter_sd[1] * std::max(1.0, std::sqrt(r.squaredNorm() / n) / null.residual_sd);
    Candidate* best = nullptr;
    for (Candidate& c : d.candidates) {
      if (c.is_accepted) continue;
      const double centre = c.shape.centre - p.f.front();
      const double reach = std::max(1.0, c.shape.sd);
      c.p = null.p_of(filter.largest(r, std::lround(centre - reach), std::lround(centre + reach)));
      if (best == nullptr || c.p < best->p || (c.p == best->p && c.shape.height > best->shape.height)) best = &c;
    }
    if (best == nullptr || !(best->p < Peak::significant_below)) break;
    best->is_accepted = true;
  }
  if (std::none_of(d.candidates.begin(), d.candidates.end(), [](const Candidate& c) { return c.is_accepted; }))
    return d;
  // A spectrum with peaks: less all that were fitted together, as Donoghue et al. have it. One without has none to take off.
  Points rest = p;
  for (std::size_t k = 0; k < p.f.size(); ++k)
    for (const Candidate& c : d.candidates) rest.y[k] -= c.shape.at(p.f[k]);
  d.background = fit_through_window(rest, end_to_end_slope(rest), has_knee, search.window_cosines);
  return d;
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
  const double step = f[1] - f[0];
  Points p;
  for (std::size_t k = 1; k < f.size(); ++k)
    if (f[k] >= a.low && f[k] <= a.high) {
      p.f.push_back(static_cast<double>(k));
      p.y.push_back(std::log10(spectrum.power[k]));
    }
  if (p.f.size() < 10 || !std::all_of(p.y.begin(), p.y.end(), [](double y) { return std::isfinite(y); })) {
    a.reason = p.f.size() < 10 ? "fewer than 10 frequencies in the range" : "the power is 0 at some frequency";
    return a;
  }
  a.min_width = o.min_width.value_or(2 * step);
  a.max_width = o.max_width.value_or(12 * step);
  const double min_sd = a.min_width / 2 / step, max_sd = std::max(a.max_width, a.min_width) / 2 / step;
  const double n = static_cast<double>(p.f.size()), level = std::accumulate(p.y.begin(), p.y.end(), 0.0) / n;
  // To ten decimals: what another unit changes in the last bits must not send a search another way.
  for (double& y : p.y) y = std::round((y - level) * 1e10) / 1e10;

  const Background first = robust_background(p, o.has_knee);
  std::vector<double> flat(p.f.size());
  for (std::size_t k = 0; k < p.f.size(); ++k) flat[k] = p.y[k] - first.at(p.f[k]);
  const std::vector<Gaussian> peaks = fit_peaks(p, flat, guess_peaks(p, flat, o, min_sd, max_sd), min_sd, max_sd);
  const Decomposition d = decompose(p, peaks,
                                    {.window_cosines = spectrum.window_cosines,
                                     .degrees_of_freedom = spectrum.degrees_of_freedom,
                                     .least_sd = min_sd,
                                     .largest_sd = max_sd,
                                     .n_surrogates = o.n_surrogates,
                                     .seed = o.seed},
                                    o.has_knee);
  const Background& b = d.background;
  a.offset = b.offset + level + b.exponent * std::log10(step);
  a.knee = b.knee * std::pow(step, b.exponent);
  a.exponent = b.exponent;
  a.exponent_se = d.exponent_se;
  double error = 0, squares = 0, mean_m = 0;
  for (std::size_t k = 0; k < p.f.size(); ++k) {
    const double model = b.at(p.f[k]) + d.accepted_at(p.f[k]);
    a.model.push_back(model + level);
    error += std::abs(p.y[k] - model);
    squares += std::pow(p.y[k] - model, 2);
    mean_m += model / n;
  }
  double yy = 0, mm = 0, ym = 0;
  for (std::size_t k = 0; k < p.f.size(); ++k) {
    const double y = p.y[k], m = a.model[k] - level - mean_m;
    yy += y * y;
    mm += m * m;
    ym += y * m;
  }
  a.r_squared = ym * ym / (yy * mm);
  a.mean_abs_error = error / n;
  const auto n_accepted =
      std::count_if(d.candidates.begin(), d.candidates.end(), [](auto& c) { return c.is_accepted; });
  a.bic = n * std::log(squares / n) + (2 + o.has_knee + 3 * static_cast<double>(n_accepted)) * std::log(n);
  for (const Candidate& c : d.candidates) {
    double height = 0;
    for (const Candidate& other : d.candidates) height += other.shape.at(c.shape.centre);
    a.peaks.push_back(
        {.frequency = c.shape.centre * step, .height = height, .bandwidth = 2 * c.shape.sd * step, .p = c.p});
  }
  return a;
}

}  // namespace somn::analysis
