#include <somn/core/error.hpp>
#include <somn/power_laws/power_law_sampler.hpp>
#include <somn/spike_trains/avalanches.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::analysis;

TEST_CASE("intervals 1, 2, 1 by hand") {
  const IntervalStatistics s = interval_statistics({0, 1, 3, 4}, {{.start = 0, .end = 8}}, 0.5);
  CHECK(s.n_events == 4);
  CHECK(s.n == 3);
  CHECK(s.rate == 0.5);
  CHECK(s.mean == Approx(4.0 / 3));
  CHECK(s.sd == Approx(std::sqrt(2.0) / 3));
  CHECK(s.cv == Approx(std::sqrt(2.0) / 4));
  CHECK(s.cv2 == Approx(2.0 / 3));
  CHECK(s.lv == Approx(1.0 / 3));
  CHECK(s.lvr == Approx(1.0 / 3 * (1 + 2.0 / 3)));
  CHECK(s.reason.empty());
}

TEST_CASE("zero intervals are counted, short trains are refused with a reason") {
  const IntervalStatistics zeros = interval_statistics({1, 1, 1, 2}, {{.start = 0, .end = 4}});
  CHECK(zeros.n_zero == 2);
  CHECK(zeros.mean == Approx(1.0 / 3));
  CHECK(zeros.cv2 == Approx(1.0));  // pairs (0,0) and (0,1)
  CHECK(zeros.histogram.counts == std::vector<std::int64_t>{1});
  CHECK(zeros.histogram.density[0] == Approx(1.0 / 3 / (std::pow(10, 0.1) - 1)));

  const IntervalStatistics two = interval_statistics({1, 2}, {{.start = 0, .end = 4}});
  CHECK(two.reason == "fewer than 3 events: 2");
  CHECK(two.rate == 0.5);
  CHECK(std::isnan(two.cv));
  const IntervalStatistics same = interval_statistics({1, 1, 1}, {{.start = 0, .end = 4}});
  CHECK(same.reason == "all intervals are 0: cv does not exist");
  CHECK(std::isnan(same.cv));
  CHECK(interval_statistics(std::vector<double>{}, {{.start = 0, .end = 4}}).rate == 0);
}

TEST_CASE("histogram edges lie at powers of 10^0.1; a value on an edge belongs above") {
  const LogHistogram h = log_histogram({{1e-3, 1.1e-3, 2e-3, 0}});
  REQUIRE(h.counts.size() == 4);
  CHECK(h.edges.front() == Approx(1e-3).epsilon(1e-15));
  CHECK(h.counts == std::vector<std::int64_t>{2, 0, 0, 1});
  double integral = 0;
  for (std::size_t k = 0; k < h.counts.size(); ++k) integral += h.density[k] * (h.edges[k + 1] - h.edges[k]);
  CHECK(integral == Approx(0.75));  // the zero interval keeps its quarter
}

TEST_CASE("avalanches by hand") {
  // bins of 1 s:        0    1         2    3    4                 5    6    7   8 (end)
  const std::vector<double> times{0.5, 2.1, 2.9, 3.5, 5.5, 7.2};
  const Avalanches a = find_avalanches(times, {{.start = 0, .end = 8}}, {.bin = 1});
  CHECK(a.n_events == 6);
  CHECK(a.n_edge_dropped == 2);  // the runs in the first and in the last bin
  CHECK(a.n_edge_events == 2);
  CHECK(a.sizes == std::vector<std::int64_t>{3, 1});
  CHECK(a.durations == std::vector<std::int64_t>{2, 1});
  CHECK(a.start_times == std::vector<double>{2, 5});
  CHECK(a.branching_ratio == Approx((0.5 + 0) / 2));
}

TEST_CASE("default bin: mean interval, rounded for samples; a rest shorter than a bin proves nothing") {
  const std::vector<double> times{0, 1, 2, 6};
  CHECK(find_avalanches(times, {{.start = 0, .end = 10}}).bin == 2);
  CHECK(find_avalanches({0, 1, 1, 2}, {{.start = 0, .end = 10}}, {.is_sampled = true}).bin == 1);
  // Two whole bins and a rest of 0.5: the run in the second is dropped although the rest is empty.
  const Avalanches rest = find_avalanches({1.5}, {{.start = 0, .end = 2.5}}, {.bin = 1});
  CHECK(rest.n_edge_dropped == 1);
  CHECK(find_avalanches({1.5}, {{.start = 0, .end = 3}}, {.bin = 1}).sizes.size() == 1);
  CHECK(find_avalanches({1, 1}, {{.start = 0, .end = 3}}).reason == "no inter-event interval above 0: no bin width");
  const double later = std::nextafter(0.1, 1);  // once more the same time, but for rounding
  CHECK(find_avalanches({0.1, later}, {{.start = 0, .end = 3}}).reason == "no inter-event interval above 0: no bin width");
  CHECK_THROWS_AS(find_avalanches(times, {{.start = 0, .end = 10}}, {.bin = 0}), InputError);
  CHECK_THROWS_AS(find_avalanches(times, {{.start = 0, .end = 10}}, {.bin = 1e-300}), InputError);
}

