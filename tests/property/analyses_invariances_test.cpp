// What holds for every train and every seed. The seed is shown where a check fails.
#include <somn/observables/junction_events.hpp>
#include <somn/power_laws/power_law_sampler.hpp>
#include <somn/signals/network_spikes.hpp>
#include <somn/spike_trains/avalanches.hpp>
#include <somn/spike_trains/controls.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::analysis;

namespace {

// A bursty train on 0..n: exponential gaps of two lengths.
std::vector<double> bursty_train(int n, CounterStream& random) {
  std::vector<double> times;
  for (double t = 0; static_cast<int>(times.size()) < n;) {
    t -= (random.uniform() < 0.8 ? 0.2 : 4.0) * std::log(1 - random.uniform());
    times.push_back(t);
  }
  return times;
}

std::vector<double> scaled(std::vector<double> values, double factor, double offset = 0) {
  for (double& v : values) v = factor * v + offset;
  return values;
}

Segment record_of(const std::vector<double>& times) {
  return {.start = 0, .end = std::ceil(times.back()) + 1};
}

}  // namespace

TEST_CASE("times × c: avalanches, cv, cv2, lv unchanged; rate / c") {
  const std::uint64_t seed = GENERATE(range(1u, 11u));
  CAPTURE(seed);
  CounterStream random(seed, 0);
  const std::vector<double> times = bursty_train(2000, random);
  const Segment record = record_of(times);
  const Avalanches a = find_avalanches(times, {record});
  const IntervalStatistics s = interval_statistics(times, {record});
  for (const double c : {0x1p-40, 0x1p30}) {  // powers of two: exact
    const Avalanches b = find_avalanches(scaled(times, c), {{.start = 0, .end = c * record.end}});
    const IntervalStatistics r = interval_statistics(scaled(times, c), {{.start = 0, .end = c * record.end}});
    CHECK(b.sizes == a.sizes);
    CHECK(b.durations == a.durations);
    CHECK(b.bin == c * a.bin);
    CHECK(r.cv == Approx(s.cv).epsilon(1e-12));
    CHECK(r.cv2 == Approx(s.cv2).epsilon(1e-12));
    CHECK(r.lv == Approx(s.lv).epsilon(1e-12));
    CHECK(r.rate == Approx(s.rate / c).epsilon(1e-12));
  }
}

TEST_CASE("the order of the input is irrelevant") {
  const std::uint64_t seed = GENERATE(range(1u, 6u));
  CAPTURE(seed);
  CounterStream random(seed, 1);
  std::vector<double> times = bursty_train(1000, random);
  const Segment record = record_of(times);
  const Avalanches a = find_avalanches(times, {record});
  const IntervalStatistics s = interval_statistics(times, {record});
  for (std::size_t i = times.size(); i > 1; --i) std::swap(times[i - 1], times[random.below(i)]);
  CHECK(find_avalanches(times, {record}).sizes == a.sizes);
  CHECK(interval_statistics(times, {record}).lv == s.lv);

  std::vector<std::int64_t> values;
  for (int k = 0; k < 500; ++k) values.push_back(static_cast<std::int64_t>(1 + random.below(50)));
  const PowerLawFit forward = fit_power_law(count_values(values), {});
  std::reverse(values.begin(), values.end());
  CHECK(fit_power_law(count_values(values), {}).alpha == forward.alpha);
}

TEST_CASE("a join of segments adds no event, no interval, no avalanche") {
  const std::uint64_t seed = GENERATE(range(1u, 11u));
  CAPTURE(seed);
  CounterStream random(seed, 2);
  const std::vector<double> first = bursty_train(700, random), second = bursty_train(900, random);
  const Segment r1 = record_of(first), r2 = record_of(second);
  std::vector<double> joined = first;
  for (const double t : second) joined.push_back(r1.end + t);
  const std::vector<Segment> segments = segments_from_lengths(std::vector<double>{r1.end, r2.end});

  const IntervalStatistics s = interval_statistics(joined, segments);
  CHECK(s.n_events == 1600);
  CHECK(s.n == 699 + 899);

  const AvalancheOptions bin{.bin = 0.5};
  const Avalanches a = find_avalanches(first, {r1}, bin), b = find_avalanches(second, {r2}, bin);
  const Avalanches both = find_avalanches(joined, segments, bin);
  CHECK(both.sizes.size() == a.sizes.size() + b.sizes.size());
  CHECK(both.n_edge_dropped == a.n_edge_dropped + b.n_edge_dropped);
  std::int64_t in_runs = both.n_edge_events;
  for (const std::int64_t size : both.sizes) in_runs += size;
  CHECK(in_runs == both.n_events);
}

