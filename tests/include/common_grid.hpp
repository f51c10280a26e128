// L3 of the comparison ladder: the native trapezoid on ngspice's own accepted time grid, a law in a network. Up to the
// first ten switching events the weighted RMS of states (in units of their range), node voltages (of the largest) and
// source current (of its largest), each for itself, is below 1e-6; over the whole run every junction switches as often.
// ngspice runs with TMAX fixed, its truncation-error control off (chgtol huge, lte = 0) and reltol 1e-9. The order of
// each of its steps is measured: a capacitor across a sine source, which meets nothing else of the circuit, carries
//   i1 = C (v1 - v0)/h at order 1,   i1 = 2 C (v1 - v0)/h - i0 at order 2.
#pragma once

#include "law_cases.hpp"
#include "ngspice_recorder.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>
#include <somn/ngspice/run.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

namespace somn::test::common_grid {

struct Case {
  std::string law;
  std::vector<std::pair<std::string, std::string>> settings;
  circuit::Drive drive;
  double t_stop, dt_max;
  const char* box = "35 um";
};

inline circuit::Circuit make(const Case& c) {
  netgen::Recipe recipe{
      .ensemble = "wires", .options = {{"seed", "3"}, {"density", "0.1 /um2"}, {"box", c.box}}, .where = "test"};
  const models::Law& law = models::law(c.law, "test");
  netlist::Material material{.law = c.law, .values = law.defaults()};
  for (const auto& [name, value] : c.settings)
    material.values[law.index(name, "test")] = law.parse(law.index(name, "test"), value, "test");
  return netlist::build_circuit(netgen::generate(recipe), material, c.drive, "test");
}

inline std::vector<JunctionId> junctions_in_deck(const circuit::Circuit& c) {
  std::vector<JunctionId> junctions;
  for (const circuit::Junction& j : c.junctions)
    if (netlist::is_in_deck(c, j)) junctions.push_back(j.id);
  return junctions;
}

inline std::vector<NodeId> nodes_in_deck(const circuit::Circuit& c) {
  std::vector<NodeId> nodes;
  for (std::uint32_t k = 0; k < c.n_nodes; ++k)
    if (c.is_connected[k] && NodeId{k} != c.drain) nodes.push_back({k});
  return nodes;
}

// Rises through 0.6 and falls through 0.4 of the logarithmic conductance, by junction (docs/physics.md 5.1)
class EventCounter {
 public:
  EventCounter(const circuit::Circuit& c, std::size_t n)
      : counts_(n), is_on_(n), device_(models::law(c.models[0].law, "test"), c.models[0].values) {
    std::tie(g_off_, g_on_) = models::law(c.models[0].law, "test").g_off_on(c.models[0].values);
  }
  void see(std::size_t k, double state) {
    const double y = std::log(device_.conductance(state) / g_off_) / std::log(g_on_ / g_off_);
    if (!is_on_[k])
      is_on_[k] = y > 0.5 ? 1 : -1;
    else if (is_on_[k] > 0 ? y < 0.4 : y > 0.6)
      is_on_[k] = -is_on_[k], ++counts_[k];
  }
  const std::vector<int>& counts() const { return counts_; }
  int total() const {
    int sum = 0;
    for (const int n : counts_) sum += n;
    return sum;
  }

 private:
  std::vector<int> counts_, is_on_;  // events; 1, -1, or 0 where nothing was seen
  models::Device device_;
  double g_off_ = 0, g_on_ = 0;
};

inline std::string deck_of(const circuit::Circuit& circuit, const Case& c) {
  std::string deck =
      netlist::write_deck(circuit, {.t_stop = c.t_stop, .t_sample = c.dt_max, .dt_max = c.dt_max, .rtol = 1e-9});
  const auto replace_all = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = deck.find(from); at != std::string::npos; at = deck.find(from, at + to.size()))
      deck.replace(at, from.size(), to);
  };
  replace_all(".options reltol=1e-09", ".options reltol=1e-9 chgtol=1e9 abstol=1e-16 vntol=1e-12 itl4=100");
  replace_all(" h_max=", " lte=0 h_max=");
  replace_all("\n.tran",
              fmt::format("\nv_beat beat 0 sin(0 1 {})\nc_beat beat 0 {}\n.tran", 0.23 / c.t_stop, to_text(c.t_stop)));
  REQUIRE(deck.find("chgtol") != std::string::npos);
  REQUIRE(deck.find("c_beat") != std::string::npos);
  return deck;
}

inline ngspice::Recorder run_ngspice(const circuit::Circuit& circuit, const Case& c,
                                     const std::vector<JunctionId>& junctions, const std::vector<NodeId>& nodes) {
  std::vector<std::string> record{netlist::source_current_vector, "v(beat)", "i(v_beat)"};
  for (const JunctionId j : junctions) record.push_back(netlist::state_vector(j));
  for (const NodeId n : nodes) record.push_back(netlist::node_vector(circuit, n));
  ngspice::Worker worker;
  ngspice::Recorder rows;
  worker.run({.deck = deck_of(circuit, c),
              .record = record,
              .t_stop = c.t_stop,
              .code_model = std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm",
              .folder = {}},
             rows);
  return rows;
}

