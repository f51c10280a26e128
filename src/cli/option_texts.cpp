#include "analyse.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/schema/values.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::cli {
namespace {

using schema::Description;
using schema::Json;
using schema::Kind;

std::string flag_of(const Description& d) {
  std::string name = "--" + d.key;
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

std::string type_name(const Description& d) {
  if (d.kind == Kind::choice) return fmt::format("{}", fmt::join(d.choices, "|"));
  if (d.kind == Kind::text) return "TEXT";
  if (d.unit.empty() || d.unit == "1") return d.kind == Kind::integer ? "N" : "NUMBER";
  return d.unit == "s" ? "TIME" : d.unit == "Hz" ? "FREQUENCY" : d.unit == "V" ? "VOLTAGE" : d.unit;
}

// Meaning, unit, default; where there is no default the meaning says what happens.
std::string help_of(const Description& d) {
  std::string text = d.meaning;
  if (!d.unit.empty() && d.unit != "1") text += fmt::format(" [{}]", d.unit);
  const bool has_default = !d.default_value.is_null() && d.kind != Kind::boolean && !d.is_list && d.default_value != "";
  if (has_default)
    text +=
        fmt::format(" [{}]", d.default_value.is_string() ? d.default_value.get<std::string>() : d.default_value.dump());
  return text;
}

}  // namespace

void OptionTexts::add_to(CLI::App& command, const std::vector<Description>& options) {
  for (const Description& d : options) {
    One& one = *all_.emplace_back(std::make_unique<One>(One{.about = d, .given = {}}));
    if (d.kind == Kind::boolean) {
      command.add_flag(flag_of(d), one.is_set, help_of(d));
      continue;
    }
    CLI::Option* option = command.add_option(flag_of(d), one.given, help_of(d))->type_name(type_name(d));
    if (d.is_list)
      option->delimiter(',')->allow_extra_args(false);
    else
      option->expected(1);
  }
}

Json OptionTexts::values() const {
  Json json = Json::object();
  for (const auto& one : all_) {
    const Description& d = one->about;
    if (d.kind == Kind::boolean && one->is_set) json[d.key] = true;
    if (one->given.empty()) continue;
    if (!d.is_list) {
      json[d.key] = schema::value_of(one->given.back(), d, flag_of(d));
      continue;
    }
    for (const std::string& text : one->given) json[d.key].push_back(schema::value_of(text, d, flag_of(d)));
  }
  return json;
}

}  // namespace somn::cli
