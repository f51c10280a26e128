// Samples of power laws, whole numbers and reals, of a range given and searched; rivals where the power law is the truth,
// and where it and an exponential are equally far from it.
#include "calibration.hpp"

#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/power_laws/power_law_sampler.hpp>

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace somn::calibration {
namespace {

using namespace analysis;

const Row p_row{.statistic = "p <= 0.1", .nominal = 0.1},
    se_row{.statistic = "exponent ± 1.96 standard errors", .nominal = 0.95},
    bootstrap_row{.statistic = "exponent ± 1.96 bootstrap errors", .nominal = 0.95},
    nested_row{.statistic = "truncated power law better, p < 0.05", .nominal = 0.05},
    beaten_row{.statistic = "lognormal better, p < 0.1", .nominal = 0.1, .promise = Row::Promise::at_most};

Row on(Row row, const std::string& data, double tolerance = 0) {
  row.data = data;
  row.tolerance = tolerance;
  return row;
}

template <class Judged>
std::array<int, 5> hits_of(const Judged& j, double alpha) {
  const auto rival = [&](const char* name, double least) {
    for (const Comparison& c : j.comparisons)
      if (c.name == name) return c.ratio < 0 && c.p < least ? 1 : 0;
    return -1;
  };
  const double off = std::abs(j.fit.alpha - alpha);
  return {j.p_value <= 0.1, off < 1.96 * j.fit.alpha_se, std::isnan(j.errors.alpha) ? -1 : off < 1.96 * j.errors.alpha,
          rival("truncated_power_law", 0.05), rival("lognormal", 0.1)};
}

std::vector<Row> rows_of(const std::string& data, double tolerance) {
  return {on(p_row, data, 0.04), on(se_row, data, tolerance), on(bootstrap_row, data, tolerance),
          on(nested_row, data, 0.02), on(beaten_row, data)};
}

constexpr BootstrapOptions bootstrap(std::uint64_t seed) {
  return {.n_surrogates = 99, .n_resamples = 60, .seed = seed, .n_threads = 1};
}

void whole(Count& count, double alpha, std::int64_t n) {
  const PowerLawSampler sampler(alpha, 1, unbounded);
  count(1000, rows_of(fmt::format("{} whole numbers, exponent {}, xmin given", n, alpha), 0.01),
        [&](CounterStream& random) {
          return hits_of(judge_power_law(sampler.draw(n, random), {.xmin = 1, .upper_end = UpperEnd::open},
                                         bootstrap(random()), Rivals::all),
                         alpha);
        });
}

void whole_searched(Count& count) {
  const PowerLawSampler sampler(2.5, 1, unbounded);
  const std::string data = "1000 whole numbers, exponent 2.5, xmin searched";
  count(400, {on(p_row, data, 0.05), on(bootstrap_row, data, 0.03)}, [&](CounterStream& random) {
    const JudgedPowerLaw j =
        judge_power_law(sampler.draw(1000, random), {.upper_end = UpperEnd::open}, bootstrap(random()));
    return std::array<int, 2>{j.p_value <= 0.1, std::abs(j.fit.alpha - 2.5) < 1.96 * j.errors.alpha};
  });
}

double real(double alpha, CounterStream& random) {
  return std::pow(1 - random.uniform(), -1 / (alpha - 1));
}

std::vector<double> reals(double step, double least, CounterStream& random) {
  std::vector<double> x;
  for (int k = 0; k < 500; ++k) {
    const double v = real(2.5, random);
    x.push_back(step > 0 ? std::max(step * std::round(v / step), least) : v);
  }
  return x;
}

void reals_given(Count& count, const std::string& what, double step, double xmin, double tolerance = 0.01) {
  count(1000, rows_of(fmt::format("500 reals, exponent 2.5, {}xmin = {} given", what, xmin), tolerance),
        [&](CounterStream& random) {
          return hits_of(judge_continuous(reals(step, 1, random), {.xmin = xmin}, bootstrap(random())), 2.5);
        });
}

void reals_searched(Count& count, const std::string& what, double step) {
  const std::string data = fmt::format("500 reals, exponent 2.5, {}xmin searched", what);
  count(300, {on(p_row, data, 0.05), on(bootstrap_row, data, 0.03)}, [&](CounterStream& random) {
    const auto all = hits_of(judge_continuous(reals(step, 1, random), {}, bootstrap(random())), 2.5);
    return std::array<int, 2>{all[0], all[2]};
  });
}

// A power law and a geometric law on 1 .. 50, mixed so that the best fits of both laws are equally far from it in the limit.
void equally_far(Count& count) {
  constexpr std::int64_t xmax = 50;
  std::vector<double> power, geometric;
  double z = 0, g = 0;
  for (std::int64_t k = 1; k <= xmax; ++k) {
    power.push_back(std::pow(static_cast<double>(k), -1.5));
    geometric.push_back(std::exp(-0.1 * static_cast<double>(k)));
    z += power.back(), g += geometric.back();
  }
  const auto law = [&](double share) {
    std::vector<double> p;
    for (std::size_t k = 0; k < power.size(); ++k) p.push_back((1 - share) * power[k] / z + share * geometric[k] / g);
    return p;
  };
  const auto ratio = [](const ValueCounts& data) {
    return compare_with_exponential(data, fit_exponent(data, 1, xmax));
  };
  double low = 0, high = 1;  // share of the geometric law
  for (int step = 0; step < 40; ++step) {
    const double middle = (low + high) / 2;
    ValueCounts exact;
    const std::vector<double> p = law(middle);
    for (std::size_t k = 0; k < p.size(); ++k)
      exact.append(static_cast<std::int64_t>(k) + 1, std::llround(1e12 * p[k]));
    (ratio(exact).ratio > 0 ? low : high) = middle;
  }
  const std::vector<double> p = law(low);
  count(2000,
        {{.statistic = "Vuong's p < 0.05",
          .data = "1000 values equally far from a power law and an exponential",
          .nominal = 0.05,
          .tolerance = 0.01}},
        [&](CounterStream& random) {
          ValueCounts data;
          std::int64_t left = 1000;
          double rest = 1;
          for (std::size_t k = 0; k < p.size(); ++k) {
            const std::int64_t n = k + 1 == p.size() ? left : draw_binomial(left, std::min(1.0, p[k] / rest), random);
            data.append(static_cast<std::int64_t>(k) + 1, n);
            left -= n, rest -= p[k];
          }
          return std::array<int, 1>{ratio(data).p < 0.05};
        });
}

}  // namespace

void power_laws(Count& count) {
  whole(count, 1.5, 300);
  whole(count, 2.5, 1000);
  whole_searched(count);
  reals_given(count, "", 0, 1);
  reals_given(count, "rounded to 0.01, ", 0.01, 1);
  reals_given(count, "rounded to 0.1, ", 0.1, 1);
  reals_given(count, "rounded to 0.1, ", 0.1, 1.5, 0.1);
  reals_searched(count, "", 0);
  reals_searched(count, "rounded to 0.1, ", 0.1);
  equally_far(count);
}

}  // namespace somn::calibration
