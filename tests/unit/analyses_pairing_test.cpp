// Weight changes against the order of events: synapses that obey a rule we wrote, and some that do not.
#include <somn/analyses/stdp/pairing.hpp>
#include <somn/core/error.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::analysis;

namespace {

constexpr int n_rows = 10001;
constexpr double step = 1e-2;  // [s]
const Segment whole{.start = 0, .end = (n_rows - 1) * step};

struct Made {
  std::vector<double> time, weights;
  Synapse synapse;
};

// A pair every second: pre at the second plus 0.3 s, post `delay` later; the weight then jumps by `jump(delay)` and
// drifts.
template <class Jump>
Made made(std::uint64_t seed, double drift, Jump jump) {
  Made m{.time = {}, .weights = {}, .synapse = {.junction = {7}}};
  CounterStream random(seed, 0);
  m.time.resize(n_rows), m.weights.assign(n_rows, 0.0);
  for (int k = 0; k < 100; ++k) {
    const double pre = k + 0.3, delay = 0.2 * (random.uniform() - 0.5), by = jump(delay, random);
    m.synapse.pre_times.push_back(pre);
    m.synapse.post_times.push_back(pre + delay);
    const auto row = static_cast<std::size_t>((pre + 0.0501) / step);
    m.weights[row] += by;
  }
  double w = 0.5;
  for (std::size_t k = 0; k < n_rows; ++k) {
    m.time[k] = static_cast<double>(k) * step;
    m.weights[k] = w += m.weights[k] + drift * step;
  }
  return m;
}

template <class Jump>
WeightPairing paired(std::uint64_t seed, double drift, Jump jump) {
  std::vector<Made> all;
  std::vector<Synapse> synapses;
  for (std::uint64_t k = 0; k < 3; ++k) all.push_back(made(10 * seed + k, drift, jump));
  for (Made& m : all) m.synapse.weights = m.weights, synapses.push_back(m.synapse);
  return pair_weights(synapses, all[0].time, whole, {.window = 0.2});
}

double stdp(double delay, CounterStream&) {
  return (delay > 0 ? 2e-3 : -2e-3) * std::exp(-std::abs(delay) / 0.03);
}

}  // namespace

TEST_CASE("synapses that obey the rule show it, drift or not") {
  for (const double drift : {0.0, 1e-3}) {
    const WeightPairing w = paired(1, drift, stdp);
    CHECK(w.pairs.size() == 300);
    // E[e]/sqrt(E[e^2]) of e = exp(-|delay|/0.03), |delay| uniform in (0, 0.1)
    CHECK(w.correlation == Approx(0.747).margin(0.04));
    CHECK(w.p == Approx(1e-3));
    CHECK(w.plasticity.plus.tau == Approx(0.03).epsilon(0.15));
    CHECK(w.plasticity.flat.aic_difference > 50);
    for (const EventPair& pair : w.pairs) {
      CounterStream unused(0, 0);
      CHECK(pair.change == Approx(stdp(pair.delay, unused) + 0.4 * drift).margin(1e-9));
    }
  }
  CHECK(paired(1, 0, stdp).n_both_ways == 3);
}

TEST_CASE("the other sign of the rule is told by the sign of the correlation") {
  const auto anti = [](double delay, CounterStream& r) { return -stdp(delay, r); };
  CHECK(paired(3, 0, anti).correlation == Approx(-0.747).margin(0.04));
}

TEST_CASE("changes that do not know of delays: p is uniform, drift is no correlation") {
  int n_below = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const WeightPairing w = paired(seed, 1e-3, [](double, CounterStream& r) { return 1e-3 * r.uniform(); });
    n_below += w.p <= 0.1;
    CHECK(w.n_both_ways == 0);
  }
  CHECK(n_below >= 1);  // binomial(100, 0.1): 10 +- 3, three standard deviations
  CHECK(n_below <= 19);
}

TEST_CASE("pairs are mutual nearest neighbours within the window, and lie within the segment") {
  std::vector<double> time, weights;
  for (int k = 0; k <= 100; ++k) time.push_back(k), weights.push_back(0.01 * k);
  Synapse s{.junction = {1}, .post_times = {1, 20, 23, 60, 99}, .pre_times = {1, 22.5, 50, 99}, .weights = weights};
  const WeightPairing w = pair_weights({s}, time, {.start = 0, .end = 100}, {.window = 5});
  REQUIRE(w.pairs.size() == 1);  // 20 has a rival in 23; 60 is too far; the windows of 1 and 99 leave the record
  CHECK(w.pairs[0].delay == Approx(0.5));
  CHECK(w.pairs[0].change == Approx(0.1));
  CHECK(std::isnan(w.correlation));
  CHECK_FALSE(w.reason.empty());
}

TEST_CASE("a weight that stands still, without events, and one of the wrong length") {
  const std::vector<double> time{0, 1, 2}, still{0.25, 0.25, 0.25}, grown{0.5, 0.6, 0.7}, faded{0.5, 0.4, 0.25};
  const WeightPairing w = pair_weights(
      {{.junction = {0}, .weights = still}, {.junction = {1}, .weights = grown}, {.junction = {2}, .weights = faded}},
      time, {.start = 0, .end = 2});
  CHECK(w.synapses[0].normalised == 0);
  CHECK(w.synapses[1].normalised == Approx(0.4));
  CHECK(w.synapses[2].normalised == Approx(-0.5));
  CHECK(w.n_moved == 2);
  CHECK(w.n_both_ways == 0);
  CHECK_THROWS_AS(pair_weights({{.junction = {0}, .weights = std::span(still).first(2)}}, time, {.start = 0, .end = 2}),
                  InputError);
}
