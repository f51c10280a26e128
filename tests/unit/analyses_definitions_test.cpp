// Definitions by hand and by brute force, each of which a changed sign or a lost factor breaks.
#include <somn/analyses/avalanches/excursions.hpp>
#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/core/error.hpp>
#include <somn/power_laws/alternatives.hpp>
#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/power_laws/goodness_of_fit.hpp>
#include <somn/signals/autocorrelation.hpp>
#include <somn/signals/records.hpp>
#include <somn/spike_trains/train_pairs.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn::analysis;

TEST_CASE("STTC is 1 for spikes that tile the whole record") {
  const std::vector<double> a{1, 3, 5, 7, 9};
  CHECK(tiling_coefficient(a, a, {0, 10}, 2) == Approx(1));
}

TEST_CASE("KS distance of reals, with ties: branch and bound finds what every value looked at finds") {
  const std::uint64_t seed = GENERATE(range(1u, 13u));
  const KsSide side = GENERATE(KsSide::both, KsSide::left);
  CAPTURE(seed);
  CounterStream random(seed, 3);
  std::vector<double> x;
  for (int k = 0; k < 3000; ++k) {
    const double v = std::pow(1 - random.uniform(), -1 / 1.3);
    x.push_back(seed % 2 ? v : std::ceil(10 * v) / 10);
  }
  std::sort(x.begin(), x.end());
  const ContinuousFit fit = fit_sorted(x, {.xmin = x.front(), .ks = side});
  const double n = 3000;
  double d = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double f = 1 - std::pow(x[i] / x.front(), 1 - fit.alpha);
    const auto [first, end] = std::equal_range(x.begin(), x.end(), x[i]);
    if (side == KsSide::left)
      d = std::max(d, std::abs(static_cast<double>(i) / n - f));
    else
      d = std::max({d, std::abs(static_cast<double>(first - x.begin()) / n - f),
                    std::abs(static_cast<double>(end - x.begin()) / n - f)});
  }
  CHECK(fit.ks_distance == Approx(d).epsilon(1e-10));
}

TEST_CASE("p = 0.1 rejects, p = 0.11 does not") {
  CHECK(verdict_on({.n_tail = 100, .decades = 2, .p_value = 0.1}) == "power law rejected: p = 0.10");
  CHECK(verdict_on({.n_tail = 100, .decades = 2, .p_value = 0.11}) == "power law not rejected: p = 0.11");
}

TEST_CASE("the one-sided spectrum adds up to the variance, for odd and even segments") {
  const std::size_t n = GENERATE(255u, 256u, 99u, 100u);
  CounterStream random(n, 0);
  std::vector<double> x;
  for (std::size_t k = 0; k < n; ++k) x.push_back(3 + random.uniform());
  double mean = 0, variance = 0, power = 0;
  for (const double v : x) mean += v / static_cast<double>(n);
  for (const double v : x) variance += (v - mean) * (v - mean) / static_cast<double>(n);
  const Spectrum s = welch(x, 0.1, {.segment_length = n, .window = Window::boxcar});
  for (const double p : s.power) power += p * s.frequencies[1];
  CHECK(power == Approx(variance).epsilon(1e-10));
}

TEST_CASE("AIC and BIC count the parameters of each rival") {
  std::vector<double> x;
  for (int k = 1; k <= 200; ++k) x.push_back(std::pow(1 - k / 201.0, -0.8));
  for (const Comparison& c : compare_alternatives({.is_discrete = false, .xmin = 1, .alpha = 2.25, .values = x})) {
    CAPTURE(c.name);
    const double n_parameters = c.name == "exponential" ? 1 : 2;
    CHECK(c.aic == Approx(2 * n_parameters - 2 * c.log_likelihood));
    CHECK(c.bic == Approx(n_parameters * std::log(200.0) - 2 * c.log_likelihood));
  }
}

TEST_CASE("integrated time: half the first, then up to the first that is not positive") {
  CHECK(integrated_time(std::vector<double>{1, 0.5, 0.25, -0.1, 0.7}) == Approx(1.25));
  CHECK(std::isnan(integrated_time(std::vector<double>{1, 0.5})));
}

TEST_CASE("no excursion reaches over a join") {
  const std::vector<double> x{0, 9, 0, 9, 9, 0, 9, 9, 0};
  const Excursions joined = find_excursions(x, 1, 1, {4, 5}), one = find_excursions(x, 1, 1);
  CHECK(joined.durations == std::vector<std::int64_t>{1, 2});
  CHECK(joined.n_open_dropped == 2);
  CHECK(one.durations == std::vector<std::int64_t>{1, 2, 2});
  CHECK(one.n_open_dropped == 0);
}

TEST_CASE("uneven rows on a uniform grid; events of two runs in pairs") {
  const std::vector<double> t{0, 1, 1.5, 4}, x{0, 2, 3, -2};
  const std::vector<double> y = on_uniform_grid(t, x, 0.5), expected{0, 1, 2, 3, 2, 1, 0, -1, -2};
  REQUIRE(y.size() == expected.size());
  for (std::size_t k = 0; k < y.size(); ++k) CHECK(y[k] == Approx(expected[k]).margin(1e-12));
  CHECK_THROWS_AS(on_uniform_grid(std::vector<double>{0, 1, 1}, std::vector<double>{0, 0, 0}, 1), somn::InputError);
  CHECK_THROWS_AS(on_uniform_grid(t, x, 0), somn::InputError);
  const EventMatch m = match_events({{1, 2, 3}, {5}}, {{1.1, 3.05}, {5, 6}}, 0.2);
  CHECK(m.n_matched == 3);
  CHECK(m.only_a == std::vector<double>{2});
  CHECK(m.only_b == std::vector<double>{6});
}
