// fit_sorted: S_k = sum of ln x over the k largest, once; then a(xmin) costs nothing
//   candidate i: distance at about 40 values of its tail first, then, while below the least so far, everywhere (branch
//   and bound)
//   more than 10000 distinct values: candidates at 1000 log-spaced ranks; then all between the neighbours of the best
// surrogate: head resampled, tail xmin v^(-1/(a-1)) with v uniform order statistics (sums of exponential gaps)
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/power_laws/power_law_sampler.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/lattice.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <array>
#include <boost/random/gamma_distribution.hpp>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace somn::analysis {
namespace {

constexpr std::size_t most_exact_candidates = 10000, n_grid = 1000;

// The law on 1..h in ln(x/xmin), h = ln(xmax/xmin), perhaps infinite.
struct Law {
  double alpha = 0, h = 0;
  double cdf(double log_u) const {
    const double c = 1 - alpha;
    if (std::isinf(h)) return -std::expm1(c * log_u);
    if (std::abs(c * h) < 1e-12) return log_u / h;
    return std::expm1(c * log_u) / std::expm1(c * h);
  }
  double quantile(double v) const {
    const double c = 1 - alpha;
    if (std::isinf(h)) return std::log1p(-v) / c;
    if (std::abs(c * h) < 1e-12) return v * h;
    return std::log1p(v * std::expm1(c * h)) / c;
  }
};

struct Moments {
  double mean = 0, variance = 0;
};

// Of ln(x/xmin), density e^(c t) on 0..h.
Moments moments(double c, double h) {
  const double z = c * h;
  if (std::abs(z) < 1e-3) return {h * (0.5 + z / 12), h * h * (1.0 / 12 - z * z / 240)};
  const double e = std::exp(-std::abs(z)), m = 1 / (1 - e) - 1 / std::abs(z);  // for z > 0, of t/h
  const double variance = h * h * (1 / (z * z) - e / ((1 - e) * (1 - e)));
  return {h * (z > 0 ? m : 1 - m), variance};
}

double solve_alpha(double mean_log, double h) {
  if (std::isinf(h)) return 1 + 1 / mean_log;
  if (!(mean_log > 0 && mean_log < h)) return std::numeric_limits<double>::quiet_NaN();
  double low = -700 / h, high = 700 / h;  // of c: the mean rises with it
  double c = std::clamp(-1 / mean_log, low, high);
  for (int step = 0; step < 200; ++step) {
    const Moments m = moments(c, h);
    (m.mean > mean_log ? high : low) = c;
    double next = c - (m.mean - mean_log) / m.variance;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (std::abs(next - c) <= 1e-14 * (1 + std::abs(c))) return 1 - next;
    c = next;
  }
  return 1 - c;
}

// The values <= xmax in ascending order, their logarithms, and what sums over a tail need.
class Sample {
 public:
  Sample(std::span<const double> values, const ContinuousOptions& options) : options_(options) {
    const auto end = std::upper_bound(values.begin(), values.end(), options.xmax);
    x_ = values.first(static_cast<std::size_t>(end - values.begin()));
    logs_.resize(x_.size());
    for (std::size_t i = 0; i < x_.size(); ++i) {
      logs_[i] = std::log(x_[i]);
      if (i == 0 || x_[i] != x_[i - 1]) starts_.push_back(i);
    }
    tail_sums_.resize(x_.size() + 1);
    for (std::size_t i = x_.size(); i-- > 0;) tail_sums_[i] = tail_sums_[i + 1] + logs_[i];
  }

  std::span<const double> x() const { return x_; }
  const std::vector<std::size_t>& starts() const { return starts_; }  // first index of each distinct value

  Law law(std::size_t first, double xmin) const {
    const double log_xmin = std::log(xmin), n = static_cast<double>(x_.size() - first);
    const double h = std::log(options_.xmax) - log_xmin;
    return {solve_alpha(tail_sums_[first] / n - log_xmin, h), h};
  }

