#include "elements.hpp"

#include <somn/core/units.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netlist/deck.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numbers>

namespace somn::netlist {
namespace {

// Long vectors go over several short lines: ngspice joins continuation lines again and again.
std::string save_lines(const std::vector<std::string>& vectors) {
  std::string text;
  for (std::size_t k = 0; k < vectors.size(); ++k)
    text += (k % 40 == 0 ? (k ? "\n.save " : ".save ") : " ") + vectors[k];
  return text + "\n";
}

std::string pwl(const std::vector<std::pair<double, double>>& points, bool repeats) {
  std::string text = "pwl(";
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (k && k % 8 == 0) text += "\n+";
    text += fmt::format("{}{} {}", k % 8 ? " " : "", to_text(points[k].first), to_text(points[k].second));
  }
  return text + (repeats ? ") r=0" : ")");
}

// SPICE has no jumps: a step rises over the last millionth of its predecessor's duration (and ends on time).
std::string steps_as_pwl(const circuit::Drive& d) {
  std::vector<std::pair<double, double>> points{{d.times[0], d.offset + d.levels[0]}};
  for (std::size_t k = 1; k < d.times.size(); ++k) {
    points.emplace_back(d.times[k] - 1e-6 * (d.times[k] - d.times[k - 1]), d.offset + d.levels[k - 1]);
    points.emplace_back(d.times[k], d.offset + d.levels[k]);
  }
  return pwl(points, false);
}

// ngspice 39 knows the corners of a repeated pwl in its first period only: they are all written out, unless they are so
// many that it would look for its place in the list longer than it solves the circuit.
std::string triangle(const circuit::Drive& d, double t_stop) {
  constexpr double most_periods = 2500;
  const double period = 1 / d.frequency, middle = d.offset, top = d.offset + d.amplitude, bottom = d.offset - d.amplitude;
  std::vector<std::pair<double, double>> points{{0, middle}};
  if (t_stop > most_periods * period)
    return pwl({{0, middle}, {0.25 * period, top}, {0.75 * period, bottom}, {period, middle}}, true);
  for (int k = 1; k < 4 || points.back().first < t_stop; k += 2)
    points.emplace_back(0.25 * k * period, k % 4 == 1 ? top : bottom);
  return pwl(points, false);
}

// The shortest time between two corners of a drive [s].
double shortest_edge(const circuit::Circuit& c, double t_stop) {
  double shortest = INFINITY;
  const auto look = [&](const circuit::Drive& d) {
    using circuit::DriveKind;
    if (d.kind == DriveKind::pulse)
      for (const double edge : {d.rise > 0 ? d.rise : 1e-3 * d.width, d.fall > 0 ? d.fall : 1e-3 * d.width, d.width})
        shortest = std::min(shortest, edge);
    const bool is_step = d.kind == DriveKind::steps || circuit::holds_levels(d.kind);
    if (is_step || d.kind == DriveKind::pwl)
      for (std::size_t k = 1; k < d.times.size() && d.times[k - 1] < t_stop; ++k)
        shortest = std::min(shortest, (is_step ? 1e-6 : 1) * (d.times[k] - d.times[k - 1]));
  };
  look(c.drive);
  for (const circuit::Terminal& terminal : c.terminals)
    if (terminal.drive) look(*terminal.drive);
  return shortest;
}

std::string waveform_of(const circuit::Drive& d, double t_stop) {
  using circuit::DriveKind;
  const std::string o = to_text(d.offset);
  switch (d.kind) {
    case DriveKind::dc:
      return "dc " + to_text(d.offset + d.amplitude);
    case DriveKind::sine:
      return fmt::format("dc {0} sin({0} {1} {2})", o, to_text(d.amplitude), to_text(d.frequency));
    case DriveKind::triangle:
      return fmt::format("dc {} {}", o, triangle(d, t_stop));
    case DriveKind::pulse: {
      // an edge of zero width would become TSTEP in SPICE: a thousandth of the width instead
      const double edge = 1e-3 * d.width, rise = d.rise > 0 ? d.rise : edge, fall = d.fall > 0 ? d.fall : edge;
      const double period = d.period > 0 ? d.period : 2 * std::max(t_stop, rise + d.width + fall);
      return fmt::format("dc {0} pulse({0} {1} {2} {3} {4} {5} {6})", to_text(d.offset + d.base),
                         to_text(d.offset + d.amplitude), to_text(d.delay),
                         to_text(rise), to_text(fall), to_text(d.width), to_text(period));
    }
    case DriveKind::random:
    case DriveKind::levels:
    case DriveKind::steps:
      return steps_as_pwl(d);
    case DriveKind::pwl: {
      std::vector<std::pair<double, double>> points;
      for (std::size_t k = 0; k < d.times.size(); ++k) points.emplace_back(d.times[k], d.offset + d.levels[k]);
      return pwl(points, false);
    }
  }
  return {};
}

// LTspice has another name for a sine and for a polygon that repeats itself, and takes no second value beside them.
std::string waveform(const circuit::Drive& d, const Transient& t) {
  std::string wave = waveform_of(d, t.t_stop);
  if (t.twin != models::Dialect::ltspice) return wave;
  if (const std::size_t second = wave.find(' ', 3); wave.starts_with("dc ") && second != wave.npos)
    wave.erase(0, second + 1);
  if (wave.starts_with("sin(")) wave.replace(0, 3, "sine");
  if (wave.ends_with(" r=0")) wave = "pwl repeat forever " + wave.substr(3, wave.size() - 7) + " endrepeat";
  return wave;
}

// The drive of a further electrode: a source ve_<pin> or ie_<pin>, behind re_<pin> where it has a resistance.
std::string electrode_lines(const circuit::Drive& d, const std::string& pin, const std::string& node,
                            const Transient& t) {
  const std::string wave = waveform(d, t);
  if (d.is_current) return fmt::format("ie_{} 0 {} {}\n", pin, node, wave);
  if (!(d.series_resistance > 0)) return fmt::format("ve_{} {} 0 {}\n", pin, node, wave);
  return fmt::format("ve_{0} drive_{0} 0 {1}\nre_{0} drive_{0} {2} {3}\n", pin, wave, node,
                     to_text(d.series_resistance));
}

double smallest_unique_step(const circuit::Circuit& c) {
  double smallest = INFINITY;
  for (const circuit::Model& m : c.models)
    smallest = std::min(smallest, models::law(m.law, "deck").unique_step(m.values));
  return smallest;
}

// Names of the electrodes beside their nodes.
std::string electrodes_line(const circuit::Circuit& c, const NodeNames& name) {
  std::string line = "* electrodes:";
  const std::vector<std::string> names = pin_names(c);
  for (std::size_t k = 0; k < names.size(); ++k) line += fmt::format(" {}={}", names[k], name(c.terminals[k].node));
  return line + "\n";
}

std::string saved_vectors(const circuit::Circuit& c, const Transient& t) {
  std::vector<std::string> vectors{source_current_vector};
  for (const NodeId node : t.nodes)
    if (node != c.drain) vectors.push_back(node_vector(c, node));
  const auto add = [&](const circuit::Junction& j) {
    if (!is_in_deck(c, j)) return;
    vectors.push_back(t.twin ? models::twin_state_vector(fmt::format("x{}", j.id.index), *t.twin) : state_vector(j.id));
  };
  if (t.states)
    for (const JunctionId id : *t.states) add(c.junctions.at(id.index));
  else
    for (const circuit::Junction& j : c.junctions) add(j);
  if (t.twin == models::Dialect::xyce) return fmt::format(".print tran format=csv {}\n", fmt::join(vectors, "\n+ "));
  return save_lines(vectors);
}

}  // namespace

