#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/schema/description.hpp>

#include <fmt/format.h>

namespace somn::schema {
namespace {

std::string value_text(const Json& value, const Description& d) {
  if (value.is_string()) return toml_string(value.get<std::string>());
  if (!value.is_number() || d.kind != Kind::number) return value.dump();
  const std::string number = to_text(value.get<double>());
  return d.unit.empty() || d.unit == "1" ? number : toml_string(number + " " + d.unit);
}

std::string list_text(const Json& list, const Description& d) {
  std::string text = "[";
  for (const Json& item : list) text += (text.size() > 1 ? ", " : "") + value_text(item, d);
  return text + "]";
}

}  // namespace

std::string toml_lines(const Json& object, const std::vector<Description>& fields) {
  std::string text;
  for (const Description& d : fields) {
    const auto found = object.find(d.key);
    if (d.is_computed || d.kind == Kind::table || d.kind == Kind::any || found == object.end() || found->is_null())
      continue;
    text += fmt::format("{} = {}\n", d.key, d.is_list ? list_text(*found, d) : value_text(*found, d));
  }
  return text;
}

}  // namespace somn::schema
