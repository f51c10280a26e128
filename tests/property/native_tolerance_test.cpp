// What `rtol` promises for networks with capacitances: the error of states (of their range) and of voltages (of the
// largest) at any time is of its order. Random networks of 8 to 12 junctions of four laws side by side (dimensionless:
// conductances about 1, times about 1), a sine behind a resistance; errors against rtol 1e-11 at 40 times. Networks
// that are about to switch amplify errors, whatever their cause, by up to 200 (seed 25, the same at every rtol): the
// median and more than half of the networks are owed a factor of ten, each one of them 400.
#include "draw_law.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <map>

using namespace somn;

namespace {

circuit::Model model(const char* name, const std::map<std::string, double>& chosen) {
  const models::Law& law = models::law(name, "test");
  std::vector<double> values = law.defaults();
  if (law.name == "vts") values = law.preset_values("dimensionless", "test");
  for (const auto& [parameter, value] : chosen) values[law.index(parameter, "test")] = value;
  return {.law = name, .values = values};
}

circuit::Circuit draw(std::uint64_t seed, bool has_ground) {
  Generator random = generator(seed, "tolerance");
  const auto whole = [&](int low, int high) {
    return static_cast<std::uint32_t>(boost::random::uniform_int_distribution<int>(low, high)(random));
  };
  circuit::Circuit c;
  c.n_nodes = whole(5, 7);
  c.is_connected.assign(c.n_nodes, true);
  c.source = {0}, c.drain = {static_cast<std::uint32_t>(c.n_nodes - 1)};
  c.terminals = {{.name = "source", .node = c.source}, {.name = "drain", .node = c.drain}};
  c.models = {model("vts", {}),
              model("rate", {{"kappa_p0", 0.05}, {"eta_p", 2}, {"kappa_d0", 2}, {"eta_d", 0.5}, {"g_min", 0.1}, {"g_max", 1}}),
              model("threshold", {{"g_on", 2}, {"g_off", 0.05}, {"v_threshold", 0.5}, {"tau", 0.2}, {"tau_relax", 0.5}}),
              model("synapse", {{"g_min", 0.1}, {"g_max", 1}, {"beta", 3}, {"v_p", 0.4}, {"v_n", 0.4}})};
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    c.junctions.push_back({.id = {static_cast<std::uint32_t>(c.junctions.size())},
                           .positive = {a},
                           .negative = {b},
                           .model = whole(0, 3)});
  };
  for (std::uint32_t k = 1; k < c.n_nodes; ++k) add(k - 1, k);
  while (c.junctions.size() < whole(8, 12)) {
    const std::uint32_t a = whole(0, static_cast<int>(c.n_nodes) - 1), b = whole(0, static_cast<int>(c.n_nodes) - 1);
    if (a != b) add(a, b);
  }
  c.junction_capacitance = test::uniform(random, 0.05, 0.5);
  c.ground_capacitance = has_ground ? 0.01 * c.junction_capacitance : 0;
  c.drive = {.kind = circuit::DriveKind::sine, .amplitude = test::uniform(random, 2, 8), .frequency = 0.7};
  c.drive.series_resistance = 0.2;
  return c;
}

constexpr int n_times = 40;

std::vector<double> trace(const circuit::Circuit& c, double rtol) {
  native::Solver solver(c, {.t_stop = 1, .rtol = rtol});
  std::vector<double> all;
  int next = 1;
  while (solver.step())
    for (; next <= n_times && next / static_cast<double>(n_times) <= solver.point().time; ++next) {
      const native::Point p = solver.interpolated(next / static_cast<double>(n_times));
      all.insert(all.end(), p.states.begin(), p.states.end());
      for (std::uint32_t k = 0; k < c.n_nodes; ++k)
        all.push_back((next < n_times ? solver.interpolated_voltage({k}) : solver.voltage({k})) / c.drive.amplitude);
    }
  return all;
}

}  // namespace

TEST_CASE("random networks of mixed laws with capacitances: the error is of the order of rtol, from 1e-3 to 1e-8") {
  std::map<double, std::vector<double>> ratios;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const circuit::Circuit c = draw(seed, seed % 2 == 0);
    const std::vector<double> limit = trace(c, 1e-11);
    for (const double rtol : {1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8}) {
      const std::vector<double> at = trace(c, rtol);
      REQUIRE(at.size() == limit.size());
      double worst = 0;
      for (std::size_t k = 0; k < at.size(); ++k) worst = std::max(worst, std::abs(at[k] - limit[k]));
      ratios[rtol].push_back(worst / rtol);
      CAPTURE(seed, rtol);
      CHECK(worst < 400 * rtol);
    }
  }
  for (auto& [rtol, all] : ratios) {
    std::sort(all.begin(), all.end());
    const double median = all[all.size() / 2];
    const auto beyond = std::count_if(all.begin(), all.end(), [](double ratio) { return ratio > 10 || ratio < 0.01; });
    fmt::print("rtol {:.0e}: error/rtol least {:.3g}, median {:.3g}, most {:.3g}; {} of {} not within 0.01 and 10\n", rtol,
               all.front(), median, all.back(), beyond, all.size());
    CAPTURE(rtol, median);
    CHECK(2 * beyond <= static_cast<std::ptrdiff_t>(all.size()));
    CHECK(median < 10);
  }
}
