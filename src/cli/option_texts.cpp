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

void OptionTexts::declare(Options& o, const std::vector<Description>& keys) {
  for (const Description& d : keys) {
    One& one = *all_.emplace_back(std::make_unique<One>(One{.about = d, .given = {}}));
    if (d.kind == Kind::boolean)
      o(flag_of(d), one.is_set, help_of(d));
    else if (d.is_list)
      o(flag_of(d), one.given, type_name(d), help_of(d), with_commas, one_at_a_time);
    else
      o(flag_of(d), one.given, type_name(d), help_of(d), single);
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