// Times after which ngspice steps at first order, as the capacitor of capacitance t_stop tells.
inline std::vector<double> restarts(const ngspice::Recorder& rows, double t_stop) {
  const std::vector<double>&t = rows.time(), &v = rows.recorded(1), &i = rows.recorded(2);
  std::vector<double> result;
  for (std::size_t k = 1; k < t.size(); ++k) {
    if (!(t[k] > t[k - 1])) continue;
    const double mean = t_stop * (v[k] - v[k - 1]) / (t[k] - t[k - 1]);  // i_source is the negative
    if (std::abs(-i[k] - mean) < std::abs(-i[k] - (2 * mean + i[k - 1]))) result.push_back(t[k - 1]);
  }
  return result;
}

inline double scale_of(const circuit::Circuit& c) {
  const models::Law& law = models::law(c.models[0].law, "test");
  const auto value = [&](const char* name) { return c.models[0].values[law.index(name, "test")]; };
  if (law.name == "tunnel") return value("lambda_crit");
  if (law.name == "pershin") return value("r_max");
  if (law.name == "team" || law.name == "vteam") return value("x_off") - value("x_on");
  return 1;
}

struct Rms {
  double sum = 0, worst = 0, worst_time = 0;
  std::size_t n = 0, worst_place = 0;
  void add(double difference, double t, std::size_t place) {
    sum += difference * difference, ++n;
    if (std::abs(difference) > worst) worst = std::abs(difference), worst_time = t, worst_place = place;
  }
  double value() const { return std::sqrt(sum / static_cast<double>(n)); }
};

inline double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

inline void check(const Case& c) {
  const circuit::Circuit circuit = make(c);
  const std::vector<JunctionId> junctions = junctions_in_deck(circuit);
  const std::vector<NodeId> nodes = nodes_in_deck(circuit);
  const ngspice::Recorder theirs = run_ngspice(circuit, c, junctions, nodes);
  const std::vector<double>& time = theirs.time();
  const auto first = std::find_if(time.begin(), time.end(), [](double t) { return t > 0; });
  const std::vector<double> grid(first, time.end());
  native::Solver solver(
      circuit,
      {.method = native::Method::trapezoid, .t_stop = c.t_stop, .times = grid, .restarts = restarts(theirs, c.t_stop)});
  double largest_voltage = 0;
  for (std::size_t k = 0; k < nodes.size(); ++k)
    largest_voltage = std::max(largest_voltage, largest(theirs.recorded(3 + junctions.size() + k)));
  const double scale = scale_of(circuit), largest_current = largest(theirs.recorded(0));

  Rms states, voltages, current;
  EventCounter ours_on(circuit, junctions.size()), theirs_on(circuit, junctions.size());
  std::size_t at = static_cast<std::size_t>(first - time.begin()), n_compared = 0;
  for (; solver.step(); ++at) {
    const native::Point p = solver.point();
    REQUIRE(p.time == time[at]);
    const bool is_early = theirs_on.total() < 10;
    n_compared += is_early;
    for (std::size_t k = 0; k < junctions.size(); ++k) {
      const double x = p.states[junctions[k].index], y = theirs.recorded(3 + k)[at];
      if (is_early) states.add((x - y) / scale, p.time, junctions[k].index);
      ours_on.see(k, x), theirs_on.see(k, y);
    }
    if (!is_early) continue;
    for (std::size_t k = 0; k < nodes.size(); ++k)
      voltages.add((solver.voltage(nodes[k]) - theirs.recorded(3 + junctions.size() + k)[at]) / largest_voltage, p.time,
                   nodes[k].index);
    current.add((p.i_source + theirs.recorded(0)[at]) / largest_current, p.time, 0);
  }
  fmt::print(
      "{:10} {:5} junctions, {:5} of {:5} steps, RMS of states {:.1e} voltages {:.1e} current {:.1e}, events {} and "
      "{}\n",
      c.law, junctions.size(), n_compared, grid.size(), states.value(), voltages.value(), current.value(),
      theirs_on.total(), ours_on.total());
  CAPTURE(c.law, junctions.size(), states.worst, states.worst_time, states.worst_place);
  CAPTURE(voltages.worst, voltages.worst_time, voltages.worst_place, current.worst, current.worst_time);
  CHECK(theirs_on.total() >= 10);
  CHECK(states.value() < 1e-6);
  CHECK(voltages.value() < 1e-6);
  CHECK(current.value() < 1e-6);
  CHECK(ours_on.counts() == theirs_on.counts());
}

inline circuit::Drive dc(double volt, double series = 0) {
  circuit::Drive d{.amplitude = volt};
  d.series_resistance = series;
  return d;
}

// Every law in the network of so many junctions that this box gives.
inline void check_every_law(const char* n_junctions, const char* box) {
  for (const models::Law& law : models::laws()) {
    const nlohmann::json &cases = law_cases(law.name), &row = cases.at("grid").at(n_junctions);
    check({law.name, settings_of(cases.at("networks").at(0)),
           dc(row.at(0), row.size() > 3 ? row.at(3).get<double>() : 0), row.at(1), row.at(2), box});
  }
}

}  // namespace somn::test::common_grid
