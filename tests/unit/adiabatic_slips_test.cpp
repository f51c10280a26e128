// The slip model on networks that can be worked out on paper.
#include <somn/adiabatic/slip_model.hpp>
#include <somn/core/error.hpp>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace somn;
using namespace somn::adiabatic;

namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

netgen::Network network(std::size_t n_nodes, const Pairs& pairs, std::uint32_t source, std::uint32_t drain) {
  netgen::Network net;
  net.n_nodes = n_nodes;
  for (const auto& [a, b] : pairs) net.junctions.push_back({{a}, {b}});
  net.electrodes = {{"source", {{source}}}, {"drain", {{drain}}}};
  return net;
}

}  // namespace

TEST_CASE("one junction: charges to V_set, falls to rho V_set, again and again") {
  SlipModel model(network(2, {{0, 1}}, 0, 1), {.rho = 0.25, .c2c = 0});
  CHECK(model.next().charge == Approx(1));
  for (int k = 0; k < 1000; ++k) {
    const Avalanche a = model.next();
    CHECK(a.size == 1);
    CHECK(a.duration == 1);
    CHECK(a.source_voltage == Approx(1).epsilon(1e-12));
    CHECK(a.charge == Approx(0.75).epsilon(1e-12));
    CHECK(model.voltage({0}) == Approx(0.25).epsilon(1e-12));
  }
}

TEST_CASE("two in series share no charge of a slip: Gamma is diagonal, every avalanche is one slip") {
  SlipModel model(network(3, {{0, 1}, {2, 1}}, 0, 2), {.rho = 0.1, .c2c = 0.3});
  for (int k = 0; k < 200; ++k) {
    const double other = std::abs(model.voltage({1}));
    const Avalanche a = model.next();
    CHECK(a.size == 1);
    if (model.slips()[0].junction == JunctionId{0}) CHECK(std::abs(model.voltage({1})) == Approx(other + a.charge));
    CHECK(model.voltage({1}) < 0);  // its positive end is at the drain
  }
}

TEST_CASE("two in parallel: one slip empties both, the voltages are one") {
  SlipModel model(network(2, {{0, 1}, {0, 1}}, 0, 1), {.rho = 0.5, .c2c = 0.3});
  for (int k = 0; k < 200; ++k) {
    const double weakest = std::min(model.threshold({0}), model.threshold({1}));
    const Avalanche a = model.next();
    CHECK(a.source_voltage == Approx(weakest));
    CHECK(model.voltage({0}) == Approx(model.voltage({1})));
    CHECK(a.size >= 1);
  }
}

// Source 0, drain 2: junctions a: 0-1, b: 1-2, c: 0-2. With C = 1: a triangle; a slip of `c` unloads a and b.
TEST_CASE("a triangle: voltages after a slip by hand") {
  SlipModel model(network(3, {{0, 1}, {1, 2}, {0, 2}}, 0, 2), {.rho = 0, .c2c = 0});
  const Avalanche a = model.next();  // c sees the whole voltage, a and b half of it
  REQUIRE(a.size == 1);
  CHECK(model.slips()[0].junction == JunctionId{2});
  CHECK(a.charge == Approx(1.5));  // C_total = 1 + 1/2
  CHECK(a.source_voltage == Approx(1));
  for (std::uint32_t j = 0; j < 3; ++j) CHECK(model.voltage({j}) == Approx(0).margin(1e-12));
}

// 2 x n ladder of equal junctions: all rungs of the drain's column are due at once, and each takes the whole charge of
// the cut for itself. At rho = 0 that would turn their voltages round, for ever.
TEST_CASE("simultaneous slips never raise the energy: equal junctions come to rest") {
  Pairs pairs;
  const std::uint32_t n = 30, source = 2 * n, drain = 2 * n + 1;
  for (std::uint32_t k = 0; k < n; ++k) {
    pairs.insert(pairs.end(), {{source, k}, {k, n + k}, {n + k, drain}});
    if (k + 1 < n) pairs.insert(pairs.end(), {{k, k + 1}, {n + k, n + k + 1}});
  }
  SlipModel model(network(2 * n + 2, pairs, source, drain), {.rho = 0, .c2c = 0});
  for (int k = 0; k < 300; ++k) CHECK(model.next().duration < 100);
  CHECK(model.n_one_by_one() > 0);
}

TEST_CASE("contacts of several nodes and nodes joined by resistors are one body; what is cut off stays out") {
  netgen::Network net = network(7, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {5, 6}}, 0, 4);
  net.electrodes["source"] = {{0}, {1}};  // junction 0 is shorted
  net.resistors = {{{2}, {3}, 100}};      // and so is junction 2; 5-6 is an island
  SlipModel model(net, {.rho = 0.3, .c2c = 0.2});
  std::set<std::uint32_t> slipped;
  for (int k = 0; k < 100; ++k) {
    CHECK(model.next().size == 1);
    slipped.insert(model.slips()[0].junction.index);
  }
  CHECK(slipped == std::set<std::uint32_t>{1, 3});
}

TEST_CASE("moments of sizes and their errors") {
  std::vector<std::int64_t> sizes;
  for (int k = 0; k < 400; ++k) sizes.push_back(k % 2 ? 3 : 1);
  const SizeMoments m = size_moments(sizes);
  CHECK(m.mean == 2);
  CHECK(m.ratio == Approx(2.5));
  CHECK(m.largest == 3);
  CHECK(m.mean_se == Approx(0).margin(1e-12));  // all blocks alike
  for (std::size_t k = 0; k < 400; ++k) sizes[k] = k < 200 ? 1 : 3;
  CHECK(size_moments(sizes).mean_se == Approx(std::sqrt(1.0 / 19)).epsilon(0.01));  // 20 blocks of mean 1 or 3
}

TEST_CASE("refusals name what is wrong") {
  const netgen::Network pair = network(2, {{0, 1}}, 0, 1);
  CHECK_THROWS_AS(SlipModel(pair, {.rho = 1}), InputError);
  CHECK_THROWS_AS(SlipModel(pair, {.c2c = -0.1}), InputError);
  CHECK_THROWS_WITH(SlipModel(network(3, {{0, 1}}, 0, 2), {}), Catch::Contains("no path"));
  netgen::Network none = pair;
  none.electrodes.erase("drain");
  CHECK_THROWS_WITH(SlipModel(none, {}), Catch::Contains("drain"));
}
