#include <somn/core/units.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netlist/deck.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::netlist {
namespace {

std::string node_name(const circuit::Circuit& c, NodeId node) {
  return node == c.drain ? "0" : fmt::format("n{}", node.index);
}

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
  std::vector<std::pair<double, double>> points{{d.times[0], d.levels[0]}};
  for (std::size_t k = 1; k < d.times.size(); ++k) {
    points.emplace_back(d.times[k] - 1e-6 * (d.times[k] - d.times[k - 1]), d.levels[k - 1]);
    points.emplace_back(d.times[k], d.levels[k]);
  }
  return pwl(points, false);
}

std::string waveform(const circuit::Drive& d, double t_stop) {
  using circuit::DriveKind;
  const std::string a = to_text(d.amplitude);
  switch (d.kind) {
    case DriveKind::dc:
      return "dc " + a;
    case DriveKind::sine:
      return fmt::format("dc 0 sin(0 {} {})", a, to_text(d.frequency));
    case DriveKind::triangle: {
      const double period = 1 / d.frequency;
      return "dc 0 " + pwl({{0, 0}, {0.25 * period, d.amplitude}, {0.75 * period, -d.amplitude}, {period, 0}}, true);
    }
    case DriveKind::pulse: {
      // an edge of zero width would become TSTEP in SPICE: a thousandth of the width instead
      const double edge = 1e-3 * d.width, period = d.period > 0 ? d.period : 2 * t_stop;
      return fmt::format("dc {0} pulse({0} {1} {2} {3} {4} {5} {6})", to_text(d.base), a, to_text(d.delay),
                         to_text(d.rise > 0 ? d.rise : edge), to_text(d.fall > 0 ? d.fall : edge), to_text(d.width),
                         to_text(period));
    }
    case DriveKind::steps:
      return steps_as_pwl(d);
    case DriveKind::pwl: {
      std::vector<std::pair<double, double>> points;
      for (std::size_t k = 0; k < d.times.size(); ++k) points.emplace_back(d.times[k], d.levels[k]);
      return pwl(points, false);
    }
  }
  return {};
}

// The drive of a further electrode: a source v_<name> or i_<name>, behind its resistance where it has one.
std::string electrode_lines(const circuit::Circuit& c, const circuit::Terminal& terminal, double t_stop) {
  const circuit::Drive& d = *terminal.drive;
  const std::string node = node_name(c, terminal.node), wave = waveform(d, t_stop), &name = terminal.name;
  if (d.is_current) return fmt::format("i_{} 0 {} {}\n", name, node, wave);
  if (!(d.series_resistance > 0)) return fmt::format("v_{} {} 0 {}\n", name, node, wave);
  return fmt::format("v_{0} drive_{0} 0 {1}\nr_{0} drive_{0} {2} {3}\n", name, wave, node,
                     to_text(d.series_resistance));
}

double smallest_unique_step(const circuit::Circuit& c) {
  double smallest = INFINITY;
  for (const circuit::Model& m : c.models)
    smallest = std::min(smallest, models::law(m.law, "deck").unique_step(m.values));
  return smallest;
}

std::string model_line(const circuit::Model& m, std::size_t index, double dt_max) {
  const models::Law& law = models::law(m.law, "deck");
  std::string line = fmt::format(".model j{} somn_{}(", index, m.law);
  for (std::size_t p = 0; p < m.values.size(); ++p) {
    const char* quote = law.parameters[p].is_choice() ? "\"" : "";  // a bare word would be taken for a .param
    line += fmt::format("{0}{1}={2}{3}{2}", p ? " " : "", law.parameters[p].name, quote,
                        law.parameters[p].to_text(m.values[p]));
  }
  // TMAX bounds the step better than the model's own guard can: let that one stand back
  const double guard = 1.1 * dt_max / law.unique_step(m.values);
  return line + fmt::format(" h_max={})\n", to_text(std::clamp(guard, 0.25, 0.95)));
}

