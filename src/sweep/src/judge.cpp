#include "judge.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace somn::sweep {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

// The mean and one more value: m +- t(0.975, n - 1) s sqrt(1/n), sqrt(1 + 1/n).
void spread(Outcome& o) {
  const auto n = static_cast<double>(o.values.size());
  double squares = 0;
  for (const double v : o.values) squares += (v - o.mean) * (v - o.mean);
  o.sd = std::sqrt(squares / (n - 1));
  const double t = quantile(boost::math::students_t_distribution<>(n - 1), 0.975);
  o.of_mean = {o.mean - t * o.sd / std::sqrt(n), o.mean + t * o.sd / std::sqrt(n)};
  o.of_next_seed = {o.mean - t * o.sd * std::sqrt(1 + 1 / n), o.mean + t * o.sd * std::sqrt(1 + 1 / n)};
}

Interval within(const Interval& i, const std::optional<Interval>& possible) {
  if (!possible) return i;
  return {std::max(i.low, possible->low), std::min(i.high, possible->high)};  // a nan stays one
}

// One number that no seed changes has no error.
bool is_random(const Outcome& o) {
  return o.values.size() > 1 || o.n_twins == 0;
}

std::string agreement(const Outcome& o) {
  const std::optional<Interval>& published = o.finding.published_value;
  const Interval here = !is_random(o)                                ? Interval{o.mean, o.mean}
                        : o.finding.published_of == PublishedOf::one ? o.of_next_seed
                                                                     : o.of_mean;
  if (!published || std::isnan(here.low)) return "not comparable";
  return here.low <= published->high && here.high >= published->low ? "yes" : "no";
}

// As it is without a number
void clear(Outcome& o) {
  o.mean = o.sd = none;
  o.of_mean = o.of_next_seed = {none, none};
  o.verdict = "no number";
  o.agrees = "not comparable";
}

}  // namespace

Interval clopper_pearson(double k, double n) {
  using Beta = boost::math::beta_distribution<>;
  return {k > 0 ? quantile(Beta(k, n - k + 1), 0.025) : 0, k < n ? quantile(Beta(k + 1, n - k), 0.975) : 1};
}

std::string verdict_of(double mean, Interval of_mean, Interval expected) {
  const auto [low, high] = expected;
  const bool is_inside = mean >= low && mean <= high;
  const bool is_whole = of_mean.low >= low && of_mean.high <= high;
  const bool is_apart = of_mean.high < low || of_mean.low > high;
  return is_whole ? "holds" : is_inside ? "consistent" : is_apart ? "fails" : "undecided";
}

std::string verdict_of_share(std::size_t k, std::size_t n, Interval expected) {
  const auto hits = static_cast<double>(k), all = static_cast<double>(n);
  return verdict_of(hits / all, clopper_pearson(hits, all), expected);
}

void judge(Outcome& o) {
  const auto n = static_cast<double>(o.values.size());
  clear(o);
  if (o.values.empty()) return;
  o.mean = std::accumulate(o.values.begin(), o.values.end(), 0.0) / n;
  if (n > 1) spread(o);
  if (o.finding.statistic == Statistic::share && is_random(o)) {
    o.of_mean = clopper_pearson(o.mean * n, n);
    o.of_next_seed = {none, none};
  }
  o.of_mean = within(o.of_mean, o.finding.possible);
  o.of_next_seed = within(o.of_next_seed, o.finding.possible);
  const Interval judged = is_random(o) ? o.of_mean : Interval{o.mean, o.mean};
  o.verdict = verdict_of(o.mean, judged, o.finding.expected);
  o.agrees = agreement(o);
}

// The share of a percentile interval's tail so that sets of few networks, too, are covered: z of the percentile =
// sqrt(n/(n - 1)) t(0.975, n - 1).
static double tail_of(std::size_t n_networks) {
  const auto n = static_cast<double>(n_networks);
  const double t = quantile(boost::math::students_t_distribution<>(n - 1), 0.975);
  return 0.5 * std::erfc(std::sqrt(n / (n - 1)) * t / std::sqrt(2.0));
}

void judge_pooled(Outcome& o, double exponent, std::vector<double> resampled) {
  clear(o);
  o.mean = exponent;
  std::erase_if(resampled, [](double x) { return std::isnan(x); });
  if (std::isnan(exponent) || resampled.size() < 20) return;
  std::sort(resampled.begin(), resampled.end());
  const auto quantile_of = [&](double p) {
    const double at = p * static_cast<double>(resampled.size() - 1);
    const auto k = static_cast<std::size_t>(at);
    const double rest = at - static_cast<double>(k);
    return resampled[k] + (rest > 0 ? rest * (resampled[k + 1] - resampled[k]) : 0);
  };
  const double n = static_cast<double>(resampled.size());
  const double mean = std::accumulate(resampled.begin(), resampled.end(), 0.0) / n;
  double squares = 0;
  for (const double x : resampled) squares += (x - mean) * (x - mean);
  o.sd = std::sqrt(squares / (n - 1));
  const double tail = tail_of(o.values.size());
  o.of_mean = {quantile_of(tail), quantile_of(1 - tail)};
  o.verdict = verdict_of(o.mean, o.of_mean, o.finding.expected);
  o.agrees = agreement(o);
}

}  // namespace somn::sweep