std::string state_vector(JunctionId id) {
  return fmt::format("@a{}[state]", id.index);
}

std::string conductance_vector(JunctionId id) {
  return fmt::format("@a{}[g]", id.index);
}

std::string node_vector(const circuit::Circuit& c, NodeId node) {
  return node == c.drain ? "" : fmt::format("v(n{})", node.index);
}

double default_dt_max(const circuit::Circuit& c, double t_stop, double rtol) {
  // ngspice takes corners of the drive closer than 5e-5 TMAX for one
  const double for_edges = std::max(1e4 * shortest_edge(c, t_stop), t_stop / 1000);
  double dt_max = std::min({t_stop / 50, 0.45 * smallest_unique_step(c), for_edges});
  const auto follow = [&](const circuit::Drive& d) {
    if (d.kind != circuit::DriveKind::sine || !(d.frequency > 0)) return;
    // a parabola through three points of sin(2 pi f t), h apart, is wrong by (2 pi f h)^3/15.6
    dt_max = std::min({dt_max, 0.05 / d.frequency, std::cbrt(15.6 * rtol) / (2 * std::numbers::pi * d.frequency)});
  };
  follow(c.drive);
  for (const circuit::Terminal& terminal : c.terminals)
    if (terminal.drive) follow(*terminal.drive);
  return dt_max;
}

std::string default_solver(const circuit::Circuit& c) {
  constexpr std::ptrdiff_t klu_pays = 1000;  // nodes; smaller ones keep their last bits everywhere (docs/machines.md)
  return std::count(c.is_connected.begin(), c.is_connected.end(), true) > klu_pays ? "klu" : "";
}

std::string write_deck(const circuit::Circuit& c, const Transient& t) {
  const NodeNames name = NodeNames::in_deck(c);
  std::string text = head(c.title, t.remarks, t.twin);
  const bool is_ngspice = !t.twin || t.twin == models::Dialect::ngspice;
  if (is_ngspice) text += "* Then: ngspice -b -r trace.raw deck.cir\n";
  if (!c.terminals.empty()) text += electrodes_line(c, name);
  text += fmt::format(".options {}reltol={}", t.twin == models::Dialect::xyce ? "timeint " : "", to_text(t.rtol));
  text += is_ngspice && !t.solver.empty() ? " " + t.solver + "\n" : "\n";

  text += "* the drive, and the resistance in series with it\n";
  const std::string source = name(c.source);
  const bool has_resistor = c.drive.series_resistance > 0 && !c.drive.is_current;
  if (c.drive.is_current)  // v_drive measures what the current source drives into the network
    text += fmt::format("i_drive 0 drive {}\nv_drive {} drive dc 0\n", waveform(c.drive, t), source);
  else
    text += fmt::format("v_drive {} 0 {}\n", has_resistor ? "drive" : source, waveform(c.drive, t));
  if (has_resistor) text += fmt::format("r_series drive {} {}\n", source, to_text(c.drive.series_resistance));
  const std::vector<std::string> pins = pin_names(c);
  for (std::size_t k = 0; k < pins.size(); ++k)
    if (const circuit::Terminal& terminal = c.terminals[k]; terminal.drive)
      text += electrode_lines(*terminal.drive, pins[k], name(terminal.node), t);

  text += elements(c, name, t.dt_max, t.twin);
  text += "* what is kept: the source current, node voltages, states of junctions\n" + saved_vectors(c, t);
  text += fmt::format(".tran {} {} 0 {}\n", to_text(t.t_sample), to_text(t.t_stop), to_text(t.dt_max));
  return text + (is_ngspice ? ".print tran i(v_drive)\n.end\n" : ".end\n");
}

}  // namespace somn::netlist
