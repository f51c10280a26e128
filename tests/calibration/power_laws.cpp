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
  return {on(p_row, data, tolerance), on(se_row, data, tolerance), on(bootstrap_row, data, tolerance),
          on(nested_row, data, 0.01), on(beaten_row, data)};
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
  count(400, {on(p_row, data, 0.03), on(bootstrap_row, data, 0.03)}, [&](CounterStream& random) {
    const JudgedPowerLaw j =
        judge_power_law(sampler.draw(1000, random), {.upper_end = UpperEnd::open}, bootstrap(random()));
    return std::array<int, 2>{j.p_value <= 0.1, std::abs(j.fit.alpha - 2.5) < 1.96 * j.errors.alpha};
  });
}

double real(double alpha, CounterStream& random) {
  return std::pow(1 - random.uniform(), -1 / (alpha - 1));
}

void reals(Count& count, const std::string& what, double step, const std::optional<double>& xmin) {
  count(xmin ? 1000 : 300,
        xmin ? rows_of("500 reals, exponent 2.5, " + what, 0.01)
             : std::vector<Row>{on(p_row, "500 reals, exponent 2.5, " + what, 0.03), on(se_row, "", 1),
                                on(bootstrap_row, "500 reals, exponent 2.5, " + what, 0.03)},
        [&](CounterStream& random) {
          std::vector<double> x;
          for (int k = 0; k < 500; ++k) {
            const double v = real(2.5, random);
            x.push_back(step > 0 ? std::max(step * std::round(v / step), xmin.value_or(0)) : v);
          }
          return hits_of(judge_continuous(x, {.xmin = xmin}, bootstrap(random())), 2.5);
        });
}

// Half a power law, half a geometric law whose mean makes both fits equally far from it in the limit.
void equally_far(Count& count) {
  const auto mixture = [](double lambda, double total) {
    ValueCounts law;
    const double z = power_sum_value(2.5, 1, unbounded, 1);
    for (std::int64_t k = 1; k < 20000; ++k) {
      const double x = static_cast<double>(k);
      law.append(k, std::llround(total * (0.5 * std::pow(x, -2.5) / z +
                                          0.5 * std::exp(-lambda * (x - 1)) * -std::expm1(-lambda))));
    }
    return law;
  };
  const auto ratio = [&](double lambda) {
    const ValueCounts law = mixture(lambda, 1e12);
    return compare_with_exponential(law, fit_exponent(law, 1, 20000)).ratio;
  };
  double low = 0.01, high = 3;  // ratio < 0 for slow geometric laws, > 0 for fast ones
  const bool rises = ratio(high) > ratio(low);
  for (int k = 0; k < 40; ++k) {
    const double middle = (low + high) / 2;
    ((ratio(middle) > 0) == rises ? high : low) = middle;
  }
  const PowerLawSampler sampler(2.5, 1, 20000);
  count(1000,
        {{.statistic = "Vuong's p < 0.05",
          .data = "2000 values equally far from a power law and an exponential",
          .nominal = 0.05,
          .tolerance = 0.02}},
        [&](CounterStream& random) {
          std::vector<std::int64_t> x;
          for (int k = 0; k < 2000; ++k) {
            if (random.uniform() < 0.5)
              x.push_back(sampler.draw(1, random).values.front());
            else
              x.push_back(1 + static_cast<std::int64_t>(-std::log(1 - random.uniform()) / low));
          }
          for (std::int64_t& v : x) v = std::min<std::int64_t>(v, 20000);
          const ValueCounts data = count_values(x);
          return std::array<int, 1>{compare_with_exponential(data, fit_exponent(data, 1, 20000)).p < 0.05};
        });
}

}  // namespace

void power_laws(Count& count) {
  whole(count, 1.5, 300);
  whole(count, 2.5, 1000);
  whole_searched(count);
  reals(count, "xmin given", 0, 1);
  reals(count, "rounded to 0.01, xmin given", 0.01, 1);
  reals(count, "rounded to 0.1, xmin given", 0.1, 1);
  reals(count, "xmin searched", 0, {});
  reals(count, "rounded to 0.1, xmin searched", 0.1, {});
  equally_far(count);
}

}  // namespace somn::calibration
