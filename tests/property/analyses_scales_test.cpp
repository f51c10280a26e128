// Times x c, values x c, the order of the input and segments: what must not change, for random data.
#include <somn/analyses/bursts/bursts.hpp>
#include <somn/analyses/isi/interval_models.hpp>
#include <somn/analyses/modality/modality.hpp>
#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/spike_trains/scaling.hpp>
#include <somn/spike_trains/train_pairs.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn::analysis;

namespace {

std::vector<double> bursty(int n, CounterStream& random) {
  std::vector<double> times;
  for (double t = 0; static_cast<int>(times.size()) < n;) {
    t -= (random.uniform() < 0.8 ? 0.01 : 4.0) * std::log(1 - random.uniform());
    times.push_back(t);
  }
  return times;
}

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& v : values) v *= factor;
  return values;
}

}  // namespace

TEST_CASE("bursts of every scale-free method do not depend on the unit of time") {
  const std::uint64_t seed = GENERATE(range(1u, 9u));
  CAPTURE(seed);
  CounterStream random(seed, 0);
  const std::vector<double> t = bursty(600, random);
  for (const BurstMethod method : {BurstMethod::max_interval, BurstMethod::logisi, BurstMethod::poisson_surprise,
                                   BurstMethod::rank_surprise, BurstMethod::cma})
    for (const double c : {0x1p-30, 0x1p20}) {
      const Bursts a = find_bursts(t, {.method = method}), b = find_bursts(scaled(t, c), {.method = method});
      REQUIRE(a.bursts.size() == b.bursts.size());
      for (std::size_t k = 0; k < a.bursts.size(); ++k)
        CHECK((a.bursts[k].first == b.bursts[k].first && a.bursts[k].last == b.bursts[k].last));
    }
}

TEST_CASE("STTC of spikes on a grid, exactly dt apart, is the same in seconds and in milliseconds") {
  const std::uint64_t seed = GENERATE(range(1u, 9u));
  CAPTURE(seed);
  CounterStream random(seed, 9);
  std::vector<double> a, b;
  for (int k = 0; k < 1000; k += 1 + static_cast<int>(random.below(40))) a.push_back(k);
  for (int k = 0; k < 1000; k += 1 + static_cast<int>(random.below(40))) b.push_back(k);
  const double exact = tiling_coefficient(a, b, {0, 1000}, 5);
  CHECK(tiling_coefficient(scaled(a, 1e-3), scaled(b, 1e-3), {0, 1}, 5e-3) == Approx(exact).epsilon(1e-9));
  CHECK(tiling_coefficient(scaled(a, 0.1), scaled(b, 0.1), {0, 100}, 0.5) == Approx(exact).epsilon(1e-9));
}

TEST_CASE("pair measures: symmetric, unchanged by the unit of time") {
  const std::uint64_t seed = GENERATE(range(1u, 9u));
  CAPTURE(seed);
  CounterStream random(seed, 1);
  const std::vector<double> a = bursty(200, random), b = bursty(150, random);
  const Segment r{0, std::max(a.back(), b.back()) + 1}, s{0, 4 * r.end};
  const std::vector<double> a4 = scaled(a, 4), b4 = scaled(b, 4);
  CHECK(isi_distance(a, b, r, r) == Approx(isi_distance(b, a, r, r)));
  CHECK(spike_distance(a, b, r, r) == Approx(spike_distance(b, a, r, r)));
  CHECK(isi_distance(a4, b4, s, s) == Approx(isi_distance(a, b, r, r)));
  CHECK(spike_distance(a4, b4, s, s) == Approx(spike_distance(a, b, r, r)));
  CHECK(spike_synchronisation(a4, b4, s, s).share() == spike_synchronisation(a, b, r, r).share());
  CHECK(tiling_coefficient(a4, b4, s, 4 * 0.1) == Approx(tiling_coefficient(a, b, r, 0.1)));
  CHECK(victor_purpura(a4, b4, 0.5) == Approx(victor_purpura(a, b, 2)));
  CHECK(van_rossum(a4, b4, 2) == Approx(van_rossum(a, b, 0.5)));
  const double d = isi_distance(a, b, r, r);
  CHECK((d >= 0 && d <= 1));
}

