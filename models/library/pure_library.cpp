#include "library.hpp"
#include "spice_text.hpp"

#include <somn/models/twin.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <regex>

namespace somn::library {
namespace {

// The current of the junction, times m. ngspice pastes {a+b} into the formula of a B source without brackets: give it
// some.
std::string bracketed(std::string line) {
  if (!line.starts_with('b')) return line;
  const std::string current = "bi p n i = ";
  if (line.starts_with(current)) line = current + "{m}*(" + line.substr(current.size()) + ")";
  line = std::regex_replace(line, std::regex(R"(\{)"), "({");
  return std::regex_replace(line, std::regex(R"(\})"), "})");
}

std::string elements(const std::string& body) {
  std::string text;
  for (std::size_t start = 0; start < body.size();) {
    const std::size_t end = body.find('\n', start);
    const std::string line = body.substr(start, end - start);
    text += line.starts_with('*') ? line + "\n" : continued_line(bracketed(line));
    start = end + 1;
  }
  return text;
}

std::string subcircuit(const Device& d, const std::string& body) {
  std::vector<models::Parameter> used;
  std::vector<double> values;
  std::vector<std::string> unused;
  for (std::size_t k = 0; k < d.values.size(); ++k) {
    const models::Parameter& p = d.law->parameters[k];
    if (std::regex_search(body, std::regex(fmt::format("\\b{}\\b", p.name)))) {
      used.push_back(p);
      values.push_back(d.values[k]);
    } else {
      unused.push_back(p.name);
    }
  }
  for (const models::Parameter& p : d.law->code_model) {
    if (p.name != "m") continue;
    used.push_back(p);
    values.push_back(p.default_value);
  }
  std::string text = device_head(d);
  if (!unused.empty()) text += fmt::format("* not in this form: {}\n", fmt::join(unused, " "));
  return text + continued_line(fmt::format(".subckt {} p n params:", d.name), assignments(used, values)) +
         elements(body) + ".ends " + d.name + "\n";
}

}  // namespace

std::string pure_library() {
  std::string text =
      "* somn_pure.lib: the junction laws of somnspice in plain SPICE elements, for simulators without somn.cm:\n"
      "* same pins, names and parameters as somn.lib. Bodies: models/<law>/pure.lib.\n"
      "*   x1 p n somn_vts v_set=0.8 tau=50n        state (scaled to about 1): v(x1.x)\n"
      "* The state is a voltage on 1 F, held at its initial value outside a transient (v(on) = 0). Bounds are layers "
      "of 1e-5 of the "
      "range.\n";
  for (const Device& d : devices()) text += subcircuit(d, models::twin_body(*d.law));
  return text;
}

}  // namespace somn::library
