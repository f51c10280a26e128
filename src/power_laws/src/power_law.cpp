// fit_power_law:
//   xmax = infinity, the given one, or the largest value; the data are those <= xmax
//   xmin given: fit_exponent on xmin..xmax
//   else, with suffix sums of n and ln x, for about 32 candidates (observed values) all over the range, then for all:
//     skip where n_tail < min_tail or n_distinct < min_distinct
//     alpha = solve_exponent, started at the previous candidate's, roughly; skip where a quick look shows D too large
//     D = ks_distance, given up once it exceeds the least so far
//   the candidate with the least D (the smaller xmin on a tie); none: the smallest value
// solve_exponent: Newton on g(a) = E_a[ln k/xmin] - mean, g' = -Var_a; g falls, so each step narrows a bracket, and a
//   step that leaves the bracket is replaced by its middle
#include <somn/core/error.hpp>
#include <somn/power_laws/power_law.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace somn::analysis {
namespace {

constexpr double steepest = 100;  // an exponent beyond means: all but one value are negligible
constexpr double no_exponent = std::numeric_limits<double>::quiet_NaN();

double mean_log_over(const ValueCounts& tail, double xmin) {
  double sum = 0;
  for (std::size_t i = 0; i < tail.n_distinct(); ++i)
    sum += static_cast<double>(tail.counts[i]) * std::log(static_cast<double>(tail.values[i]) / xmin);
  return sum / static_cast<double>(tail.n());
}

// The flattest exponent for which (xmax/xmin)^-a does not overflow.
double flattest_exponent(std::int64_t xmin, std::int64_t xmax) {
  if (xmax == unbounded) return 1;
  return -std::min(20.0, 600 / std::log(static_cast<double>(xmax) / static_cast<double>(xmin)));
}

double solve_exponent(double mean_log, std::int64_t xmin, std::int64_t xmax, double start, double tolerance = 1e-13) {
  double low = flattest_exponent(xmin, xmax), high = steepest;
  const double scale = static_cast<double>(xmin);
  double a = std::clamp(start, low + 1e-6, high);
  for (int step = 0; step < 200; ++step) {
    const PowerSum sum = power_sum(a, xmin, xmax, scale);
    const double g = sum.mean_log - mean_log;
    (g > 0 ? low : high) = a;
    double next = a + g / sum.var_log;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (std::abs(next - a) <= tolerance * (1 + std::abs(a))) {
      const bool at_edge = a > steepest * 0.999 || (xmax != unbounded && a < flattest_exponent(xmin, xmax) * 0.999);
      return at_edge ? no_exponent : next;
    }
    a = next;
  }
  return no_exponent;
}

// Clauset et al., eq. 3.7: where to start.
double rough_exponent(double mean_log, std::int64_t xmin) {
  const double x = static_cast<double>(xmin);
  return 1 + 1 / (mean_log + std::log(x / (x - 0.5)));
}

std::int64_t upper_end(const ValueCounts& data, const PowerLawOptions& options) {
  if (options.upper_end == UpperEnd::open) return unbounded;
  if (options.upper_end == UpperEnd::given) return options.xmax;
  return data.values.empty() ? unbounded : data.values.back();
}

void refuse_bad_range(const PowerLawOptions& options) {
  const std::int64_t xmin = options.xmin.value_or(1);
  const bool is_given = options.upper_end == UpperEnd::given;
  if (xmin < 1 || (is_given && options.xmax <= xmin))
    throw InputError({.what = "fit range is empty",
                      .where = "xmin, xmax",
                      .value = is_given ? fmt::format("{}, {}", xmin, options.xmax) : std::to_string(xmin),
                      .allowed = "1 <= xmin < xmax"});
}

// A lower bound of the KS distance of a candidate, from a few of its values: those where recent candidates failed, for
// neighbours fail at the same place, then about 20 at equal steps of the tail's count.
class QuickLook {
 public:
  explicit QuickLook(const ValueCounts& data) : data_(data), below_(data.n_distinct() + 1) {
    for (std::size_t i = 0; i < data.n_distinct(); ++i) below_[i + 1] = below_[i] + static_cast<double>(data.counts[i]);
  }
  bool reaches(double enough, std::size_t first, double alpha, std::int64_t xmax) {
    const double scale = static_cast<double>(data_.values[first]), n = below_.back() - below_[first];
    const double z = power_sum_value(alpha, data_.values[first], xmax, scale);
    const auto fails = [&](std::size_t i) {
      const double above = power_sum_value(alpha, data_.values[i], xmax, scale) / z;  // P(X >= x_i)
      return std::abs((below_.back() - below_[i]) / n - above) > enough;
    };
    for (const std::size_t i : hot_)
      if (i > first && fails(i)) return true;
    for (int k = 1; k < 20; ++k) {
      const double target = below_[first] + n * (1 - std::pow(0.7, k));
      const auto i =
          static_cast<std::size_t>(std::upper_bound(below_.begin(), below_.end(), target) - below_.begin()) - 1;
      if (i <= first || i >= data_.n_distinct() || !fails(i)) continue;
      hot_[n_hot_++ % hot_.size()] = i;
      return true;
    }
    return false;
  }

