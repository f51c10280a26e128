#include <somn/core/units.hpp>
#include <somn/schema/description.hpp>

#include <fmt/format.h>

namespace somn::schema {
namespace {

std::string value_text(const Json& value, const Description& d) {
  if (value.is_string()) return toml_text(value.get<std::string>());
  if (!value.is_number() || d.kind != Kind::number) return value.dump();
  const std::string number = to_text(value.get<double>());
  return d.unit.empty() || d.unit == "1" ? number : toml_text(number + " " + d.unit);
}

std::string list_text(const Json& list, const Description& d) {
  std::string text = "[";
  for (const Json& item : list) text += (text.size() > 1 ? ", " : "") + value_text(item, d);
  return text + "]";
}

}  // namespace

// The escapes of JSON are those of a TOML basic string, but for DEL.
std::string toml_text(std::string_view text) {
  std::string quoted = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  for (std::size_t k = quoted.find('\x7f'); k != std::string::npos; k = quoted.find('\x7f'))
    quoted.replace(k, 1, "\\u007F");
  return quoted;
}

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
