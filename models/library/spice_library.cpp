#include "library.hpp"
#include "spice_text.hpp"

#include <somn/core/units.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::library {
namespace {

constexpr std::size_t line_length = 110;

std::string code_model_subcircuit(const Device& d) {
  std::vector<models::Parameter> parameters = d.law->parameters;
  std::vector<double> values = d.values;
  for (const models::Parameter& p : d.law->code_model) {
    parameters.push_back(p);
    values.push_back(p.default_value);
  }
  std::vector<std::string> passed;
  for (const models::Parameter& p : parameters) passed.push_back(fmt::format("{0}={{{0}}}", p.name));
  passed.push_back(")");
  return device_head(d) +
         continued_line(fmt::format(".subckt {} p n params:", d.name), assignments(parameters, values)) +
         "a1 %gd(p n) law\n" + continued_line(fmt::format(".model law somn_{}(", d.law->name), passed) + ".ends " +
         d.name + "\n";
}

}  // namespace

std::string continued_line(const std::string& line, const std::vector<std::string>& words) {
  std::string text, current;
  const auto append = [&](std::string_view word) {
    if (current.find(' ') != std::string::npos && current.size() + 1 + word.size() > line_length) {
      text += current + "\n";
      current = "+";
    }
    current += (current.empty() ? "" : " ") + std::string(word);
  };
  for (std::size_t start = 0; start <= line.size();) {
    const std::size_t end = std::min(line.find(' ', start), line.size());
    append(std::string_view(line).substr(start, end - start));
    start = end + 1;
  }
  for (const std::string& word : words) append(word);
  return text + current + "\n";
}

std::vector<std::string> assignments(const std::vector<models::Parameter>& parameters,
                                     const std::vector<double>& values) {
  std::vector<std::string> words;
  for (std::size_t k = 0; k < parameters.size(); ++k)
    words.push_back(fmt::format("{}={}", parameters[k].name, number(values[k])));
  return words;
}

std::string device_head(const Device& d) {
  std::string text = fmt::format("\n* {}: {}\n", d.name, d.law->title);
  if (!d.source.empty()) text += fmt::format("* defaults: {}\n", d.source);
  for (const models::Parameter& p : d.law->parameters) {
    if (!p.is_choice()) continue;
    std::string choices;
    for (std::size_t k = 0; k < p.choices.size(); ++k) choices += fmt::format(" {} {}", k, p.choices[k]);
    text += fmt::format("* {}:{}\n", p.name, choices);
  }
  return text;
}

std::string number(double value) {
  return to_text(value);
}

std::vector<Device> devices() {
  std::vector<Device> all;
  for (const models::Law& law : models::laws()) {
    all.push_back({.law = &law, .name = "somn_" + law.name, .values = law.defaults()});
    for (const models::Preset& p : law.presets)
      all.push_back({.law = &law,
                     .name = fmt::format("somn_{}_{}", law.name, p.name),
                     .values = law.preset_values(p.name, "library"),
                     .source = p.source});
  }
  return all;
}

std::string code_model_library() {
  std::string text =
      "* somn.lib: the junction laws of somnspice as subcircuits with per-instance parameters [SI].\n"
      "* Made from models/*/params.def. Load the code model first: `codemodel <folder>/somn.cm` in .spiceinit.\n"
      "*   x1 p n somn_vts v_set=0.8 tau=50n        state and current: @a.x1.a1[state], @a.x1.a1[i]\n"
      "* Meaning, unit and legal range of every parameter: somn models, or models/<law>/page.md.\n";
  for (const Device& d : devices()) text += code_model_subcircuit(d);
  return text;
}

}  // namespace somn::library
