// What times are worth: the grid that is found, and what compares on it.
#include <somn/spike_trains/avalanches.hpp>
#include <somn/spike_trains/gap_avalanches.hpp>
#include <somn/spike_trains/resolution.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn::analysis;

namespace {

std::vector<double> on_grid(double rate, double offset, double written = 0, int n = 400) {
  CounterStream random(3, 3);
  std::vector<double> times;
  long sample = 0;
  for (int k = 0; k < n; ++k) {
    sample += 1 + static_cast<long>(random.below(k % 7 == 0 ? 200 : 9));
    double t = static_cast<double>(sample) / rate + offset;
    if (written > 0) t = std::round(t / written) * written;
    times.push_back(t);
  }
  return times;
}

}  // namespace

TEST_CASE("the grid of the times is found, whatever the rate and the offset") {
  for (const double rate : {1.0, 1000.0, 20000.0, 30000.0, 24414.0625})
    for (const double offset : {0.0, 0.001, 100.0, 86400.0}) {
      INFO(rate << " Hz from " << offset);
      const Resolution r = resolution_of(on_grid(rate, offset));
      CHECK(r.step == Approx(1 / rate).epsilon(1e-6));
      CHECK(r.tolerance < 0.01 / rate);
    }
  CHECK(resolution_of(on_grid(1000, 0)).step == 0.001);
  CHECK(resolution_of(on_grid(30000, 0)).step == 1 / 30000.0);
}

TEST_CASE("a grid that the written digits round is found behind them") {
  const Resolution r = resolution_of(on_grid(30000, 0, 1e-6));
  CHECK(r.step == Approx(1 / 30000.0).epsilon(1e-6));
  CHECK((r.tolerance >= 1e-6 && r.tolerance < 0.25 / 30000));
}

TEST_CASE("times without a grid have none, and nothing is rounded") {
  CounterStream random(1, 1);
  std::vector<double> times;
  for (double t = 0; times.size() < 500;) times.push_back(t += random.uniform());
  const Resolution r = resolution_of(times);
  CHECK(r.step == 0);
  CHECK(r.rounded(0.1 + 0.2) == 0.1 + 0.2);
  CHECK(r.tolerance < 1e-12);
  CHECK(resolution_of({}).tolerance == 0);
}

TEST_CASE("two and more intervals of a grid are told apart, one of it is one") {
  const std::vector<double> times = on_grid(1000, 0);
  const Resolution r = resolution_of(times);
  CHECK_FALSE(r.exceeds(0.009 - 0.007, 0.002));
  CHECK(r.exceeds(0.003, 0.002));
  CHECK(r.bin(0.3, 0, 0.1) == 3);
  CHECK(r.bin(0.299, 0, 0.1) == 2);
  CHECK(r.whole_bins(0.3, 0.1) == 3);
  CHECK(r.rounded(0.009 - 0.007) == 0.002);
}

TEST_CASE("an event on the join of two segments belongs to the later one, on the end of the record to the last") {
  const std::vector<double> times{0, 0.1, 0.1 + 0.2, 0.5};
  const std::vector<Segment> segments{{0, 0.3}, {0.3, 0.5}};
  const auto parts = split(times, segments, resolution_of(times, segments));
  CHECK(parts[0].size() == 2);
  CHECK(parts[1].size() == 2);
}

TEST_CASE("avalanches of one sample's bin or gap: as many as by whole numbers") {
  CounterStream random(9, 9);
  std::vector<double> samples, seconds, offset;
  for (double k = 0; samples.size() < 5000;) {
    k += 1 + static_cast<double>(random.below(3));
    samples.push_back(k);
    seconds.push_back(k / 1000);
    offset.push_back(k / 1000 + 1e4);
  }
  const auto sizes = [](const std::vector<double>& t, double bin) {
    return find_avalanches(t, segment_of_events(t), {.bin = bin}).sizes;
  };
  CHECK(sizes(seconds, 1e-3) == sizes(samples, 1));
  CHECK(sizes(offset, 1e-3) == sizes(samples, 1));
  const auto gaps = [](const std::vector<double>& t, double gap) {
    return find_gap_avalanches(t, segment_of_events(t), gap).sizes;
  };
  CHECK(gaps(seconds, 1e-3) == gaps(samples, 1));
  CHECK(gaps(offset, 1e-3) == gaps(samples, 1));
}