  // KS distance of the values from the distinct one `candidate` on; given up once it reaches `enough`. First looked at:
  // where the last candidates failed, for neighbours fail at the same place, then 40 others; then everywhere, but for
  // stretches that cannot hold the largest: F and F_n both rise, so that on a stretch
  //   |F_n - F| <= max(F_n(last) - F(first), F(last) - F_n(first))
  double distance(const Law& law, std::size_t candidate, double xmin, double enough) const {
    const double log_xmin = std::log(xmin), n = static_cast<double>(x_.size() - starts_[candidate]);
    const std::size_t end = starts_.size(), last_rank = options_.ks == KsSide::left ? 1 : 0;
    const auto below = [&](std::size_t m) { return static_cast<double>(starts_[m] - starts_[candidate]) / n; };
    const auto upto = [&](std::size_t m) {  // both: F_n(x); left: below the last of the equal values
      const std::size_t next = m + 1 < end ? starts_[m + 1] : x_.size();
      return static_cast<double>(next - last_rank - starts_[candidate]) / n;
    };
    double d = 0;
    std::size_t worst = candidate;
    const auto look = [&](std::size_t m) {
      const double f = law.cdf(logs_[starts_[m]] - log_xmin),
                   here = std::max(std::abs(below(m) - f), std::abs(upto(m) - f));
      if (here > d) d = here, worst = m;
      return f;
    };
    for (const std::size_t m : hot_)
      if (m >= candidate && d < enough) look(m);
    const std::size_t step = (end - candidate) / 40 + 1;
    for (std::size_t m = candidate + step / 2; m < end && d < enough; m += step) look(m);
    const auto search = [&](const auto& self, std::size_t first, double f_first, std::size_t last, double f_last) {
      if (last - first < 2 || d >= enough || std::max(upto(last) - f_first, f_last - below(first)) <= d) return;
      const std::size_t middle = first + (last - first) / 2;
      const double f = look(middle);
      self(self, first, f_first, middle, f);
      self(self, middle, f, last, f_last);
    };
    if (d < enough) {
      const double f_first = look(candidate), f_last = look(end - 1);
      search(search, candidate, f_first, end - 1, f_last);
    }
    if (std::find(hot_.begin(), hot_.end(), worst) == hot_.end()) hot_[n_hot_++ % hot_.size()] = worst;
    return d;
  }

  double log_sum(std::size_t first) const { return tail_sums_[first]; }

