// L3 of the comparison ladder: the native trapezoid on ngspice's own accepted time grid, a law in a network, up to the
// first ten switching events: weighted RMS of states and source current below 1e-6. ngspice runs with TMAX fixed, its
// truncation-error control off (chgtol huge, lte = 0) and reltol 1e-9.
#pragma once

#include "ngspice_recorder.hpp"

#include <somn/core/error.hpp>
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
  const char* law;
  std::vector<std::pair<const char*, const char*>> settings;
  circuit::Drive drive;
  double t_stop, dt_max;
  const char* box = "35 um";
  double tolerance = 1e-6;
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

inline std::string deck_of(const circuit::Circuit& circuit, const Case& c) {
  std::string deck =
      netlist::write_deck(circuit, {.t_stop = c.t_stop, .t_sample = c.dt_max, .dt_max = c.dt_max, .rtol = 1e-9});
  const auto replace_all = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = deck.find(from); at != std::string::npos; at = deck.find(from, at + to.size()))
      deck.replace(at, from.size(), to);
  };
  replace_all(".options reltol=1e-09", ".options reltol=1e-9 chgtol=1e9 abstol=1e-16 vntol=1e-12 itl4=100");
  replace_all(" h_max=", " lte=0 h_max=");
  REQUIRE(deck.find("chgtol") != std::string::npos);
  return deck;
}

struct Rows {
  std::vector<double> time, current;
  std::vector<std::vector<double>> states;  // by row, by junction in the deck
};

inline Rows run_ngspice(const circuit::Circuit& circuit, const Case& c, const std::vector<JunctionId>& junctions) {
  std::vector<std::string> record{netlist::source_current_vector};
  for (const JunctionId j : junctions) record.push_back(netlist::state_vector(j));
  ngspice::Worker worker;
  ngspice::Recorder rows;
  worker.run({.deck = deck_of(circuit, c),
              .record = record,
              .t_stop = c.t_stop,
              .code_model = std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm",
              .folder = {}},
             rows);
  Rows r{.time = rows.time(), .current = rows.recorded(0), .states = {}};
  for (double& i : r.current) i = -i;
  for (std::size_t k = 0; k < rows.n_rows(); ++k) {
    r.states.emplace_back();
    for (std::size_t j = 0; j < junctions.size(); ++j) r.states.back().push_back(rows.recorded(j + 1)[k]);
  }
  return r;
}

// Steps that ngspice takes at first order: the first two, those after corners, and those after a step cut for another
// reason than a corner or the end (no convergence, a break point of the code model).
inline std::vector<double> restarts(const std::vector<double>& t, const circuit::Drive& drive, double t_stop) {
  std::vector<double> corners = circuit::corners(drive, t_stop), result = corners;
  corners.push_back(t_stop);
  result.push_back(t[1]);
  for (std::size_t k = 2; k < t.size(); ++k) {
    const bool is_cut = t[k] - t[k - 1] < 0.9 * (t[k - 1] - t[k - 2]);
    const bool hits =
        std::any_of(corners.begin(), corners.end(), [&](double c) { return std::abs(c - t[k]) < 1e-9 * t_stop; });
    if (is_cut && !hits) result.push_back(t[k - 1]);
  }
  std::sort(result.begin(), result.end());
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

inline void check(const Case& c) {
  const circuit::Circuit circuit = make(c);
  std::vector<JunctionId> junctions;
  for (const circuit::Junction& j : circuit.junctions)
    if (netlist::is_in_deck(circuit, j)) junctions.push_back(j.id);
  const Rows theirs = run_ngspice(circuit, c, junctions);
  const double scale = scale_of(circuit);
  const models::Law& law = models::law(c.law, "test");
  const auto [g_off, g_on] = law.g_off_on(circuit.models[0].values);

  const auto first = std::find_if(theirs.time.begin(), theirs.time.end(), [](double t) { return t > 0; });
  const std::vector<double> grid(first, theirs.time.end());
  native::Solver solver(circuit, {.method = native::Method::trapezoid,
                                  .t_stop = c.t_stop,
                                  .times = grid,
                                  .restarts = restarts(theirs.time, c.drive, c.t_stop)});
  double sum = 0, worst = 0, worst_time = 0, largest_current = 0;
  std::size_t n = 0, at = static_cast<std::size_t>(first - theirs.time.begin()), worst_junction = 0, n_events = 0,
              rows = 0;
  for (const double i : theirs.current) largest_current = std::max(largest_current, std::abs(i));
  const auto count = [&](double difference, double t, std::size_t j) {
    sum += difference * difference, ++n;
    if (difference > worst) worst = difference, worst_time = t, worst_junction = j;
  };
  std::vector<bool> was_on(circuit.junctions.size());
  for (; solver.step() && n_events < 10; ++at, ++rows) {
    const native::Point p = solver.point();
    REQUIRE(p.time == theirs.time[at]);
    for (std::size_t k = 0; k < junctions.size(); ++k)
      count(std::abs(p.states[junctions[k].index] - theirs.states[at][k]) / scale, p.time, junctions[k].index);
    // a break may come one of the crumbs of a step later, where the state falls just short of the end of its phase
    if (law.name != "break")
      count(std::abs(p.i_source - theirs.current[at]) / largest_current, p.time, junctions.size());
    for (std::size_t j = 0; j < was_on.size(); ++j) {
      const double y = std::log(p.conductances[j] / g_off) / std::log(g_on / g_off);
      if (rows == 0) was_on[j] = y > 0.5;
      if ((y > 0.6 && !was_on[j]) || (y < 0.4 && was_on[j])) was_on[j] = !was_on[j], ++n_events;
    }
  }
  const double rms = std::sqrt(sum / static_cast<double>(n));
  fmt::print("{:10} {:5} junctions {:5} of {} rows {:3} events  rms {:.2e}  worst {:.2e} (junction {}, {:.4g} s)\n",
             c.law, junctions.size(), rows, grid.size(), n_events, rms, worst, worst_junction, worst_time);
  CAPTURE(c.law, worst, worst_time, worst_junction);
  CHECK(rms < c.tolerance);
}

inline circuit::Drive dc(double volt, double series = 0) {
  circuit::Drive d{.amplitude = volt};
  d.series_resistance = series;
  return d;
}

}  // namespace somn::test::common_grid
