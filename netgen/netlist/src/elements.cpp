#include "elements.hpp"

#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netlist/deck.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::netlist {
namespace {

bool is_node_name(const std::string& name) {
  return name.size() > 1 && name[0] == 'n' && name.find_first_not_of("0123456789", 1) == std::string::npos;
}

std::string model_line(const circuit::Model& m, std::size_t index, std::optional<double> dt_max) {
  const models::Law& law = models::law(m.law, "deck");
  std::string line = fmt::format(".model j{} somn_{}(", index, m.law);
  for (std::size_t p = 0; p < m.values.size(); ++p) {
    const char* quote = law.parameters[p].is_choice() ? "\"" : "";  // a bare word would be taken for a .param
    line += fmt::format("{0}{1}={2}{3}{2}", p ? " " : "", law.parameters[p].name, quote,
                        law.parameters[p].to_text(m.values[p]));
  }
  if (!dt_max) return line + " m={m})\n";
  // TMAX bounds the step better than the model's own guard can: let that one stand back
  const double guard = 1.1 * *dt_max / law.unique_step(m.values);
  return line + fmt::format(" h_max={})\n", to_text(std::clamp(guard, 0.25, 0.95)));
}

}  // namespace

std::string spice_comment(std::string_view text) {
  return "* " + printable(text) + "\n";
}

NodeNames NodeNames::in_deck(const circuit::Circuit& c) {
  NodeNames names;
  names.others_ = {{c.drain, "0"}};
  names.ground_ = "0";
  return names;
}

NodeNames NodeNames::in_subcircuit(const circuit::Circuit& c) {
  NodeNames names;
  const std::vector<std::string> pins = pin_names(c);
  for (std::size_t k = 0; k < pins.size(); ++k) names.others_.emplace_back(c.terminals[k].node, pins[k]);
  names.ground_ = "substrate";
  return names;
}

std::string NodeNames::operator()(NodeId node) const {
  for (const auto& [other, name] : others_)
    if (other == node) return name;
  return "n" + std::to_string(node.index);
}

std::vector<std::string> pin_names(const circuit::Circuit& c) {
  std::vector<std::string> names;
  for (const circuit::Terminal& t : c.terminals) {
    std::string name;
    for (const char x : t.name)
      name += x >= 'A' && x <= 'Z'                               ? static_cast<char>(x - 'A' + 'a')
              : (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') ? x
                                                                 : '_';
    if (name.empty() || name == "0" || name == "gnd" || name == "substrate" || is_node_name(name)) name += "_pin";
    const std::string stem = name;
    for (int k = 2; std::find(names.begin(), names.end(), name) != names.end(); ++k)
      name = fmt::format("{}_{}", stem, k);
    names.push_back(name);
  }
  return names;
}

bool is_in_deck(const circuit::Circuit& c, const circuit::Junction& j) {
  return c.is_connected[j.positive.index] && c.is_connected[j.negative.index] && j.positive != j.negative;
}

std::string elements(const circuit::Circuit& c, const NodeNames& name, std::optional<double> dt_max, Twin twin) {
  std::string text = "* laws with their parameters [SI]\n";
  for (std::size_t k = 0; k < c.models.size(); ++k) {
    const circuit::Model& m = c.models[k];
    const double start = dt_max ? 1e-6 * *dt_max : 1e-15;
    text += twin ? models::twin(models::law(m.law, "deck"), m.values, fmt::format("j{}", k), *twin, start)
                 : model_line(m, k, dt_max);
  }
  const auto out = std::back_inserter(text);
  text += twin ? "* junctions: x<k> positive negative, with their capacitances c<k>\n"
               : "* junctions: a<k> positive negative, with their capacitances c<k>\n";
  const std::string multiplier = dt_max || twin ? "" : " m={m}";  // of a subcircuit
  const std::string capacitance = to_text(c.junction_capacitance) + multiplier;
  const std::string to_ground = to_text(c.ground_capacitance) + multiplier;
  for (const circuit::Junction& j : c.junctions) {
    if (!is_in_deck(c, j)) continue;
    const std::string p = name(j.positive), n = name(j.negative);
    if (twin)
      fmt::format_to(out, "x{0} {1} {2} j{3}\n", j.id.index, p, n, j.model);
    else
      fmt::format_to(out, "a{0} %gd({1} {2}) j{3}\n", j.id.index, p, n, j.model);
    if (c.junction_capacitance > 0) fmt::format_to(out, "c{0} {1} {2} {3}\n", j.id.index, p, n, capacitance);
  }
  std::size_t n_resistors = 0;
  for (const circuit::Resistor& r : c.resistors) {
    if (!c.is_connected[r.a.index] || !c.is_connected[r.b.index]) continue;
    if (n_resistors == 0) text += "* resistors: pieces of wire; leaks, which tie islands to the drain\n";
    fmt::format_to(out, "rw{} {} {} {}{}\n", n_resistors++, name(r.a), name(r.b), to_text(r.resistance), multiplier);
  }
  if (c.ground_capacitance > 0) {
    text += "* capacitances to ground\n";
    for (std::uint32_t k = 0; k < c.n_nodes; ++k)
      if (const std::string node = name({k}); c.is_connected[k] && node != name.ground())
        fmt::format_to(out, "cg{} {} {} {}\n", k, node, name.ground(), to_ground);
  }
  return text;
}

std::string head(const std::string& title, const std::vector<std::string>& remarks, Twin twin) {
  std::string text = spice_comment(title);
  for (const std::string& remark : remarks) text += spice_comment(remark);
  if (!twin) return text + loading_line + "\n";
  if (*twin == models::Dialect::ngspice) return text + "* Plain elements only: somn.cm is not needed.\n";
  return text + fmt::format(
                    "* For {0}, written by its manual. UNVERIFIED: nobody has run it in {0}; the same formulas run in "
                    "ngspice.\n",
                    *twin == models::Dialect::ltspice ? "LTspice" : "Xyce");
}

}  // namespace somn::netlist
