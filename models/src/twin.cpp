#include "formula.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/models/twin.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <regex>

namespace somn::models {

extern const std::vector<std::pair<std::string_view, std::string_view>> twin_bodies;  // made by models/CMakeLists.txt

namespace {

using Values = std::map<std::string, double, std::less<>>;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

// What a law does by chance, or beside its equations, the twin cannot do: such a parameter has its default, or what the
// body says, "* needs redraw=0".
void check(const Law& law, const std::vector<double>& values, const std::string& body) {
  for (std::size_t k = 0; k < values.size(); ++k) {
    const Parameter& p = law.parameters[k];
    std::smatch needs;
    const bool is_told = std::regex_search(body, needs, std::regex("\\* needs " + p.name + "=(\\S+)"));
    if (!is_told && std::regex_search(body, std::regex("\\b" + p.name + "\\b"))) continue;
    const double only = is_told ? std::stod(needs[1]) : p.default_value;
    if (values[k] == only) continue;
    throw InputError(
        {.what = fmt::format("the plain twin of {} has no {}", law.name, p.name),
         .where = p.name,
         .value = p.to_text(values[k]),
         .allowed = p.to_text(only),
         .remedy = fmt::format("set {}={}, or write the deck for somn.cm (no --dialect)", p.name, p.to_text(only))});
  }
}

// Every {formula} of a line as a number.
std::string with_numbers(const std::string& line, const Values& values, bool in_formula) {
  std::string result;
  for (std::size_t start = 0;;) {
    const std::size_t open = line.find('{', start);
    result += line.substr(start, open - start);
    if (open == std::string::npos) return result;
    const std::size_t close = line.find('}', open);
    const std::string number = to_text(evaluate_formula(line.substr(open + 1, close - open - 1), values));
    result += in_formula ? "(" + number + ")" : number;
    start = close + 1;
  }
}

// Calls of a function by what another simulator has in its place; `$` stands for the argument.
std::string replaced(std::string line, const std::string& function, const std::string& meant) {
  const std::regex call("\\b" + function + "\\(");
  for (std::smatch found; std::regex_search(line, found, call);) {
    const auto begin = static_cast<std::size_t>(found.position()), open = begin + function.size();
    std::size_t close = open;
    for (int depth = 0; close < line.size(); ++close)
      if ((depth += (line[close] == '(') - (line[close] == ')')) == 0) break;
    std::string text = meant;
    text.replace(text.find('$'), 1, line.substr(open + 1, close - open - 1));
    line.replace(begin, close + 1 - begin, text);
  }
  return line;
}

// "bi p n i = ..."; LTspice and Xyce need no u and uramp of their own, Xyce wants its formulas in braces.
std::string source(const std::string& line, Dialect dialect) {
  if (dialect == Dialect::ngspice) return line;
  std::string text = replaced(replaced(line, "uramp", "max(0,$)"), "u", "if($>0,1,0)");
  const std::size_t equals = text.find(" = ");
  const std::string head = text.substr(0, equals), formula = text.substr(equals + 3);
  return dialect == Dialect::xyce ? head + "={" + formula + "}" : head + "=" + formula;
}

}  // namespace

Dialect dialect(const std::string& name, const std::string& where) {
  const std::vector<std::string> names(dialect_names.begin(), dialect_names.end());
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw unknown_name("dialect of SPICE", name, where, names);
  return static_cast<Dialect>(found - names.begin());
}

std::string twin_body(const Law& law) {
  for (const auto& [name, body] : twin_bodies)
    if (name == law.name) return std::string(body);
  throw InternalError("law " + law.name + " has no pure.lib");
}

std::string twin(const Law& law, const std::vector<double>& values, const std::string& name, Dialect simulator,
                 double start) {
  const std::string body = twin_body(law);
  check(law, values, body);
  Values known;
  for (std::size_t k = 0; k < values.size(); ++k) known[law.parameters[k].name] = values[k];
  std::string text = fmt::format(".subckt {} p n\n", name);
  for (const std::string& line : lines_of(body)) {
    if (line.starts_with('*')) continue;
    if (line.starts_with(".param ")) {
      const std::size_t equals = line.find('=');
      known[line.substr(7, equals - 7)] = evaluate_formula(line.substr(equals + 2, line.size() - equals - 3), known);
    } else if (line.starts_with("von ")) {
      text += fmt::format("von on 0 pwl(0 0 {} 1)\n", to_text(start));
    } else {
      const bool is_source = line.starts_with('b');
      const std::string numbers = with_numbers(line, known, is_source);
      text += (is_source ? source(numbers, simulator) : numbers) + "\n";
    }
  }
  return text + ".ends " + name + "\n";
}

std::string twin_state_vector(const std::string& instance, Dialect dialect) {
  return dialect == Dialect::ngspice ? fmt::format("v({}.x)", instance) : fmt::format("V({}:x)", instance);
}

}  // namespace somn::models