TEST_CASE("a join of signal segments adds no network spike") {
  const std::uint64_t seed = GENERATE(range(1u, 6u));
  CAPTURE(seed);
  CounterStream random(seed, 3);
  const auto record = [&](double level) {
    std::vector<double> x(500, level);
    for (std::size_t k = 0; k < x.size(); ++k) x[k] += 0.01 * random.uniform() + (k >= 200 && k < 203 ? 5 : 0);
    return x;
  };
  const std::vector<double> a = record(1), b = record(100);
  std::vector<double> joined = a;
  joined.insert(joined.end(), b.begin(), b.end());
  const NetworkSpikeOptions apart{.threshold = 0.5, .k_sigma = 0};
  NetworkSpikeOptions together = apart;
  together.segment_rows = {a.size(), b.size()};
  const auto n_apart = find_network_spikes(a, 1, apart).spikes.size() + find_network_spikes(b, 1, apart).spikes.size();
  CHECK(n_apart == 4);
  CHECK(find_network_spikes(joined, 1, together).spikes.size() == n_apart);
  CHECK(find_network_spikes(joined, 1, apart).spikes.size() == n_apart + 1);  // what segments are for
}

TEST_CASE("the number of threads changes nothing") {
  CounterStream random(7, 4);
  const ValueCounts data = PowerLawSampler(1.8, 1, unbounded).draw(400, random);
  const PowerLawOptions options;
  const PowerLawFit fit = fit_power_law(data, options);
  const double one = goodness_of_fit(data, fit, options, {.n_surrogates = 101, .seed = 5, .n_threads = 1});
  for (const unsigned n : {2u, 3u, 8u})
    CHECK(goodness_of_fit(data, fit, options, {.n_surrogates = 101, .seed = 5, .n_threads = n}) == one);
  CHECK(goodness_of_fit(data, fit, options, {.n_surrogates = 101, .seed = 6, .n_threads = 1}) != one);
}

TEST_CASE("a shuffled train has the intervals of the measured one, a Poisson train its count") {
  const std::uint64_t seed = GENERATE(range(1u, 6u));
  CAPTURE(seed);
  CounterStream random(seed, 5);
  const std::vector<double> times = bursty_train(300, random);
  const Segment record = record_of(times);
  std::vector<double> before = intervals_within(times, {record}).front();
  std::vector<double> train = surrogate_train(ControlKind::shuffled, times, {record}, random);
  std::vector<double> after = intervals_within(train, {record}).front();
  CHECK(after != before);
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  REQUIRE(after.size() == before.size());
  for (std::size_t k = 0; k < after.size(); ++k) CHECK(after[k] == Approx(before[k]).margin(1e-9));
  CHECK(surrogate_train(ControlKind::poisson, times, {record}, random).size() == times.size());
}

TEST_CASE("junction events alternate, and up and down mirror each other when G is inverted") {
  const std::uint64_t seed = GENERATE(range(1u, 11u));
  CAPTURE(seed);
  CounterStream random(seed, 6);
  const double g_off = 1e-7, g_on = 1e-4;
  JunctionEventDetector detector(1, g_off, g_on), mirror(1, g_off, g_on);
  double y = 0.1;
  for (int k = 0; k < 5000; ++k) {
    y = std::clamp(y + 0.4 * (random.uniform() - 0.5), 0.0, 1.0);
    const double g[] = {g_off * std::pow(g_on / g_off, y)}, inverse[] = {g_off * g_on / g[0]};
    detector.feed(k, g);
    mirror.feed(k, inverse);
  }
  const std::vector<JunctionEvent> events = detector.finish(), mirrored = mirror.finish();
  REQUIRE(events.size() > 20);
  REQUIRE(mirrored.size() == events.size());
  for (std::size_t k = 0; k < events.size(); ++k) {
    CHECK((events[k].kind == EventKind::up) == (k % 2 == 0));
    CHECK((events[k].delta_g > 0) == (events[k].kind == EventKind::up));
    CHECK(events[k].kind != mirrored[k].kind);
    CHECK(events[k].time == Approx(mirrored[k].time).margin(1e-9));
    if (k > 0) CHECK(events[k].time >= events[k - 1].time);
  }
}
