#include "elements.hpp"

#include <somn/core/error.hpp>
#include <somn/netlist/deck.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::netlist {
namespace {

void check_name(const std::string& name) {
  const char* letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  const std::string all = std::string(letters) + "0123456789";
  if (name.empty() || std::string(letters).find(name[0]) == std::string::npos ||
      name.find_first_not_of(all) != std::string::npos)
    throw InputError({.what = "not a name of a subcircuit",
                      .where = "subcircuit",
                      .value = fmt::format("\"{}\"", name),
                      .allowed = "letters, digits and _, the first no digit"});
}

}  // namespace

std::string write_subcircuit(const circuit::Circuit& c, const std::string& name,
                             const std::vector<std::string>& remarks, std::optional<models::Dialect> twin) {
  check_name(name);
  std::vector<std::string> pins = pin_names(c);
  if (c.ground_capacitance > 0) pins.emplace_back("substrate");
  std::string text = head(c.title, remarks, twin);
  text += fmt::format("* Place it with `.include <this file>` and: x1 {} {}\n", fmt::join(pins, " "), name);
  if (c.ground_capacitance > 0)
    text += "* substrate is what bodies have their capacitance to ground to: tie it to 0, or to a back gate\n";
  if (!twin) {
    text += "* `m=2` behind it: two of them side by side\n";
    text +=
        "* Inside: node voltages v(x1.n<k>), junction states @a.x1.a<k>[state], laws altermod x1:j<m> PARAM=VALUE\n";
  }
  text += fmt::format(".subckt {} {}{}\n", name, fmt::join(pins, " "), twin ? "" : " params: m=1");
  return text + elements(c, NodeNames::in_subcircuit(c), {}, twin) + fmt::format(".ends {}\n", name);
}

}  // namespace somn::netlist
