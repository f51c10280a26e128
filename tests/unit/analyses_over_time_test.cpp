// Order parameters in windows one after the other.
#include <somn/observables/over_time.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::analysis;

namespace {

std::vector<JunctionEvent> train(const std::vector<int>& counts) {  // so many events within each unit of time
  std::vector<JunctionEvent> events;
  for (std::size_t k = 0; k < counts.size(); ++k)
    for (int i = 0; i < counts[k]; ++i)
      events.push_back({.time = static_cast<double>(k) + (i + 0.5) / counts[k],
                        .junction = {static_cast<std::uint32_t>(i)},
                        .kind = EventKind::up,
                        .delta_g = 1});
  return events;
}

OverTime over_time(const std::vector<int>& counts, double from) {
  const double end = static_cast<double>(counts.size());
  return order_over_time(train(counts), {}, {.start = 0, .end = end}, static_cast<int>(counts.size()),
                         {.start = from, .end = end}, {});
}

}  // namespace

TEST_CASE("windows cover the record; settled are those within the window of analysis") {
  const OverTime o = over_time({9, 2, 0, 1, 6, 8}, 1);
  REQUIRE(o.orders.size() == 6);
  CHECK(o.orders[0].rate == Approx(9));
  CHECK(o.orders[2].n_events == 0);
  CHECK(o.windows[5].end == Approx(6));
  CHECK(o.n_settled == 5);
  CHECK(o.n_settled_with_events == 4);
  CHECK(o.late_over_early == Approx((6.0 + 8) / (2 + 0)));  // the middle one, 1, is in neither half
  CHECK(over_time({9, 2, 0, 1, 6, 8}, 0.5).n_settled == 5);
}

TEST_CASE("the trend of a rate that rises in a straight line is its relative change, without error") {
  const OverTime o = over_time({2, 4, 6, 8, 10}, 0);
  CHECK(o.trend == Approx(10.0 / 6));  // 2 more per window, 5 windows, mean 6
  CHECK(o.trend_se == Approx(0).margin(1e-9));
  const OverTime steady = over_time({4, 6, 4, 6, 4}, 0);
  CHECK(steady.trend == Approx(0).margin(1e-12));
  CHECK(steady.trend_se == Approx(std::sqrt(4.8 / 3 / 10) * 5 / 4.8));
}

TEST_CASE("a silent record has neither ratio nor trend") {
  const OverTime o = over_time({0, 0, 0, 0}, 0);
  CHECK(o.n_settled_with_events == 0);
  CHECK(std::isnan(o.late_over_early));
  CHECK(std::isnan(o.trend));
  CHECK(over_time({3, 3}, 0).n_settled == 2);
  CHECK(std::isnan(over_time({3, 3}, 0).trend));
}
