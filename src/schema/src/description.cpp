#include <somn/schema/description.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::schema {
namespace {

// "|" ends a cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t bar = text.find('|'); bar != std::string::npos; bar = text.find('|', bar + 2))
    text.insert(bar, "\\");
  return text;
}

std::string range_text(const Description& d) {
  if (d.kind == Kind::choice) return fmt::format("`{}`", fmt::join(d.choices, "`, `"));
  return d.kind == Kind::boolean ? "`true`, `false`" : d.range;
}

std::string default_text(const Description& d) {
  const Json& value = d.default_value;
  const bool says_nothing = value.is_null() || value == "" || (value.is_array() && value.empty());
  return says_nothing || d.is_computed || d.is_required ? "" : fmt::format("`{}`", value.dump());
}

void collect(const Json& a, const Json& b, const std::string& pointer, std::vector<Difference>& all) {
  if (a == b) return;
  if (!a.is_object() || !b.is_object()) return all.push_back({pointer, a, b});
  for (const auto& [key, value] : a.items())
    collect(value, b.contains(key) ? b.at(key) : Json(), pointer + "/" + key, all);
  for (const auto& [key, value] : b.items())
    if (!a.contains(key)) collect(Json(), value, pointer + "/" + key, all);
}

// Whether the parts of `pointer` follow those of `pattern`; the shorter may end first where it leads to a table.
bool leads_to(const std::string& pattern, const std::string& pointer) {
  std::size_t p = 0, q = 0;
  while (p < pattern.size() && q < pointer.size()) {
    const std::size_t p_end = std::min(pattern.find('/', p + 1), pattern.size());
    const std::size_t q_end = std::min(pointer.find('/', q + 1), pointer.size());
    const std::string wanted = pattern.substr(p + 1, p_end - p - 1), given = pointer.substr(q + 1, q_end - q - 1);
    const bool is_index =
        !given.empty() && std::all_of(given.begin(), given.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (wanted == "**") return true;
    if (wanted == "*" ? !is_index : wanted != given) return false;
    p = p_end, q = q_end;
  }
  return q == pointer.size();
}

}  // namespace

std::string markdown(const std::vector<Description>& fields, const std::string& prefix) {
  std::string rows;
  for (const Description& d : fields) {
    const std::string key = prefix + d.key + (d.is_list && d.kind == Kind::table ? "[]" : "");
    rows += fmt::format("| `{}` | {} | {} | {} | {} |\n", key, cell(d.unit == "1" ? "" : d.unit), cell(range_text(d)),
                        d.kind == Kind::table ? "" : cell(default_text(d)), cell(d.meaning));
    if (d.kind == Kind::table) rows += markdown(d.fields, key + ".");
  }
  return rows;
}

std::string markdown_sections(const std::vector<Description>& fields) {
  static constexpr const char* head = "| key | unit | range | default | meaning |\n| --- | --- | --- | --- | --- |\n";
  std::vector<Description> top;
  std::string sections;
  for (const Description& d : fields) {
    if (d.kind != Kind::table) {
      top.push_back(d);
      continue;
    }
    const std::string name = d.is_list ? "[[" + d.key + "]]" : "[" + d.key + "]";
    sections += fmt::format("\n## `{}`: {}\n\n{}{}", name, d.meaning, head, markdown(d.fields));
  }
  return head + markdown(top) + sections;
}

Json table_json(const std::vector<Description>& fields) {
  static constexpr const char* kinds[] = {"number", "integer", "boolean", "text", "choice", "table", "any"};
  Json rows = Json::array();
  for (const Description& d : fields)
    rows.push_back({{"key", d.key},
                    {"unit", d.unit},
                    {"range", d.range},
                    {"meaning", d.meaning},
                    {"kind", kinds[static_cast<std::size_t>(d.kind)]},
                    {"default", d.default_value},
                    {"choices", d.choices},
                    {"is_list", d.is_list},
                    {"is_required", d.is_required},
                    {"may_be_absent", d.may_be_absent},
                    {"fields", table_json(d.fields)}});
  return rows;
}

std::vector<std::string> pointers(const std::vector<Description>& fields, const std::string& prefix) {
  std::vector<std::string> all;
  for (const Description& d : fields) {
    const std::string own = prefix + "/" + d.key + (d.is_list ? "/*" : "");
    if (d.kind != Kind::table) {
      all.push_back(own + (d.kind == Kind::any ? "/**" : ""));
      continue;
    }
    const std::vector<std::string> below = pointers(d.fields, own);
    all.insert(all.end(), below.begin(), below.end());
  }
  return all;
}

bool has_pointer(const std::vector<Description>& fields, const std::string& pointer) {
  const std::vector<std::string> known = pointers(fields);
  return std::any_of(known.begin(), known.end(), [&](const std::string& p) { return leads_to(p, pointer); });
}

std::vector<Difference> differences(const Json& a, const Json& b) {
  std::vector<Difference> all;
  collect(a, b, "", all);
  return all;
}

}  // namespace somn::schema
