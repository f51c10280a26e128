// goodness_of_fit: for surrogate b = 0 .. B-1, on stream (seed, b):
//   n_tail* ~ Binomial(n, n_tail/n) where xmin was searched, else n_tail
//   tail: PowerLawSampler(n_tail*)
//   head: n - n_tail* values resampled from the data below xmin
//   D* = KS distance of fit_power_law(surrogate) under the same options; count D* >= D
#include <somn/power_laws/goodness_of_fit.hpp>
#include <somn/power_laws/power_law_sampler.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace somn::analysis {
namespace {

// n values resampled from those of `data` below xmin (unbounded: from all).
void resample_head(const ValueCounts& data, std::int64_t xmin, std::int64_t n, CounterStream& random,
                   ValueCounts& out) {
  const ValueCounts head = xmin == unbounded ? data : data.within(1, xmin - 1);
  std::int64_t left = head.n();
  for (std::size_t i = 0; i < head.n_distinct(); ++i) {
    const double share = static_cast<double>(head.counts[i]) / static_cast<double>(left);
    const std::int64_t count = draw_binomial(n, share, random);
    out.append(head.values[i], count);
    n -= count;
    left -= head.counts[i];
  }
}

double surrogate_distance(const ValueCounts& data, const PowerLawFit& fit, const PowerLawOptions& options,
                          const PowerLawSampler& sampler, CounterStream random) {
  const std::int64_t n = data.n();
  const double tail_share = static_cast<double>(fit.n_tail) / static_cast<double>(n);
  const std::int64_t n_tail = options.xmin ? fit.n_tail : draw_binomial(n, tail_share, random);
  ValueCounts surrogate;
  if (!options.xmin) resample_head(data, fit.xmin, n - n_tail, random, surrogate);
  sampler.draw(n_tail, random, surrogate);
  return fit_power_law(surrogate, options).ks_distance;
}

}  // namespace

double goodness_of_fit(const ValueCounts& data, const PowerLawFit& fit, const PowerLawOptions& options,
                       const BootstrapOptions& bootstrap) {
  if (std::isnan(fit.alpha) || bootstrap.n_surrogates <= 0) return std::numeric_limits<double>::quiet_NaN();
  const ValueCounts used = data.within(1, fit.xmax);
  const PowerLawSampler sampler(fit.alpha, fit.xmin, fit.xmax);
  const auto distances = parallel_map(bootstrap.n_surrogates, bootstrap.n_threads, [&](std::int64_t b) {
    return surrogate_distance(used, fit, options, sampler, {bootstrap.seed, static_cast<std::uint64_t>(b)});
  });
  const auto n_as_bad =
      std::count_if(distances.begin(), distances.end(), [&](double d) { return !(d < fit.ks_distance); });
  return static_cast<double>(n_as_bad) / bootstrap.n_surrogates;
}

std::string verdict_on(const VerdictFacts& f) {
  if (!f.reason.empty()) return "no fit: " + f.reason;
  if (f.n_tail < f.min_tail || f.decades < f.min_decades)
    return fmt::format("not enough range: {:.1f} decades, n_tail {}", f.decades, f.n_tail);
  if (std::isnan(f.p_value)) return "not tested: no surrogates";
  return fmt::format("power law {}: p = {:.2f}", f.p_value <= 0.1 ? "rejected" : "not rejected", f.p_value);
}

std::string rivals_clause(const std::vector<Comparison>& comparisons) {
  constexpr double decides = 0.1;
  std::string better, unbeaten, beaten;
  for (const Comparison& c : comparisons) {
    if (std::isnan(c.p)) continue;
    std::string& list = c.p >= decides ? unbeaten : c.ratio < 0 ? better : beaten;
    std::string name = c.name;
    std::replace(name.begin(), name.end(), '_', ' ');
    list += (list.empty() ? "" : ", ") + name;
  }
  std::string text;
  if (!better.empty()) text += "; better: " + better;
  if (!unbeaten.empty()) text += "; not beaten: " + unbeaten;
  return text.empty() && !beaten.empty() ? "; beats " + beaten : text;
}

BootstrapErrors bootstrap_errors(const std::vector<std::array<double, 3>>& fits) {
  BootstrapErrors errors;
  std::array<double, 3> sum{}, squares{}, first{};
  for (const auto& fit : fits) {
    if (!std::isfinite(fit[0])) continue;
    if (errors.n_resamples++ == 0) first = fit;
    for (std::size_t k = 0; k < 3; ++k) {
      sum[k] += fit[k] - first[k];
      squares[k] += (fit[k] - first[k]) * (fit[k] - first[k]);
    }
  }
  const double n = errors.n_resamples;
  const auto sd = [&](std::size_t k) { return std::sqrt(std::max(0.0, squares[k] - sum[k] * sum[k] / n) / (n - 1)); };
  if (n >= 2) errors = {.alpha = sd(0), .xmin = sd(1), .n_tail = sd(2), .n_resamples = errors.n_resamples};
  return errors;
}

