#include <somn/core/error.hpp>
#include <somn/observables/junction_events.hpp>
#include <somn/signals/network_spikes.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::analysis;

namespace {

// G_off = 1 nS, G_on = 1 mS: y = 0.4 at 10^-6.6 S, y = 0.6 at 10^-5.4 S.
double conductance(double y) {
  return 1e-9 * std::pow(1e6, y);
}

std::vector<JunctionEvent> events_of(const std::vector<double>& ys) {
  JunctionEventDetector detector(1, 1e-9, 1e-3);
  for (std::size_t k = 0; k < ys.size(); ++k) {
    const double g[] = {conductance(ys[k])};
    detector.feed(static_cast<double>(k), g);
  }
  return detector.finish();
}

}  // namespace

TEST_CASE("an up and a down event by hand: time linear in y, delta_g from turning point to turning point") {
  const auto events = events_of({0.1, 0.05, 0.55, 0.65, 0.9, 0.45, 0.35, 0.2, 0.3});
  REQUIRE(events.size() == 2);
  CHECK(events[0].kind == EventKind::up);
  CHECK(events[0].time == Approx(2.5).margin(1e-12));
  CHECK(events[0].delta_g == Approx(conductance(0.9) - conductance(0.05)).epsilon(1e-12));
  CHECK(events[1].kind == EventKind::down);
  CHECK(events[1].time == Approx(5.5).margin(1e-12));
  CHECK(events[1].delta_g == Approx(conductance(0.2) - conductance(0.9)).epsilon(1e-12));
}

TEST_CASE("hysteresis: no event without re-arming") {
  CHECK(events_of({0.1, 0.7, 0.5, 0.7, 0.41, 0.8}).size() == 1);
  CHECK(events_of({0.1, 0.7, 0.39, 0.59, 0.39}).size() == 2);
  CHECK(events_of({0.1, 0.7, 0.39, 0.61}).size() == 3);
  CHECK(events_of({0.1, 0.59, 0.1, 0.59}).empty());
}

TEST_CASE("a start inside the band arms nothing, a start above it arms down") {
  CHECK(events_of({0.5, 0.7}).empty());
  CHECK(events_of({0.5, 0.3}).empty());
  CHECK(events_of({0.5, 0.7, 0.3}).size() == 1);
  const auto events = events_of({0.9, 0.1});
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == EventKind::down);
  CHECK(events[0].time == Approx(0.625).margin(1e-12));
}

TEST_CASE("several junctions: order of time, ties in order of the junction, levels, bands of their own") {
  const HysteresisBand wide = conductance_band(1e-9, 1e-3), narrow = conductance_band(1e-6, 1e-3);
  JunctionEventDetector detector({wide, narrow, wide, wide});
  const double start[] = {conductance(0.1), 1e-6 * std::pow(1e3, 0.3), 1e-3, conductance(0.1)};
  const double end[] = {1e-3, 1e-3, 1e-3, 1e-3};
  detector.feed(0, start);
  CHECK(detector.n_on() == 1);
  detector.feed(1, end);
  CHECK(detector.n_on() == 4);
  CHECK(detector.n_on_without_event() == 1);
  const auto events = detector.finish();
  REQUIRE(events.size() == 3);
  CHECK(events[0].junction.index == 1);
  CHECK(events[0].time == Approx(0.3 / 0.7).margin(1e-12));
  CHECK(events[1].junction.index == 0);
  CHECK(events[1].time == Approx(0.5 / 0.9).margin(1e-12));
  CHECK(events[2].junction.index == 3);
  CHECK(detector.finish().empty());
}

TEST_CASE("states are observed on the linear scale") {
  auto detector = JunctionEventDetector::on_state(1);
  for (const auto& [t, x] : {std::pair{0.0, 0.0}, {1.0, 0.5}, {2.0, 0.7}, {3.0, -0.1}}) detector.feed(t, {&x, 1});
  const auto events = detector.finish();
  REQUIRE(events.size() == 2);
  CHECK(events[0].time == Approx(1.5));
  CHECK(events[0].delta_g == Approx(0.7));
  CHECK(events[1].time == Approx(2 + 0.3 / 0.8));
}

TEST_CASE("a detector refuses what is no conductance and no time") {
  JunctionEventDetector detector(1, 1e-9, 1e-3);
  const double good[] = {1e-6}, zero[] = {0}, missing[] = {std::nan("")}, two[] = {1e-6, 1e-6};
  detector.feed(1, good);
  CHECK_THROWS_AS(detector.feed(1, good), InputError);
  CHECK_THROWS_AS(detector.feed(std::nan(""), good), InputError);
  CHECK_THROWS_AS(detector.feed(2, zero), InputError);
  CHECK_THROWS_AS(detector.feed(2, missing), InputError);
  CHECK_THROWS_AS(detector.feed(2, two), InputError);
  CHECK_THROWS_AS(conductance_band(1e-3, 1e-3), InputError);
  CHECK_THROWS_AS(conductance_band(0, 1e-3), InputError);
}

