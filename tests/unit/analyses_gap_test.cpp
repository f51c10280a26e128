// Avalanches by the gap rule, by hand.
#include <somn/core/error.hpp>
#include <somn/spike_trains/gap_avalanches.hpp>

#include <catch2/catch.hpp>

using namespace somn::analysis;

TEST_CASE("gap rule by hand: an interval equal to the gap continues, a longer one ends, edges are dropped") {
  const std::vector<double> times{0.5, 3, 4, 4.5, 7, 9, 9.75};
  const GapAvalanches a = find_gap_avalanches(times, {{.start = 0, .end = 10}}, 1.0);
  CHECK(a.sizes == std::vector<std::int64_t>{3, 1});
  CHECK(a.durations == std::vector<double>{1.5, 0});
  CHECK(a.start_times == std::vector<double>{3, 7});
  CHECK((a.n_events == 7 && a.n_edge_dropped == 2 && a.n_edge_events == 3));
}

TEST_CASE("gap rule: no avalanche reaches over a join of segments; the mean interval skips it") {
  const std::vector<double> times{3, 4, 9.5, 12, 13, 15};
  const GapAvalanches a = find_gap_avalanches(times, {{.start = 0, .end = 10}, {.start = 10, .end = 20}}, 2.5);
  CHECK(a.sizes == std::vector<std::int64_t>{2});  // 9.5 and 12.. lie within a gap of the join
  CHECK((a.n_edge_dropped == 2 && a.n_edge_events == 4));
  const GapAvalanches mean = find_gap_avalanches(times, {{.start = 0, .end = 10}, {.start = 10, .end = 20}}, {});
  CHECK(mean.gap == Approx((6.5 + 3) / 4));
  CHECK_THROWS_AS(find_gap_avalanches(times, {{.start = 0, .end = 10}}, 0.0), somn::InputError);
  CHECK(find_gap_avalanches({}, {}, {}).reason.find("no gap") != std::string::npos);
}
