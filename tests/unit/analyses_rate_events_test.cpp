// Peaks of |dG/dt|/G, by hand.
#include <somn/core/error.hpp>
#include <somn/observables/rate_events.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::analysis;

TEST_CASE("an excursion of the rate is one event at its fastest step") {
  RateEventDetector d(2, 0.1);
  // junction 0: rates 0, 0.5, 0.75, 0.25, 0.05 up; junction 1: a step down at t = 2, then still rising at the end
  double g0 = 1;
  const double rates[] = {0, 0.5, 0.75, 0.25, 0.05, 0};  // (g - g_before)/g
  const double g1[] = {1, 1, 0.5, 0.5, 0.5, 1};
  d.feed(0, std::vector{1.0, 1.0});
  double before = 1, after = 1;
  for (int k = 0; k < 6; ++k) {
    g0 /= 1 - rates[k];
    if (k == 0) before = g0;
    if (k == 3) after = g0;
    d.feed(k + 1, std::vector{g0, g1[k]});
  }
  const std::vector<JunctionEvent> events = d.finish();
  REQUIRE(events.size() == 2);
  CHECK(events[0].time == 3);
  CHECK(events[0].junction.index == 0);
  CHECK(events[0].kind == EventKind::up);
  CHECK(events[0].delta_g == Approx(after - before));
  CHECK(events[1].time == 3);
  CHECK(events[1].junction.index == 1);
  CHECK(events[1].kind == EventKind::down);
  CHECK(events[1].delta_g == Approx(-0.5));
  CHECK(d.finish().empty());
}

TEST_CASE("a rate is per second, and a constant conductance has none") {
  RateEventDetector slow(1, 0.1), fast(1, 0.1);
  for (int k = 0; k < 10; ++k) {
    const std::vector<double> g{k == 5 ? 1.2 : k > 5 ? 1.2 : 1.0};
    slow.feed(k * 10.0, g);  // (0.2/1.2)/10 s = 0.017/s
    fast.feed(k * 1.0, g);
  }
  CHECK(slow.finish().empty());
  CHECK(fast.finish().size() == 1);
  CHECK_THROWS_AS(RateEventDetector(1, 0), InputError);
}