TEST_CASE("power sums: zeta values, finite sums term by term, derivatives by differences") {
  CHECK(power_sum(2, 1, unbounded, 1).z == Approx(M_PI * M_PI / 6).epsilon(1e-14));
  CHECK(power_sum(4, 1, unbounded, 1).z == Approx(std::pow(M_PI, 4) / 90).epsilon(1e-14));
  CHECK(power_sum(1.5, 1, unbounded, 1).z == Approx(2.612375348685488).epsilon(1e-13));
  CHECK(power_sum(1.01, 1, unbounded, 1).z == Approx(100.57794333849687).epsilon(1e-12));
  const double a = GENERATE(-1.5, 0.0, 0.5, 1.0, 1.0001, 1.5, 2.5, 8.0, 40.0);
  const auto range = GENERATE(std::pair(1, 7), std::pair(1, 3000), std::pair(3, 100000), std::pair(500, 700));
  const int first = range.first, last = range.second;
  CAPTURE(a, first, last);
  long double z = 0, log_sum = 0, log_squares = 0;
  for (int k = first; k <= last; ++k) {
    const long double l = std::log(static_cast<long double>(k) / first), w = std::exp(-a * l);
    z += w;
    log_sum += w * l;
    log_squares += w * l * l;
  }
  const PowerSum sum = power_sum(a, first, last, first);
  const double mean = static_cast<double>(log_sum / z);
  CHECK(sum.z == Approx(static_cast<double>(z)).epsilon(1e-12));
  CHECK(sum.mean_log == Approx(mean).epsilon(1e-11));
  CHECK(sum.var_log == Approx(static_cast<double>(log_squares / z) - mean * mean).epsilon(1e-9));
  CHECK(power_sum_value(a, first, last, first) == Approx(sum.z).epsilon(1e-13));
  CHECK_THROWS_AS(power_sum(1, 1, unbounded, 1), InternalError);
}

TEST_CASE("maximum likelihood by hand: two values on 1..2") {
  // p(2)/p(1) = 2^-a: counts 3 and 1 give a = log2 3; Var ln k = (3/16) ln^2 2
  const PowerLawFit fit = fit_exponent(count_values(std::vector<std::int64_t>{1, 1, 2, 1}), 1, 2);
  CHECK(fit.alpha == Approx(std::log2(3.0)).epsilon(1e-12));
  CHECK(fit.alpha_se == Approx(1 / std::sqrt(4 * 3.0 / 16) / std::log(2)).epsilon(1e-10));
  CHECK(fit.log_likelihood == Approx(3 * std::log(0.75) + std::log(0.25)).epsilon(1e-12));
  CHECK(fit.ks_distance == Approx(0).margin(1e-12));
}

TEST_CASE("refusals still give their numbers") {
  const auto judged = [](std::vector<std::int64_t> values) {
    return judge_power_law(count_values(values), {}, {.n_surrogates = 20});
  };
  CHECK(judged({}).verdict == "no fit: no values");
  CHECK(judged({7, 7, 7}).verdict == "no fit: the range holds one whole number");
  const JudgedPowerLaw few = judged({1, 1, 1, 2, 2, 3, 6});
  CHECK(few.verdict == "not enough range: 0.8 decades, n_tail 7");
  CHECK(std::isfinite(few.fit.alpha));
  CHECK(std::isfinite(few.p_value));
  CHECK_THROWS_AS(fit_power_law(count_values(std::vector<std::int64_t>{1, 2}), {.xmin = 0}), InputError);
  CHECK_THROWS_AS(fit_power_law({}, {.xmin = 5, .upper_end = UpperEnd::given, .xmax = 4}), InputError);
  CHECK_THROWS_AS(count_values(std::vector<std::int64_t>{0, 1}), InputError);
}

TEST_CASE("the sampler follows the law: chi-square over the first 30 values and the rest") {
  const auto law =
      GENERATE(std::pair(1.5, std::int64_t{1000000}), std::pair(2.5, unbounded), std::pair(0.5, std::int64_t{40}));
  const double alpha = law.first;
  const std::int64_t xmax = law.second;
  const std::int64_t xmin = 3, n = 200000;
  CounterStream random(11, 0);
  const ValueCounts data = PowerLawSampler(alpha, xmin, xmax).draw(n, random);
  REQUIRE(data.n() == n);
  CHECK(data.values.front() >= xmin);
  CHECK(data.values.back() <= xmax);
  const double z = power_sum_value(alpha, xmin, xmax, 1);
  double chi = 0;
  for (std::int64_t k = xmin; k < xmin + 30; ++k) {
    const double expected = static_cast<double>(n) * std::pow(static_cast<double>(k), -alpha) / z;
    const double difference = static_cast<double>(data.within(k, k).n()) - expected;
    chi += difference * difference / expected;
  }
  const double rest = static_cast<double>(n) * power_sum_value(alpha, xmin + 30, xmax, 1) / z;
  const double difference = static_cast<double>(data.within(xmin + 30, xmax).n()) - rest;
  chi += difference * difference / rest;
  CHECK(chi > 11.5);  // 30 degrees of freedom: 99.9 % lie within
  CHECK(chi < 62.2);
}

TEST_CASE("gammas: a line by hand, and the propagation of errors") {
  const MeanSizes line{.durations = {1, 10, 100, 1000}, .mean_sizes = {2, 40, 800, 5}, .counts = {9, 4, 1, 1}};
  const Estimate fit = fit_gamma(line, 1, 100);
  CHECK(fit.value == Approx(std::log10(20.0)));
  CHECK(fit.se == Approx(0).margin(1e-7));
  CHECK(std::isnan(fit_gamma(line, 1, 10).value));
  const Estimate gamma = predict_gamma({.value = 2.05, .se = 0.08}, {.value = 2.26, .se = 0.10});
  CHECK(gamma.value == Approx(1.2));
  CHECK(gamma.se == Approx(1.2 * std::hypot(0.08 / 1.05, 0.10 / 1.26)));  // 0.13; with d tau/tau it would be 0.07
  CHECK(std::isnan(predict_gamma({.value = 0.9, .se = 0.1}, {.value = 2, .se = 0.1}).value));
}