 private:
  const ContinuousOptions& options_;
  std::span<const double> x_;
  std::vector<double> logs_, tail_sums_;
  std::vector<std::size_t> starts_;
  mutable std::array<std::size_t, 8> hot_{};  // where recent distances were largest
  mutable std::size_t n_hot_ = 0;
};

struct Best {
  std::size_t candidate = 0;  // index into starts
  double distance = std::numeric_limits<double>::infinity();
  std::int64_t n_tried = 0;
};

void try_candidate(const Sample& s, std::size_t candidate, const ContinuousOptions& options, Best& best) {
  const std::size_t first = s.starts()[candidate];
  const auto n_tail = static_cast<std::int64_t>(s.x().size() - first);
  const auto n_distinct = static_cast<std::int64_t>(s.starts().size() - candidate);
  if (n_tail < options.min_tail || n_distinct < options.min_distinct) return;
  ++best.n_tried;
  const double xmin = s.x()[first];
  const Law law = s.law(first, xmin);
  if (std::isnan(law.alpha)) return;
  const double d = s.distance(law, candidate, xmin, best.distance);
  if (d > best.distance || (d == best.distance && candidate > best.candidate)) return;
  best.distance = d;
  best.candidate = candidate;
}

std::size_t search(const Sample& s, const ContinuousOptions& options, std::int64_t& n_tried) {
  Best best;
  const std::size_t n = s.starts().size();
  if (n <= most_exact_candidates) {
    for (std::size_t c = n; c-- > 0;) try_candidate(s, c, options, best);
  } else {
    std::vector<std::size_t> grid;  // ranks from the largest value down, in equal steps of their logarithm
    for (std::size_t k = 0; k <= n_grid; ++k) {
      const double rank = std::exp(std::log(static_cast<double>(n)) * static_cast<double>(k) / n_grid);
      const std::size_t c = n - std::min(n, static_cast<std::size_t>(std::lround(rank)));
      if (grid.empty() || grid.back() != c) grid.push_back(c);
    }
    for (const std::size_t c : grid) try_candidate(s, c, options, best);
    const auto at = std::find(grid.begin(), grid.end(), best.candidate);
    if (at != grid.end()) {
      const std::size_t high = at == grid.begin() ? *at : *(at - 1), low = at + 1 == grid.end() ? *at : *(at + 1);
      const std::size_t step = std::max<std::size_t>(1, (high - low) / 1000);
      for (std::size_t c = low; c <= high; c += step) try_candidate(s, c, options, best);
    }
  }
  n_tried = best.n_tried;
  return best.n_tried == 0 ? 0 : best.candidate;
}

// Ascending uniform order statistics.
std::vector<double> uniform_order(std::size_t n, CounterStream& random) {
  std::vector<double> v(n);
  double sum = 0;
  for (double& value : v) value = sum -= std::log(1 - random.uniform());
  sum -= std::log(1 - random.uniform());
  for (double& value : v) value /= sum;
  return v;
}

// Where the law behind rounded values begins: at xmin, or half a step below it, where such values are rounded up to it.
// Whichever makes as many values at xmin as there are.
double start_of(std::span<const double> used, const ContinuousFit& fit, const ContinuousOptions& options, double step) {
  const auto share = [&](double start) {
    const Law law{fit.alpha, std::log(options.xmax) - std::log(start)};
    return law.cdf(std::log((fit.xmin + step / 2) / start));
  };
  const double below = std::max(fit.xmin - step / 2, fit.xmin / 2);
  const auto n =
      std::count_if(used.begin(), used.end(), [&](double v) { return v >= fit.xmin && v < fit.xmin + step / 2; });
  const double seen = static_cast<double>(n) / static_cast<double>(fit.n_tail);
  return std::abs(seen - share(below)) < std::abs(seen - share(fit.xmin)) ? below : fit.xmin;
}

// Rounded as the data are.
std::vector<double> surrogate(std::span<const double> used, const ContinuousFit& fit, const ContinuousOptions& options,
                              std::optional<double> resolution, CounterStream& random) {
  const std::size_t n_head = used.size() - static_cast<std::size_t>(fit.n_tail);
  std::size_t n_tail = static_cast<std::size_t>(fit.n_tail);
  std::vector<double> values;
  if (!options.xmin && n_head > 0) {
    const double share = static_cast<double>(fit.n_tail) / static_cast<double>(used.size());
    n_tail = static_cast<std::size_t>(draw_binomial(static_cast<std::int64_t>(used.size()), share, random));
    for (std::size_t k = n_tail; k < used.size(); ++k) values.push_back(used[random.below(n_head)]);
    std::sort(values.begin(), values.end());
  }
  const double step = resolution.value_or(0), start = step > 0 ? start_of(used, fit, options, step) : fit.xmin;
  const Law law{fit.alpha, std::log(options.xmax) - std::log(start)};
  for (const double v : uniform_order(n_tail, random)) {
    const double x = start * std::exp(law.quantile(v));
    values.push_back(step > 0 ? std::clamp(step * std::round(x / step), fit.xmin, options.xmax) : x);
  }
  return values;
}

void refuse_bad_options(const ContinuousOptions& o) {
  const double xmin = o.xmin.value_or(std::numeric_limits<double>::min());
  if (!(xmin > 0 && std::isfinite(xmin) && o.xmax > xmin))
    throw InputError({.what = "fit range is empty",
                      .where = "xmin, xmax",
                      .value = fmt::format("{}, {}", to_text(xmin), to_text(o.xmax)),
                      .allowed = "0 < xmin < xmax"});
}

}  // namespace

