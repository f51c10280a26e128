#include <somn/power_laws/power_law_control.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

constexpr std::int64_t most_values = 1000;
constexpr int most_surrogates = 50;
constexpr std::uint64_t first_stream = 1ull << 44;  // beyond those of surrogates and resamples

// One column per quantity of the control.
struct Columns {
  std::vector<double> alpha, xmin, n_tail, decades, ks_distance, p_value, ratio;
  int n_not_rejected = 0;

  template <class Fit>
  void add(const Fit& fit, double p, double normalised_ratio, const std::string& verdict) {
    alpha.push_back(fit.alpha);
    xmin.push_back(static_cast<double>(fit.xmin));
    n_tail.push_back(static_cast<double>(fit.n_tail));
    decades.push_back(fit.decades);
    ks_distance.push_back(fit.ks_distance);
    p_value.push_back(p);
    ratio.push_back(normalised_ratio);
    n_not_rejected += verdict.starts_with("power law not rejected");
  }

  void fill(PowerLawControl& c) const {
    c.alpha = mean_sd(alpha);
    c.xmin = mean_sd(xmin);
    c.n_tail = mean_sd(n_tail);
    c.decades = mean_sd(decades);
    c.ks_distance = mean_sd(ks_distance);
    c.p_value = mean_sd(p_value);
    c.normalised_ratio = mean_sd(ratio);
    if (c.n_realisations > 0 && c.n_surrogates > 0)
      c.share_not_rejected = static_cast<double>(n_not_rejected) / c.n_realisations;
  }
};

PowerLawControl begun(double n, double least, double mean, const BootstrapOptions& bootstrap, int n_realisations) {
  PowerLawControl c{.n_realisations = n_realisations,
                    .n_surrogates = std::min(bootstrap.n_surrogates, most_surrogates),
                    .n_values = std::min(static_cast<std::int64_t>(n), most_values),
                    .least = least,
                    .mean = mean};
  if (!(n >= 2 && mean > least)) {
    c.n_realisations = 0;
    c.reason = n < 2 ? "fewer than 2 values" : "all values are equal";
  }
  return c;
}

BootstrapOptions own(const BootstrapOptions& bootstrap, const PowerLawControl& c) {
  return {.n_surrogates = c.n_surrogates, .n_resamples = 0, .seed = bootstrap.seed, .n_threads = bootstrap.n_threads};
}

}  // namespace

PowerLawControl exponential_control(const ValueCounts& data, PowerLawOptions options, const BootstrapOptions& bootstrap,
                                    int n_realisations) {
  double sum = 0;
  for (std::size_t k = 0; k < data.n_distinct(); ++k)
    sum += static_cast<double>(data.values[k]) * static_cast<double>(data.counts[k]);
  const double n = static_cast<double>(data.n()), least = n > 0 ? static_cast<double>(data.values.front()) : 0;
  PowerLawControl c = begun(n, least, sum / n, bootstrap, n_realisations);
  if (options.upper_end == UpperEnd::searched) options.upper_end = UpperEnd::open;
  const double log_rest = std::log1p(-1 / (1 + c.mean - least));  // ln(1 - q)
  Columns columns;
  for (int r = 0; r < c.n_realisations; ++r) {
    CounterStream random(bootstrap.seed, first_stream + static_cast<std::uint64_t>(r));
    std::vector<std::int64_t> values;
    for (std::int64_t k = 0; k < c.n_values; ++k) {
      const double steps = std::min(std::floor(std::log1p(-random.uniform()) / log_rest), 0x1p53 - least);
      values.push_back(data.values.front() + static_cast<std::int64_t>(steps));
    }
    const JudgedPowerLaw law = judge_power_law(count_values(values), options, own(bootstrap, c));
    columns.add(law.fit, law.p_value, law.exponential.normalised_ratio, law.verdict);
  }
  columns.fill(c);
  return c;
}

PowerLawControl exponential_control(const std::vector<double>& values, const ContinuousOptions& options,
                                    const BootstrapOptions& bootstrap, int n_realisations) {
  const double n = static_cast<double>(values.size());
  const double least = values.empty() ? 0 : *std::min_element(values.begin(), values.end());
  PowerLawControl c =
      begun(n, least, std::accumulate(values.begin(), values.end(), 0.0) / n, bootstrap, n_realisations);
  Columns columns;
  for (int r = 0; r < c.n_realisations; ++r) {
    CounterStream random(bootstrap.seed, first_stream + static_cast<std::uint64_t>(r));
    std::vector<double> drawn;
    for (std::int64_t k = 0; k < c.n_values; ++k)
      drawn.push_back(least - (c.mean - least) * std::log1p(-random.uniform()));
    const JudgedContinuous law = judge_continuous(std::move(drawn), options, own(bootstrap, c));
    const auto exponential = std::find_if(law.comparisons.begin(), law.comparisons.end(),
                                          [](const Comparison& one) { return one.name == "exponential"; });
    columns.add(law.fit, law.p_value,
                exponential == law.comparisons.end() ? std::nan("") : exponential->normalised_ratio, law.verdict);
  }
  columns.fill(c);
  return c;
}

}  // namespace somn::analysis
