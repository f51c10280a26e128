// goodness_of_fit: for surrogate b = 0 .. B-1, on stream (seed, b):
//   n_tail* ~ Binomial(n, n_tail/n) where xmin was searched, else n_tail
//   tail: PowerLawSampler(n_tail*)
//   head: n - n_tail* values resampled from the data below xmin
//   D* = KS distance of fit_power_law(surrogate) under the same options; count D* >= D
#include <somn/analysis/counter_stream.hpp>
#include <somn/analysis/goodness_of_fit.hpp>
#include <somn/analysis/power_law_sampler.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <future>
#include <thread>
#include <vector>

namespace somn::analysis {
namespace {

// n values resampled from those of `data` below xmin.
void resample_head(const ValueCounts& data, std::int64_t xmin, std::int64_t n, CounterStream& random,
                   ValueCounts& out) {
  const ValueCounts head = data.within(1, xmin - 1);
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

std::string verdict_on(const JudgedPowerLaw& j) {
  const PowerLawFit& fit = j.fit;
  if (!fit.reason.empty()) return "no fit: " + fit.reason;
  const bool is_short = fit.n_tail < j.options.min_tail || fit.decades < j.options.min_decades;
  if (is_short) return fmt::format("not enough range: {:.1f} decades, n_tail {}", fit.decades, fit.n_tail);
  if (std::isnan(j.p_value)) return "not tested: no surrogates";
  return fmt::format("power law {}: p = {:.2f}", j.p_value <= 0.1 ? "rejected" : "not rejected", j.p_value);
}

}  // namespace

double goodness_of_fit(const ValueCounts& data, const PowerLawFit& fit, const PowerLawOptions& options,
                       const BootstrapOptions& bootstrap) {
  if (std::isnan(fit.alpha) || bootstrap.n_surrogates <= 0) return std::numeric_limits<double>::quiet_NaN();
  const ValueCounts used = data.within(1, fit.xmax);
  const PowerLawSampler sampler(fit.alpha, fit.xmin, fit.xmax);
  const unsigned available = bootstrap.n_threads ? bootstrap.n_threads : std::thread::hardware_concurrency();
  const int n_threads = std::clamp(static_cast<int>(available), 1, bootstrap.n_surrogates);

  const auto count_as_bad = [&](int first) {
    int n_as_bad = 0;
    for (int b = first; b < bootstrap.n_surrogates; b += n_threads) {
      const CounterStream random(bootstrap.seed, static_cast<std::uint64_t>(b));
      n_as_bad += !(surrogate_distance(used, fit, options, sampler, random) < fit.ks_distance);
    }
    return n_as_bad;
  };
  std::vector<std::future<int>> parts;
  for (int t = 0; t < n_threads; ++t) parts.push_back(std::async(std::launch::async, count_as_bad, t));
  int n_as_bad = 0;
  for (auto& part : parts) n_as_bad += part.get();
  return static_cast<double>(n_as_bad) / bootstrap.n_surrogates;
}

JudgedPowerLaw judge_power_law(const ValueCounts& data, const PowerLawOptions& options,
                               const BootstrapOptions& bootstrap) {
  JudgedPowerLaw judged{.options = options, .bootstrap = bootstrap, .fit = fit_power_law(data, options)};
  judged.p_value = goodness_of_fit(data, judged.fit, options, bootstrap);
  judged.exponential = compare_with_exponential(data, judged.fit);
  judged.verdict = verdict_on(judged);
  return judged;
}

}  // namespace somn::analysis