 private:
  const ValueCounts& data_;
  std::vector<double> below_;  // values below the i-th
  std::array<std::size_t, 4> hot_{};
  std::size_t n_hot_ = 0;
};

std::int64_t search_xmin(const ValueCounts& data, std::int64_t xmax, const PowerLawOptions& options) {
  constexpr double rough = 1e-7;  // of alpha, and more than that of the distance
  const std::size_t n = data.n_distinct();
  std::vector<double> tail_n(n + 1), tail_log(n + 1), logs(n);
  for (std::size_t i = n; i-- > 0;) {
    const double count = static_cast<double>(data.counts[i]);
    logs[i] = std::log(static_cast<double>(data.values[i]));
    tail_n[i] = tail_n[i + 1] + count;
    tail_log[i] = tail_log[i + 1] + count * logs[i];
  }
  std::size_t best = 0;
  double best_distance = std::numeric_limits<double>::infinity(), alpha = no_exponent;
  QuickLook quick(data);
  const auto attempt = [&](std::size_t i) {
    if (tail_n[i] < static_cast<double>(options.min_tail) || static_cast<std::int64_t>(n - i) < options.min_distinct)
      return;
    const double mean_log = tail_log[i] / tail_n[i] - logs[i];
    const std::int64_t xmin = data.values[i];
    alpha = solve_exponent(mean_log, xmin, xmax, std::isnan(alpha) ? rough_exponent(mean_log, xmin) : alpha, rough);
    if (std::isnan(alpha) || quick.reaches(best_distance + 10 * rough, i, alpha, xmax)) return;
    alpha = solve_exponent(mean_log, xmin, xmax, alpha);
    if (std::isnan(alpha)) return;
    const double distance = ks_distance(data, alpha, xmin, xmax, options.ks, std::nextafter(best_distance, 2.0));
    if (distance > best_distance || (distance == best_distance && i > best)) return;
    best_distance = distance;
    best = i;
  };
  // A few first, all over the range: with a small distance in hand the others are given up early.
  const std::size_t stride = std::max<std::size_t>(1, n / 32);
  if (stride > 1)
    for (std::size_t i = 0; i < n; i += stride) attempt(i);
  alpha = no_exponent;
  for (std::size_t i = n; i-- > 0;) attempt(i);
  return data.values[best];
}

}  // namespace

double ks_distance(const ValueCounts& data, double alpha, std::int64_t xmin, std::int64_t xmax, KsSide ks,
                   double enough) {
  const auto first = std::lower_bound(data.values.begin(), data.values.end(), xmin) - data.values.begin();
  const auto last = std::upper_bound(data.values.begin(), data.values.end(), xmax) - data.values.begin();
  double n = 0, below = 0, distance = 0;
  for (auto i = first; i < last; ++i) n += static_cast<double>(data.counts[static_cast<std::size_t>(i)]);
  const double scale = static_cast<double>(xmin), z = power_sum_value(alpha, xmin, xmax, scale);
  const auto weight = [&](std::int64_t k) { return std::exp(-alpha * std::log(static_cast<double>(k) / scale)); };
  double cdf = 0;            // sum of weights up to `summed`
  std::int64_t next = xmin;  // first whole number not yet in cdf
  for (auto i = first; i < last && distance < enough; ++i) {
    const std::int64_t x = data.values[static_cast<std::size_t>(i)];
    if (x - next <= 8)
      for (; next < x; ++next) cdf += weight(next);
    else
      cdf = z - power_sum_value(alpha, x, xmax, scale);
    distance = std::max(distance, std::abs(below / n - cdf / z));
    below += static_cast<double>(data.counts[static_cast<std::size_t>(i)]);
    cdf += weight(x);
    next = x + 1;
    if (ks == KsSide::both) distance = std::max(distance, std::abs(below / n - cdf / z));
  }
  return distance;
}

PowerLawFit fit_exponent(const ValueCounts& data, std::int64_t xmin, std::int64_t xmax, KsSide ks) {
  const ValueCounts tail = data.within(xmin, xmax);
  PowerLawFit fit{.n = data.n(), .xmin = xmin, .xmax = xmax, .n_tail = tail.n()};
  fit.n_distinct = static_cast<std::int64_t>(tail.n_distinct());
  if (fit.n_distinct == 0 || xmax <= xmin) {
    fit.reason = fit.n_distinct == 0 ? "no values in the range" : "the range holds one whole number";
    return fit;
  }
  const double x = static_cast<double>(xmin), n = static_cast<double>(fit.n_tail), mean_log = mean_log_over(tail, x);
  fit.decades = std::log10(static_cast<double>(tail.values.back()) / x);
  fit.alpha = solve_exponent(mean_log, xmin, xmax, rough_exponent(mean_log, xmin));
  if (std::isnan(fit.alpha)) {
    fit.reason = "the likelihood has no maximum: (nearly) all values lie at one end of the range";
    return fit;
  }
  const PowerSum sum = power_sum(fit.alpha, xmin, xmax, x);
  fit.alpha_se = 1 / std::sqrt(n * sum.var_log);
  fit.log_likelihood = -n * (std::log(sum.z) + fit.alpha * mean_log);  // scaling by xmin cancels
  fit.ks_distance = ks_distance(tail, fit.alpha, xmin, xmax, ks);
  return fit;
}

PowerLawFit fit_power_law(const ValueCounts& data, const PowerLawOptions& options) {
  refuse_bad_range(options);
  const std::int64_t xmax = upper_end(data, options);
  const ValueCounts used = data.within(1, xmax);
  if (used.values.empty())
    return {.n = data.n(), .xmin = options.xmin.value_or(1), .xmax = xmax, .reason = "no values"};
  PowerLawFit fit =
      fit_exponent(used, options.xmin ? *options.xmin : search_xmin(used, xmax, options), xmax, options.ks);
  fit.n = data.n();
  return fit;
}

}  // namespace somn::analysis