TEST_CASE("values x c scale xmin and leave the continuous exponent; their order does not matter") {
  const std::uint64_t seed = GENERATE(range(1u, 9u));
  CAPTURE(seed);
  CounterStream random(seed, 2);
  std::vector<double> x;
  for (int k = 0; k < 2000; ++k)
    x.push_back((random.uniform() < 0.3 ? random.uniform() : 1) * std::pow(1 - random.uniform(), -1 / 1.4));
  const ContinuousFit a = fit_continuous(x, {}), b = fit_continuous(scaled(x, 0x1p40), {});
  CHECK(b.xmin == a.xmin * 0x1p40);
  CHECK(b.alpha == Approx(a.alpha).epsilon(1e-9));
  CHECK(b.n_tail == a.n_tail);
  std::reverse(x.begin(), x.end());
  CHECK(fit_continuous(x, {}).alpha == a.alpha);
  const JudgedContinuous one = judge_continuous(x, {}, {.n_surrogates = 20, .n_resamples = 10, .n_threads = 1});
  const JudgedContinuous many = judge_continuous(x, {}, {.n_surrogates = 20, .n_resamples = 10, .n_threads = 5});
  CHECK(one.p_value == many.p_value);
  CHECK(one.errors.alpha == many.errors.alpha);
}

TEST_CASE("a grid of candidates finds what all of them find") {
  CounterStream random(11, 3);
  std::vector<double> x;
  for (int k = 0; k < 9000; ++k)
    x.push_back((k % 3 == 0 ? 3 * random.uniform() : 3) * std::pow(1 - random.uniform(), -1 / 1.5));
  const ContinuousFit all = fit_continuous(x, {});
  std::vector<double> more = x;  // above the limit, and of the same distribution
  for (int k = 0; k < 9000; ++k)
    more.push_back((k % 3 == 0 ? 3 * random.uniform() : 3) * std::pow(1 - random.uniform(), -1 / 1.5));
  const ContinuousFit grid = fit_continuous(more, {});
  CHECK(grid.alpha == Approx(all.alpha).margin(4 * std::hypot(all.alpha_se, grid.alpha_se)));
}

TEST_CASE("spectrum: x c^2 for values x c; dip and mixtures: unchanged by shift and scale") {
  CounterStream random(12, 4);
  std::vector<double> x(2048), y;
  for (double& v : x) v = random.uniform();
  for (const double v : x) y.push_back(8 * v);
  const Spectrum a = welch(x, 1e-3), b = welch(y, 1e-3);
  for (std::size_t k = 1; k < a.power.size(); ++k) CHECK(b.power[k] == Approx(64 * a.power[k]));
  const Modality m = analyse_modality(x, {.n_surrogates = 0}), n = analyse_modality(y, {.n_surrogates = 0});
  CHECK(n.dip.dip == Approx(m.dip.dip));
  CHECK(n.mixtures[0].bic == Approx(m.mixtures[0].bic - 2 * 2048 * std::log(8.0)));
}

TEST_CASE("profiles hold every event of every avalanche, whatever the segments") {
  const std::uint64_t seed = GENERATE(range(1u, 5u));
  CounterStream random(seed, 5);
  const std::vector<double> t = bursty(3000, random);
  const double middle = std::floor(t[1500]);
  const Avalanches a = find_avalanches(t, {{0, middle}, {middle, t.back() + 1}});
  std::size_t offset = 0;
  for (std::size_t k = 0; k < a.sizes.size(); ++k) {
    std::int64_t sum = 0;
    for (std::int64_t j = 0; j < a.durations[k]; ++j) {
      CHECK(a.profiles[offset] > 0);
      sum += a.profiles[offset++];
    }
    CHECK(sum == a.sizes[k]);
  }
  CHECK(offset == a.profiles.size());
}
