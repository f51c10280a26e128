// somn models: the parameter tables of the junction laws.
#include "commands.hpp"

#include <somn/core/text.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/workflow/describe.hpp>

#include <cstdio>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

using models::Law;
using models::Parameter;

void print_table(const std::vector<Parameter>& parameters) {
  for (const Parameter& p : parameters)
    fmt::print("  {:<17} {:>14} {:<10} {:<22} {} {} [{}]\n", p.name, p.to_text(p.default_value),
               p.unit == "1" ? "" : p.unit, workflow::range(p), p.meaning, p.equation, p.source);
}

void print(const Law& law) {
  fmt::print("{}: {}\n  state {} [{}]; in ngspice somn_{}, state and current @a<k>[state], @a<k>[i]\n", law.name,
             law.title, law.state_name, law.state_unit, law.name);
  print_table(law.parameters);
  fmt::print("  of the code model only:\n");
  print_table(law.code_model);
  for (const models::Preset& p : law.presets) fmt::print("  preset {}: {} [{}]\n", p.name, p.settings, p.source);
}

}  // namespace

void add_models(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("models", "junction laws: parameters with default, unit, range, meaning, source");
  const auto name = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false), quiet = std::make_shared<bool>(false);
  command->add_option("NAME", *name, "one law; all of them without it");
  command->add_flag("--json", *json, "a list of objects with name and parameters");
  command->add_flag("--quiet", *quiet, "no messages beside the result");
  command->footer("Example:\n  somn models vts\nUnits are SI; a range with a round bracket excludes its end point.");
  command->callback([=] {
    std::vector<Law> chosen;
    if (name->empty()) chosen = models::laws();
    if (!name->empty()) chosen.push_back(models::law(*name, "somn models"));
    if (*json) {
      nlohmann::ordered_json list = nlohmann::ordered_json::array();
      for (const Law& law : chosen) list.push_back(workflow::to_json(law));
      fmt::print("{}", json_text(list));
      return;
    }
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      if (k) fmt::print("\n");
      print(chosen[k]);
    }
  });
}

}  // namespace somn::cli
