#include <somn/core/interval.hpp>
#include <somn/schema/description.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::schema {
namespace {

void add_range(Json& json, const Description& d) {
  if (d.range.empty()) return;
  const Interval range = parse_interval(d.range, d.key);
  if (std::isfinite(range.low)) json[range.low_open ? "exclusiveMinimum" : "minimum"] = range.low;
  if (std::isfinite(range.high)) json[range.high_open ? "exclusiveMaximum" : "maximum"] = range.high;
}

// A quantity is a number in its SI unit, or a text that carries a unit.
Json number_schema(const Description& d) {
  Json json{{"type", d.kind == Kind::integer ? "integer" : "number"}};
  add_range(json, d);
  if (d.kind == Kind::integer || d.unit.empty()) return json;
  return {{"anyOf", {std::move(json), Json{{"type", "string"}, {"pattern", "^\\s*[-+.0-9]"}}}}};
}

Json value_schema(const Description& d) {
  switch (d.kind) {
    case Kind::number:
    case Kind::integer:
      return number_schema(d);
    case Kind::boolean:
      return {{"type", "boolean"}};
    case Kind::text:
      return {{"type", "string"}};
    case Kind::choice:
      return {{"enum", d.choices}};
    case Kind::table:
      return json_schema(d.fields);
    case Kind::any:
      break;
  }
  return Json::object();
}

}  // namespace

Json json_schema(const std::vector<Description>& fields) {
  Json properties = Json::object();
  for (const Description& d : fields) {
    Json one = d.is_list ? Json{{"type", "array"}, {"items", value_schema(d)}} : value_schema(d);
    const std::string unit = d.unit.empty() || d.unit == "1" ? "" : fmt::format(" [{}]", d.unit);
    if (!d.meaning.empty() || !unit.empty()) one["description"] = d.meaning + unit;
    if (!d.default_value.is_null() && d.kind != Kind::table) one["default"] = d.default_value;
    properties[d.key] = std::move(one);
  }
  Json required = Json::array();
  for (const Description& d : fields)
    if (d.is_required) required.push_back(d.key);
  Json json{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) json["required"] = std::move(required);
  return json;
}

}  // namespace somn::schema