ContinuousFit fit_sorted(std::span<const double> values, const ContinuousOptions& options) {
  refuse_bad_options(options);
  ContinuousFit fit{.n = static_cast<std::int64_t>(values.size()), .xmax = options.xmax};
  const Sample s(values, options);
  if (s.x().empty()) {
    fit.reason = "no values";
    return fit;
  }
  std::size_t first = 0;
  if (options.xmin) {
    first = static_cast<std::size_t>(std::lower_bound(s.x().begin(), s.x().end(), *options.xmin) - s.x().begin());
    fit.xmin = *options.xmin;
  } else {
    first = s.starts()[search(s, options, fit.n_candidates)];
    fit.xmin = s.x()[first];
  }
  const std::size_t n = s.x().size() - first;
  fit.n_tail = static_cast<std::int64_t>(n);
  const auto candidate =
      static_cast<std::size_t>(std::lower_bound(s.starts().begin(), s.starts().end(), first) - s.starts().begin());
  fit.n_distinct = static_cast<std::int64_t>(s.starts().size() - candidate);
  if (n == 0) {
    fit.reason = "no values in the range";
    return fit;
  }
  fit.decades = std::log10(s.x().back() / fit.xmin);
  const Law law = s.law(first, fit.xmin);
  if (fit.n_distinct < 2 || !std::isfinite(law.alpha)) {
    fit.reason = "the likelihood has no maximum: all values in the range are equal";
    return fit;
  }
  const double log_xmin = std::log(fit.xmin), count = static_cast<double>(n), c = 1 - law.alpha;
  fit.alpha = law.alpha;
  fit.alpha_se =
      std::isinf(law.h) ? (fit.alpha - 1) / std::sqrt(count) : 1 / std::sqrt(count * moments(c, law.h).variance);
  const double log_norm = log_xmin + (std::isinf(law.h)             ? -std::log(-c)
                                      : std::abs(c * law.h) < 1e-12 ? std::log(law.h)
                                                                    : std::log(std::expm1(c * law.h) / c));
  fit.log_likelihood = -fit.alpha * (s.log_sum(first) - count * log_xmin) - count * log_norm;
  fit.ks_distance = s.distance(law, candidate, fit.xmin, std::numeric_limits<double>::infinity());
  return fit;
}

ContinuousFit fit_continuous(std::vector<double> values, const ContinuousOptions& options) {
  const auto bad = std::find_if_not(values.begin(), values.end(), [](double v) { return v > 0 && std::isfinite(v); });
  if (bad != values.end())
    throw InputError({.what = "a power law has positive finite values only",
                      .where = "values",
                      .value = to_text(*bad),
                      .remedy = "leave such values out, and say so"});
  std::sort(values.begin(), values.end());
  return fit_sorted(values, options);
}

JudgedContinuous judge_continuous(std::vector<double> values, const ContinuousOptions& options,
                                  const BootstrapOptions& bootstrap) {
  JudgedContinuous j{.options = options, .bootstrap = bootstrap};
  j.fit = fit_continuous(values, options);
  std::sort(values.begin(), values.end());
  values.resize(
      static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), options.xmax) - values.begin()));
  const ContinuousFit& fit = j.fit;
  j.resolution = repeats_of(values).step;
  if (fit.reason.empty() && bootstrap.n_surrogates > 0) {
    const auto distances = parallel_map(bootstrap.n_surrogates, bootstrap.n_threads, [&](std::int64_t b) {
      CounterStream random(bootstrap.seed, static_cast<std::uint64_t>(b));
      return fit_sorted(surrogate(values, fit, options, j.resolution, random), options).ks_distance;
    });
    const auto n_as_bad =
        std::count_if(distances.begin(), distances.end(), [&](double d) { return !(d < fit.ks_distance); });
    j.p_value = static_cast<double>(n_as_bad) / bootstrap.n_surrogates;
  }
  if (fit.reason.empty() && bootstrap.n_resamples > 0) {
    const auto fits = parallel_map(bootstrap.n_resamples, bootstrap.n_threads, [&](std::int64_t b) {
      CounterStream random(bootstrap.seed, resample_streams + static_cast<std::uint64_t>(b));
      std::vector<double> resampled;  // in order: position k of n ordered uniform numbers
      for (const double u : uniform_order(values.size(), random))
        resampled.push_back(
            values[std::min(values.size() - 1, static_cast<std::size_t>(u * static_cast<double>(values.size())))]);
      const ContinuousFit f = fit_sorted(resampled, options);
      return std::array{f.alpha, f.xmin, static_cast<double>(f.n_tail)};
    });
    j.errors = bootstrap_errors(fits);
  }
  Tail tail{.is_discrete = false, .xmin = fit.xmin, .xmax = fit.xmax, .alpha = fit.alpha};
  for (const double v : values)
    if (v >= fit.xmin) tail.values.push_back(v);
  if (fit.reason.empty()) j.comparisons = compare_alternatives(tail);
  j.verdict = verdict_on({.reason = fit.reason,
                          .n_tail = fit.n_tail,
                          .decades = fit.decades,
                          .min_tail = options.min_tail,
                          .min_decades = options.min_decades,
                          .p_value = j.p_value});
  if (j.verdict.starts_with("power law")) j.verdict += rivals_clause(j.comparisons);
  if (j.resolution) j.verdict += fmt::format(" (values are multiples of {:.10g})", *j.resolution);
  return j;
}

}  // namespace somn::analysis
