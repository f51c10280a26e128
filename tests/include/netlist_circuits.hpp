// Random circuits of every kind that a deck can hold, from a seed.
#pragma once

#include "draw_law.hpp"

#include <somn/core/error.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>
#include <somn/netlist/trim.hpp>

namespace somn::test {

inline std::size_t whole(Generator& random, std::size_t low, std::size_t high) {
  return boost::random::uniform_int_distribution<std::size_t>(low, high)(random);
}

inline circuit::Drive draw_drive(Generator& random, circuit::DriveKind kind) {
  using circuit::DriveKind;
  circuit::Drive d;
  d.kind = kind;
  const bool is_list = kind == DriveKind::steps || kind == DriveKind::pwl;
  if (!is_list) d.amplitude = uniform(random, -9, 9);
  if (kind == DriveKind::sine || kind == DriveKind::triangle) d.frequency = uniform(random, 0.1, 1e6);
  if (kind == DriveKind::pulse) {
    d.base = uniform(random, -1, 1), d.width = uniform(random, 1e-9, 1e-3), d.delay = uniform(random, 0, 1e-3);
    if (chance(random, 0.5)) d.rise = uniform(random, 1e-9, 1e-4), d.fall = uniform(random, 1e-9, 1e-4);
    if (chance(random, 0.5)) d.period = (d.rise + d.width + d.fall) * uniform(random, 1.1, 9);
  }
  if (is_list)
    for (std::size_t k = 0; k < whole(random, 1, 30); ++k) {
      d.times.push_back(k == 0 ? 0 : d.times.back() + uniform(random, 1e-6, 1));
      d.levels.push_back(uniform(random, -9, 9));
    }
  if (chance(random, 0.5)) d.offset = uniform(random, -3, 3);
  d.is_current = chance(random, 0.3);
  if (!d.is_current && chance(random, 0.7)) d.series_resistance = uniform(random, 1, 1e6);
  return d;
}

// Laws with random legal values, wires, islands, gates, contacts of several nodes.
inline circuit::Circuit draw_circuit(std::uint64_t seed) {
  Generator random = generator(seed, "circuit");
  netgen::Network n;
  n.ensemble = "file";
  n.n_nodes = whole(random, 4, 40);
  const auto node = [&] { return NodeId{static_cast<std::uint32_t>(whole(random, 0, n.n_nodes - 1))}; };
  const auto join = [&](NodeId a, NodeId b) {
    if (a == b) return;
    if (chance(random, 0.2))
      n.resistors.push_back({a, b, uniform(random, 1, 1e6)});
    else
      n.junctions.push_back({a, b});
  };
  const NodeId source = node();
  NodeId drain = node();
  while (drain == source) drain = node();
  n.electrodes = {{"source", {source}}, {"drain", {drain}}};
  n.junctions.push_back({source, drain});
  for (std::size_t k = 0; k < n.n_nodes; ++k) join(node(), node());
  for (const char* name : {"Gate 2", "back-gate"}) {
    const NodeId gate = node();
    bool is_free = gate != source && gate != drain;
    for (const auto& [other, nodes] : n.electrodes) is_free = is_free && nodes.front() != gate;
    if (chance(random, 0.4) && is_free) n.electrodes[name] = {gate};
  }
  netlist::Material material;
  const auto draw = [&](std::string& law, std::vector<double>& values) {
    const models::Law& l = models::laws()[whole(random, 0, models::laws().size() - 1)];
    law = l.name, values = draw_values(l, random, 1);
  };
  draw(material.law, material.values);
  if (chance(random, 0.5)) {
    netlist::Component c{.fraction = uniform(random, 0.01, 0.9)};
    draw(c.law, c.values);
    if (c.law != material.law) material.mixture.push_back(c);
  }
  if (chance(random, 0.5)) material.junction_capacitance = 0;
  if (chance(random, 0.5)) material.ground_capacitance = 1e-15;
  netlist::draw_junctions(n, material, seed, "t");
  circuit::Circuit c = netlist::build_circuit(
      n, material, draw_drive(random, static_cast<circuit::DriveKind>(whole(random, 0, 5))), "t");
  c.title = "circuit " + std::to_string(seed);
  for (std::size_t k = 2; k < c.terminals.size(); ++k)
    if (chance(random, 0.5))
      c.terminals[k].drive = draw_drive(random, static_cast<circuit::DriveKind>(whole(random, 0, 5)));
  netlist::treat_islands(c, static_cast<netlist::Islands>(whole(random, 0, 2)));
  if (chance(random, 0.3)) netlist::drop_dead_ends(c);
  return c;
}

inline netlist::Transient draw_transient(std::uint64_t seed, const circuit::Circuit& c) {
  Generator random = generator(seed, "transient");
  netlist::Transient t{.t_stop = uniform(random, 1e-6, 1), .rtol = uniform(random, 1e-6, 1e-3)};
  t.t_sample = t.t_stop / uniform(random, 10, 1000);
  t.dt_max = chance(random, 0.5) ? t.t_sample : netlist::default_dt_max(c, t.t_stop, t.rtol);
  for (std::uint32_t n = 0; n < c.n_nodes; ++n)
    if (chance(random, 0.2)) t.nodes.push_back({n});
  if (chance(random, 0.3)) t.states.emplace();
  if (t.states && c.junctions.size() > 2) t.states = {{0}, {2}};
  if (chance(random, 0.5)) t.remarks = {"made by a test", "", " of two remarks * and more"};
  return t;
}

}  // namespace somn::test