BootstrapErrors bootstrap_errors(const ValueCounts& data, const PowerLawOptions& options,
                                 const BootstrapOptions& bootstrap) {
  return bootstrap_errors(parallel_map(bootstrap.n_resamples, bootstrap.n_threads, [&](std::int64_t b) {
    CounterStream random(bootstrap.seed, resample_streams + static_cast<std::uint64_t>(b));
    ValueCounts resampled;
    resample_head(data, unbounded, data.n(), random, resampled);
    const PowerLawFit f = fit_power_law(resampled, options);
    return std::array{f.alpha, static_cast<double>(f.xmin), static_cast<double>(f.n_tail)};
  }));
}

std::optional<std::array<std::int64_t, 2>> widest_range(const ValueCounts& data, const PowerLawOptions& options,
                                                        const BootstrapOptions& bootstrap) {
  constexpr std::size_t most_candidates = 40;
  constexpr int n_surrogates = 100, n_needed = 20;
  std::vector<std::int64_t> ends;
  for (std::size_t k = 0; k < data.n_distinct(); ++k) {
    const double at = std::log(static_cast<double>(k + 1)) / std::log(static_cast<double>(data.n_distinct()));
    const std::size_t step = static_cast<std::size_t>(at * (most_candidates - 1));
    if (data.n_distinct() <= most_candidates || ends.size() <= step) ends.push_back(data.values[k]);
  }
  if (!data.values.empty() && ends.back() != data.values.back()) ends.push_back(data.values.back());
  std::vector<std::array<std::int64_t, 2>> ranges;
  for (const std::int64_t low : ends)
    for (const std::int64_t high : ends)
      if (high > low) ranges.push_back({low, high});
  const auto width = [](const auto& r) { return std::log(static_cast<double>(r[1]) / static_cast<double>(r[0])); };
  std::stable_sort(ranges.begin(), ranges.end(), [&](const auto& a, const auto& b) { return width(a) > width(b); });
  for (std::size_t k = 0; k < ranges.size(); ++k) {
    const auto [low, high] = ranges[k];
    const PowerLawOptions range{.xmin = low, .upper_end = UpperEnd::given, .xmax = high, .ks = options.ks};
    const PowerLawFit fit = fit_exponent(data, low, high, options.ks);
    if (std::isnan(fit.alpha) || fit.n_tail < options.min_tail || fit.n_distinct < options.min_distinct) continue;
    const ValueCounts used = data.within(1, high);
    const PowerLawSampler sampler(fit.alpha, low, high);
    int n_as_bad = 0;
    for (int b = 0; b < n_surrogates && n_as_bad < n_needed && b - n_as_bad <= n_surrogates - n_needed; ++b)
      n_as_bad += !(surrogate_distance(used, fit, range, sampler,
                                       {bootstrap.seed, (k << 20) + static_cast<std::uint64_t>(b)}) < fit.ks_distance);
    if (n_as_bad >= n_needed) return ranges[k];
  }
  return {};
}

JudgedPowerLaw judge_power_law(const ValueCounts& data, const PowerLawOptions& options,
                               const BootstrapOptions& bootstrap, Rivals rivals) {
  JudgedPowerLaw j{.options = options, .bootstrap = bootstrap};
  if (options.upper_end == UpperEnd::searched) {
    const auto range = widest_range(data, options, bootstrap);
    j.is_widest_range = range.has_value();
    j.options.upper_end = range ? UpperEnd::given : UpperEnd::maximum;
    if (range) j.options.xmin = (*range)[0], j.options.xmax = (*range)[1];
  }
  j.fit = fit_power_law(data, j.options);
  j.p_value = goodness_of_fit(data, j.fit, j.options, bootstrap);
  if (!std::isnan(j.fit.alpha)) j.errors = bootstrap_errors(data, j.options, bootstrap);
  j.exponential = compare_with_exponential(data, j.fit);
  if (rivals == Rivals::all && !std::isnan(j.fit.alpha)) {
    Tail tail{.xmin = static_cast<double>(j.fit.xmin), .alpha = j.fit.alpha};
    if (j.fit.xmax != unbounded) tail.xmax = static_cast<double>(j.fit.xmax);
    const ValueCounts used = data.within(j.fit.xmin, j.fit.xmax);
    tail.values.assign(used.values.begin(), used.values.end());
    tail.counts.assign(used.counts.begin(), used.counts.end());
    j.comparisons = compare_alternatives(tail);
  }
  j.verdict = verdict_on({.reason = j.fit.reason,
                          .n_tail = j.fit.n_tail,
                          .decades = j.fit.decades,
                          .min_tail = options.min_tail,
                          .min_decades = options.min_decades,
                          .p_value = j.p_value});
  if (j.verdict.starts_with("power law")) {
    const LikelihoodRatio& e = j.exponential;
    std::vector<Comparison> judged = j.comparisons;
    if (rivals != Rivals::all) judged.assign(1, {.name = "exponential", .ratio = e.ratio, .p = e.p});
    j.verdict += rivals_clause(judged);
  }
  if (j.is_widest_range && !std::isnan(j.p_value))
    j.verdict += " (on the widest range with p >= 0.2, which this very test has chosen)";
  if (options.upper_end == UpperEnd::searched && !j.is_widest_range) j.verdict += "; no range has p >= 0.2";
  return j;
}

}  // namespace somn::analysis
