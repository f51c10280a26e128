#include "elements.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/netlist/deck.hpp>
#include <somn/netlist/symbol.hpp>

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

std::string how_to_place(const circuit::Circuit& c, const std::string& name, bool has_multiplier) {
  std::string text =
      fmt::format("* Place it with `.include <this file>` and: x1 {} {}\n", fmt::join(subcircuit_pins(c), " "), name);
  if (c.ground_capacitance > 0)
    text += "* substrate is what bodies have their capacitance to ground to: tie it to 0, or to a back gate\n";
  return has_multiplier ? text + "* `m=2` behind it: two of them side by side\n" : text;
}

// ngspice takes the quotes off a string, splits it at blanks, = , ( ) and more, and makes its letters small: other bytes
// than these are +XX.
std::string spice_path(const std::string& path) {
  std::string text;
  for (const char x : path) {
    const bool is_plain = (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') || x == '.' ||
                          x == '_' || x == '-' || x == '/';
    text += is_plain ? std::string(1, x) : fmt::format("+{:02X}", static_cast<unsigned char>(x));
  }
  return text;
}

}  // namespace

std::vector<std::string> subcircuit_pins(const circuit::Circuit& c) {
  std::vector<std::string> pins = pin_names(c);
  if (c.ground_capacitance > 0) pins.emplace_back("substrate");
  return pins;
}

std::string write_subcircuit(const circuit::Circuit& c, const std::string& name,
                             const std::vector<std::string>& remarks, std::optional<models::Dialect> twin) {
  check_name(name);
  const std::vector<std::string> pins = subcircuit_pins(c);
  std::string text = head(c.title, remarks, twin) + how_to_place(c, name, !twin);
  if (!twin)
    text +=
        "* Inside: node voltages v(x1.n<k>), junction states @a.x1.a<k>[state], laws altermod x1:j<m> PARAM=VALUE\n";
  text += fmt::format(".subckt {} {}{}\n", name, fmt::join(pins, " "), twin ? "" : " params: m=1");
  return text + elements(c, NodeNames::in_subcircuit(c), {}, twin) + fmt::format(".ends {}\n", name);
}

std::string write_component(const circuit::Circuit& c, const std::string& name, const ComponentFile& file,
                            const std::vector<std::string>& remarks) {
  check_name(name);
  const std::string pins = fmt::format("{}", fmt::join(subcircuit_pins(c), " "));
  std::string text = head(c.title, remarks) + how_to_place(c, name, true);
  text += fmt::format("* The network is inside of one component: load somn_network.cm, too, and keep {} beside this file.\n",
                      printable(file.name));
  text += fmt::format("* Inside: @a.x1.a{0}[n_on], [n_events], [mean_state], [i_<pin>]; altermod x1:{0}_network PARAM=VALUE\n", name);
  text += fmt::format(".subckt {} {} params: m=1\n", name, pins);
  text += fmt::format("a{} %g[{}] {}_network\n", name, pins, name);
  text += fmt::format(".model {}_network somn_network(file=\"{}\" folder=\"{}\" m={{m}})\n", name, spice_path(file.name),
                      spice_path(file.folder));
  return text + fmt::format(".ends {}\n", name);
}

}  // namespace somn::netlist