TEST_CASE("network spikes by hand: a pulse makes a rising and a falling edge") {
  //                            0  1  2  3  4   5   6   7  8  9  10
  const std::vector<double> x{1, 1, 1, 1, 5, 11, 11, 11, 1, 1, 1};
  const NetworkSpikes found = find_network_spikes(x, 0.5, {.threshold = 1, .k_sigma = 0});
  REQUIRE(found.spikes.size() == 2);
  const NetworkSpike& up = found.spikes[0];
  CHECK(up.row == 4);
  CHECK(up.time == 2.0);
  CHECK(up.sign == 1);
  CHECK(up.peak == 10.0);  // (11 - 1)/2 per sample of 0.5 s
  CHECK(up.delta == 10.0);
  CHECK(up.amplitude == 10.0);
  CHECK(up.rise ==
        Approx(0.5 * (1 + 5.0 / 6 - 0.25)));  // 2 is passed a quarter into the first step, 10 at 5/6 of the second
  // |slope| 4, 10, 6, 0 around the peak: half of 10 is met 5/6 of a sample before and 1 + 1/6 after
  CHECK(up.width == Approx(0.5 * (5.0 / 6 + 7.0 / 6)));
  CHECK(found.spikes[1].sign == -1);
  CHECK(found.spikes[1].delta == -10.0);
  CHECK(found.theta == 1.0);
}

TEST_CASE("network spikes: hysteresis, dead time, least amplitude, open excursions") {
  // slopes 2, 4, 2.75, 1.5, 2.75, 4, 2: the dip to 1.5 parts two events, unless the first lasts down to half of theta
  const std::vector<double> x{0, 0, 0, 4, 8, 9.5, 11, 15, 19, 19, 19, 19};
  CHECK(find_network_spikes(x, 1, {.threshold = 2, .k_sigma = 0}).spikes.size() == 1);
  CHECK(find_network_spikes(x, 1, {.threshold = 2, .k_sigma = 0, .leave_fraction = 1}).spikes.size() == 2);
  CHECK(find_network_spikes(x, 1, {.threshold = 4, .k_sigma = 0}).spikes.empty());

  const std::vector<double> steps{0, 0, 0, 10, 10, 10, 20, 20, 20, 20, 20, 20};
  CHECK(find_network_spikes(steps, 1, {.threshold = 1, .k_sigma = 0}).spikes.size() == 2);
  const NetworkSpikes dead = find_network_spikes(steps, 1, {.threshold = 1, .k_sigma = 0, .dead_time = 4});
  CHECK(dead.spikes.size() == 1);
  CHECK(dead.n_dead_time_dropped == 1);
  const NetworkSpikes small =
      find_network_spikes(steps, 1, {.threshold = 1, .k_sigma = 0, .min_amplitude = 0.7});  // of the median, 15
  CHECK(small.spikes.empty());
  CHECK(small.n_small_dropped == 2);

  const std::vector<double> open{0, 5, 10, 10, 10, 10, 15, 20};
  const NetworkSpikes dropped = find_network_spikes(open, 1, {.threshold = 1, .k_sigma = 0});
  CHECK(dropped.spikes.empty());
  CHECK(dropped.n_open_dropped == 2);
  CHECK(find_network_spikes(open, 1, {.threshold = 1, .k_sigma = 0, .keep_open_start = true}).spikes.size() == 1);
}

TEST_CASE("network spikes: threshold from the noise, relative slopes, refusals") {
  std::vector<double> x;
  for (int k = 0; k < 1001; ++k) x.push_back(k % 4 < 2 ? 1 : -1);  // slopes +-1 or 0 by turns
  const NetworkSpikes found = find_network_spikes(x, 1, {});
  CHECK(found.sigma == Approx(1 / 0.6745));
  CHECK(found.theta == Approx(5 / 0.6745));
  CHECK(found.spikes.empty());

  const std::vector<double> relative{100, 100, 100, 101, 102, 102, 102, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.2};
  const NetworkSpikes r =
      find_network_spikes(relative, 1, {.is_relative = true, .threshold = 0.1, .k_sigma = 0, .min_amplitude = 0});
  REQUIRE(r.spikes.size() == 2);
  CHECK(r.spikes[1].sign == 1);  // 0.1 -> 0.2 counts, 100 -> 102 does not
  CHECK_THROWS_AS(find_network_spikes(x, 0, {}), InputError);
  CHECK_THROWS_AS(find_network_spikes(x, 1, {.leave_fraction = 2}), InputError);
  CHECK_THROWS_AS(find_network_spikes(x, 1, {.segment_rows = {5, 5}}), InputError);
  CHECK(find_network_spikes(std::vector<double>{1, 2}, 1, {}).reason == "fewer than 3 samples: 2");
  const Trace uneven{{{"time_s", "s", {0, 1, 3, 4}}, {"i_source_A", "A", {0, 0, 0, 0}}}};
  CHECK_THROWS_AS(find_network_spikes(uneven, "i_source_A"), InputError);
}