std::string elements(const circuit::Circuit& c) {
  std::string text = "* junctions: a<k> positive negative, with their capacitances c<k>\n";
  for (const circuit::Junction& j : c.junctions) {
    if (!is_in_deck(c, j)) continue;
    const std::string p = node_name(c, j.positive), n = node_name(c, j.negative);
    text += fmt::format("a{0} %gd({1} {2}) j{3}\n", j.id.index, p, n, j.model);
    if (c.junction_capacitance > 0)
      text += fmt::format("c{0} {1} {2} {3}\n", j.id.index, p, n, to_text(c.junction_capacitance));
  }
  if (!c.resistors.empty()) text += "* pieces of wire between junctions\n";
  for (std::size_t k = 0; k < c.resistors.size(); ++k)
    if (const circuit::Resistor& r = c.resistors[k]; c.is_connected[r.a.index])
      text += fmt::format("rw{} {} {} {}\n", k, node_name(c, r.a), node_name(c, r.b), to_text(r.resistance));
  if (c.ground_capacitance > 0) {
    text += "* capacitances to ground\n";
    for (std::uint32_t k = 0; k < c.n_nodes; ++k)
      if (c.is_connected[k] && NodeId{k} != c.drain)
        text += fmt::format("cg{0} n{0} 0 {1}\n", k, to_text(c.ground_capacitance));
  }
  return text;
}

}  // namespace

bool is_in_deck(const circuit::Circuit& c, const circuit::Junction& j) {
  return c.is_connected[j.positive.index] && j.positive != j.negative;
}

std::string state_vector(JunctionId id) {
  return fmt::format("@a{}[state]", id.index);
}

std::string node_vector(const circuit::Circuit& c, NodeId node) {
  return node == c.drain ? "" : "v(" + node_name(c, node) + ")";
}

double default_dt_max(const circuit::Circuit& c, double t_sample) {
  return std::min(t_sample, 0.45 * smallest_unique_step(c));
}

std::string write_deck(const circuit::Circuit& c, const Transient& t) {
  std::string text = "* " + c.title + "\n";
  for (const std::string& remark : t.remarks) text += "* " + remark + "\n";
  text +=
      "* Before this deck is read, somn.cm must be loaded: a line `codemodel <folder>/somn.cm` in .spiceinit.\n"
      "* Then: ngspice -b -r trace.raw deck.cir\n";
  text += fmt::format(".options reltol={}\n", to_text(t.rtol));

  text += "* the drive, and the resistance in series with it\n";
  const std::string source = node_name(c, c.source);
  const bool has_resistor = c.drive.series_resistance > 0 && !c.drive.is_current;
  if (c.drive.is_current)  // v_drive measures what the current source drives into the network
    text += fmt::format("i_drive 0 drive {}\nv_drive {} drive 0\n", waveform(c.drive, t.t_stop), source);
  else
    text += fmt::format("v_drive {} 0 {}\n", has_resistor ? "drive" : source, waveform(c.drive, t.t_stop));
  if (has_resistor) text += fmt::format("r_series drive {} {}\n", source, to_text(c.drive.series_resistance));

  for (const circuit::Terminal& terminal : c.terminals)
    if (terminal.drive) text += electrode_lines(c, terminal, t.t_stop);

  text += "* laws with their parameters [SI]\n";
  for (std::size_t k = 0; k < c.models.size(); ++k) text += model_line(c.models[k], k, t.dt_max);
  text += elements(c);

  text += "* what is kept: the source current, node voltages, the state of every junction\n";
  std::vector<std::string> vectors{source_current_vector};
  for (const NodeId node : t.nodes)
    if (node != c.drain) vectors.push_back(node_vector(c, node));
  for (const circuit::Junction& j : c.junctions)
    if (is_in_deck(c, j)) vectors.push_back(state_vector(j.id));
  text += save_lines(vectors);
  text += fmt::format(".tran {} {} 0 {}\n", to_text(t.t_sample), to_text(t.t_stop), to_text(t.dt_max));
  return text + ".print tran i(v_drive)\n.end\n";
}

}  // namespace somn::netlist
