// Continuous laws: calibration of p; nulls and thresholded noise are not called critical. Fixed seeds.
#include <somn/analyses/avalanches/excursions.hpp>
#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/spike_trains/scaling.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn::analysis;

TEST_CASE("p of true continuous power laws is uniform, and exponentials are rejected") {
  std::vector<double> p;
  int n_rejected = 0;
  for (std::uint64_t set = 0; set < 100; ++set) {
    CounterStream random(21, set);
    std::vector<double> x, y;
    for (int k = 0; k < 300; ++k) {
      x.push_back(std::pow(1 - random.uniform(), -1 / 1.5));
      y.push_back(1 - std::log(1 - random.uniform()));
    }
    p.push_back(judge_continuous(x, {.xmin = 1}, {.n_surrogates = 100, .seed = set}).p_value);
    n_rejected += judge_continuous(y, {.xmin = 1}, {.n_surrogates = 50, .seed = set}).p_value <= 0.1;
  }
  std::sort(p.begin(), p.end());
  double d = 0;
  for (std::size_t k = 0; k < p.size(); ++k) d = std::max(d, std::abs(p[k] - static_cast<double>(k) / 100));
  CHECK(d < 0.163);  // Kolmogorov-Smirnov, 1 %
  CHECK(n_rejected >= 95);
}

TEST_CASE("a Poisson train and a shuffled bursty one are not called scale-free") {
  CounterStream random(22, 0);
  std::vector<double> poisson, bursty;
  for (double t = 0; poisson.size() < 20000;) poisson.push_back(t -= std::log(1 - random.uniform()));
  for (double t = 0; bursty.size() < 20000;)
    bursty.push_back(t -= (random.uniform() < 0.8 ? 0.2 : 4.0) * std::log(1 - random.uniform()));
  for (const auto& times : {poisson, bursty}) {
    const Segment record{0, times.back() + 1};
    const BootstrapOptions bootstrap{.n_surrogates = 100, .n_resamples = 40};
    const AvalancheAnalysis a = analyse_avalanches(find_avalanches(times, {record}), {}, {}, bootstrap, Rivals::all);
    const Control shuffled = run_control(ControlKind::shuffled, times, {record}, a, 5, 1),
                  null = run_control(ControlKind::poisson, times, {record}, a, 5, 1);
    const ShapeCollapse collapse = collapse_shapes(a.avalanches);
    const CriticalityTable table =
        criticality_table(a, joint_errors(a, bootstrap), collapse, collapse, nullptr, shuffled, null);
    CHECK(table.criteria[0].holds == "no");
    CHECK(table.summary.find("not shown to be scale-free") == 0);
  }
}

TEST_CASE("thresholding an Ornstein-Uhlenbeck process is flagged as threshold-dependent") {
  CounterStream random(23, 0);
  std::vector<double> x;
  for (double v = 0; x.size() < 400000;) {
    double noise = -6;
    for (int k = 0; k < 12; ++k) noise += random.uniform();
    x.push_back(v += -0.002 * v + 0.063 * noise);
  }
  const ThresholdSweep sweep = sweep_thresholds(x, 1);
  CAPTURE(sweep.largest_difference_se);
  CHECK(sweep.verdict.find("threshold-dependent") == 0);
}
