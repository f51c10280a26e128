#include <somn/analyses/isi/interval_models.hpp>
#include <somn/power_laws/alternatives.hpp>
#include <somn/power_laws/cut_off_law.hpp>
#include <somn/spike_trains/resolution.hpp>

#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <span>

namespace somn::analysis {
namespace {

using plain_double = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

// Sums over intervals are sums over cells: the intervals themselves, or, of very many, groups within 1e-4 of each other,
// which are as good as their mean to (1e-4)^2/24.
struct Sample {
  std::vector<double> x;                    // ascending
  std::vector<double> cells, counts, logs;  // counts empty: 1 each; ln of the cells
  double n = 0, mean = 0, mean_log = 0;
  double count(std::size_t k) const { return counts.empty() ? 1 : counts[k]; }
  template <class F>
  double sum(F&& f) const {
    double total = 0;
    for (std::size_t k = 0; k < cells.size(); ++k) total += count(k) * f(cells[k]);
    return total;
  }
};

void add_cells(Sample& s) {
  constexpr std::size_t most = 200000;
  if (s.x.size() <= most) {
    s.cells = s.x;
  } else {
    for (std::size_t first = 0, end = 0; first < s.x.size(); first = end) {
      double sum = 0;
      for (; end < s.x.size() && s.x[end] <= s.x[first] * (1 + 1e-4); ++end) sum += s.x[end];
      const double n = static_cast<double>(end - first);
      s.cells.push_back(sum / n);
      s.counts.push_back(n);
    }
  }
  for (const double x : s.cells) s.logs.push_back(std::log(x));
}

double normal_cdf(double z) {
  return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

// Largest distance of the distribution of the intervals from `cdf`, exact: between two looked-at places of a long sample
// both rise, which bounds the distance there; only where the bound is above what was found is every place looked at.
template <class Cdf>
double ks(const Sample& s, Cdf cdf) {
  constexpr std::size_t stride = 256;
  double d = 0;
  const auto look = [&](std::size_t k) {
    const double f = cdf(s.x[k]), i = static_cast<double>(k);
    d = std::max({d, std::abs(i / s.n - f), std::abs((i + 1) / s.n - f)});
    return f;
  };
  if (s.x.size() <= 64 * stride) {
    for (std::size_t k = 0; k < s.x.size(); ++k) look(k);
    return d;
  }
  std::vector<double> at;
  for (std::size_t k = 0; k < s.x.size(); k += stride) at.push_back(look(k));
  for (std::size_t b = 0; b < at.size(); ++b) {
    const std::size_t first = b * stride, end = std::min(first + stride, s.x.size());
    const double high = b + 1 < at.size() ? at[b + 1] : 1;
    const double bound = std::max(high - static_cast<double>(first + 1) / s.n, static_cast<double>(end) / s.n - at[b]);
    for (std::size_t k = first + 1; k < end && bound > d; ++k) look(k);
  }
  return d;
}

IntervalModel exponential(const Sample& s) {
  return {.name = "exponential",
          .parameters = {{"scale_s", s.mean}},
          .log_likelihood = -s.n * (std::log(s.mean) + 1),
          .ks_distance = ks(s, [&](double x) { return -std::expm1(-x / s.mean); })};
}

// ln k - psi(k) = ln mean - mean ln, Newton in ln k.
IntervalModel gamma(const Sample& s) {
  const double gap = std::log(s.mean) - s.mean_log;
  if (!(gap > 1e-15)) return {.name = "gamma"};  // equal but for rounding
  double k = (3 - gap + std::sqrt((gap - 3) * (gap - 3) + 24 * gap)) / (12 * gap);
  for (int step = 0; step < 100 && k < 1e8; ++step) {
    const double f = std::log(k) - boost::math::digamma(k) - gap, slope = 1 - k * boost::math::trigamma(k);
    const double change = -f / slope;
    k *= std::exp(std::clamp(change, -2.0, 2.0));
    if (std::abs(change) < 1e-14) break;
  }
  const double scale = s.mean / k;
  return {.name = "gamma",
          .parameters = {{"shape", k}, {"scale_s", scale}},
          .log_likelihood = s.n * ((k - 1) * s.mean_log - k - std::lgamma(k) - k * std::log(scale)),
          .ks_distance = ks(s, [&](double x) {
            if (k > 1e8) return normal_cdf((x / s.mean - 1) * std::sqrt(k));  // nearly equal intervals
            return boost::math::gamma_p(k, x / scale, plain_double());
          })};
}

IntervalModel lognormal(const Sample& s) {
  const double mu = s.mean_log;
  const double sigma = std::sqrt(s.sum([&](double x) { return std::pow(std::log(x) - mu, 2); }) / s.n);
  const double log_two_pi = std::log(2 * std::acos(-1.0));
  return {.name = "lognormal",
          .parameters = {{"shape", sigma}, {"scale_s", std::exp(mu)}},
          .log_likelihood = -s.n * (mu + std::log(sigma) + 0.5 * (log_two_pi + 1)),
          .ks_distance = ks(s, [&](double x) { return normal_cdf((std::log(x) - mu) / sigma); })};
}

// p = sqrt(lambda/2 pi x^3) exp(-lambda (x - m)^2/2 m^2 x), 1/lambda = mean 1/x - 1/m; scipy's mu = m/lambda.
IntervalModel inverse_gaussian(const Sample& s) {
  const double m = s.mean, lambda = s.n / s.sum([&](double x) { return 1 / x - 1 / m; });
  const double log_two_pi = std::log(2 * std::acos(-1.0));
  return {.name = "inverse_gaussian",
          .parameters = {{"mu", m / lambda}, {"scale_s", lambda}, {"mean_s", m}},
          .log_likelihood = 0.5 * s.n * (std::log(lambda) - log_two_pi - 1) - 1.5 * s.n * s.mean_log,
          .ks_distance = ks(s, [&](double x) {
            const double r = std::sqrt(lambda / x), z = r * (x / m + 1);
            // e^(2 lambda/m) Phi(-z), with the exponent inside the logarithm of the tail
            const double log_tail =
                z < 30 ? std::log(0.5 * std::erfc(z / std::sqrt(2.0))) : -z * z / 2 - std::log(z) - 0.5 * log_two_pi;
            return normal_cdf(r * (x / m - 1)) + std::exp(2 * lambda / m + log_tail);
          })};
}

// 1/c = sum x^c ln x/sum x^c - mean ln: the right side rises with c.
IntervalModel weibull(const Sample& s) {
  const double largest = s.cells.back(), log_largest = s.logs.back();
  const auto excess = [&](double c) {
    double sum = 0, with_log = 0;
    for (std::size_t k = 0; k < s.logs.size(); ++k) {
      const double l = s.logs[k] - log_largest, w = s.count(k) * std::exp(c * l);
      sum += w;
      with_log += w * l;
    }
    return with_log / sum - (s.mean_log - log_largest) - 1 / c;
  };
  double low = 1e-6, high = 1;
  while (excess(high) < 0 && high < 1e9) high *= 2;
  if (!(excess(high) > 0)) return {.name = "weibull"};  // equal but for rounding
  std::uintmax_t n_steps = 100;
  const auto bracket =
      boost::math::tools::toms748_solve(excess, low, high, boost::math::tools::eps_tolerance<double>(50), n_steps);
  const double c = (bracket.first + bracket.second) / 2;
  const double scale = largest * std::pow(s.sum([&](double x) { return std::pow(x / largest, c); }) / s.n, 1 / c);
  return {.name = "weibull",
          .parameters = {{"shape", c}, {"scale_s", scale}},
          .log_likelihood = s.n * (std::log(c) - c * std::log(scale) + (c - 1) * s.mean_log - 1),
          .ks_distance = ks(s, [&](double x) { return -std::expm1(-std::pow(x / scale, c)); })};
}

IntervalModel cut_off_power_law(const Sample& s) {
  const double xmin = s.x.front();
  const double hill = 1 + s.n / s.sum([&](double x) { return std::log(x / xmin); });
  const Comparison fit = compare_truncated(
      {.is_discrete = false, .xmin = xmin, .alpha = hill, .values = s.cells, .counts = s.counts});
  if (fit.parameters.empty()) return {.name = "power_law_with_cut_off"};
  const double alpha = fit.parameters[0].second, lambda = fit.parameters[1].second;
  IntervalModel model{.name = "power_law_with_cut_off",
                      .parameters = {{"alpha", alpha}, {"lambda_per_s", lambda}, {"xmin_s", xmin}},
                      .log_likelihood = fit.log_likelihood};
  if (lambda > 0) model.ks_distance = ks(s, CutOffCdf(alpha, lambda * xmin, s.cells));
  return model;
}

// The end of the bin that `first` is in: steps that double, then halves.
const double* bin_end(const double* first, const double* last, double bin, const Segment& segment, double window,
                      const Resolution& r) {
  const auto is_within = [&](double t) { return r.bin(t, segment.start, window) <= bin; };
  std::ptrdiff_t step = 1;
  const double* low = first;
  while (last - low > step && is_within(low[step])) low += step, step *= 2;
  return std::partition_point(low, std::min(last, low + step + 1), is_within);
}

double window_fano(std::span<const std::span<const double>> events, const std::vector<Segment>& segments, double window,
                   const Resolution& r, std::int64_t& n_windows) {
  double n = 0, sum = 0, squares = 0;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const double n_bins = r.whole_bins(segments[s].length(), window);
    n += n_bins;
    const double *at = events[s].data(), *const last = at + events[s].size();
    while (at != last) {
      const double bin = r.bin(*at, segments[s].start, window);
      if (bin >= n_bins) break;
      const double* const end = bin_end(at, last, bin, segments[s], window, r);
      const auto count = static_cast<double>(end - at);
      sum += count;
      squares += count * count;
      at = end;
    }
  }
  n_windows = static_cast<std::int64_t>(n);
  const double mean = sum / n;
  return (squares / n - mean * mean) / mean;
}

}  // namespace

IntervalModels fit_intervals(std::vector<double> intervals) {
  IntervalModels result;
  Sample s;
  const std::size_t n_all = intervals.size();
  std::erase_if(intervals, [](double i) { return !(i > 0 && std::isfinite(i)); });
  s.x = std::move(intervals);
  result.n_zero = static_cast<std::int64_t>(n_all - s.x.size());
  std::sort(s.x.begin(), s.x.end());
  result.n = static_cast<std::int64_t>(s.x.size());
  if (s.x.size() < 5 || s.x.front() == s.x.back()) {
    result.reason = s.x.size() < 5 ? "fewer than 5 intervals above 0" : "all intervals are equal";
    return result;
  }
  s.n = static_cast<double>(s.x.size());
  add_cells(s);
  s.mean = s.sum([](double x) { return x; }) / s.n;
  double log_sum = 0;
  for (std::size_t k = 0; k < s.logs.size(); ++k) log_sum += s.count(k) * s.logs[k];
  s.mean_log = log_sum / s.n;
  result.models = {exponential(s), gamma(s), lognormal(s), inverse_gaussian(s), weibull(s), cut_off_power_law(s)};
  for (IntervalModel& m : result.models) {
    const double k = m.name == "exponential" ? 1 : m.name == "power_law_with_cut_off" ? 3 : 2;
    m.aic = 2 * k - 2 * m.log_likelihood;
    m.aicc = m.aic + 2 * k * (k + 1) / (s.n - k - 1);
  }
  std::stable_sort(result.models.begin(), result.models.end(), [](const IntervalModel& a, const IntervalModel& b) {
    return a.aicc < b.aicc || (std::isnan(b.aicc) && !std::isnan(a.aicc));
  });
  return result;
}

FanoCurve fano_curve(const std::vector<double>& times, const std::vector<Segment>& segments, int per_decade) {
  FanoCurve curve;
  double length = 0;
  for (const Segment& s : segments) length += s.length();
  const double n = static_cast<double>(times.size());
  if (times.size() < 10 || !(length > 0)) return curve;
  const Resolution resolution = resolution_of(times, segments);
  const std::vector<std::span<const double>> events = split(times, segments, resolution);
  for (int k = 0; true; ++k) {
    const double window = length / n * std::pow(10, static_cast<double>(k) / per_decade);
    if (window > length / 10 * (1 + 1e-9)) break;
    std::int64_t n_windows = 0;
    const double fano = window_fano(events, segments, window, resolution, n_windows);
    if (n_windows < 10) break;
    curve.windows.push_back(window);
    curve.fano.push_back(fano);
    curve.n_windows.push_back(n_windows);
  }
  return curve;
}

}  // namespace somn::analysis
