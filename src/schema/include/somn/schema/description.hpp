// What a field of a file is, without its C++ type: made by somn/schema/fields.hpp from the table of a struct; help,
// documentation, JSON Schema and the check of JSON pointers come from it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace somn::schema {

using Json = nlohmann::ordered_json;

enum class Kind { number, integer, boolean, text, choice, table, any };

struct Description {
  std::string key = {};
  std::string unit = {};     // "s"; "1" of a pure number; empty where a unit has no meaning
  std::string range = {};    // legal range in that unit, "(0, inf)": a round bracket excludes the end
  std::string meaning = {};  // one line
  Kind kind = Kind::number;
  bool is_list = false;          // of values or tables of that kind
  bool may_be_absent = false;    // a key that need not be there (null in results)
  bool is_required = false;      // of a table of TOML
  bool is_computed = false;      // written, never read
  Json default_value = nullptr;  // null: there is none
  std::vector<std::string> choices = {};
  std::vector<Description> fields = {};  // of a table
};

// Rows of a Markdown table, nested keys dotted: | key | unit | range | default | meaning |; `prefix` before each key.
std::string markdown(const std::vector<Description>&, const std::string& prefix = {});

// A heading and such a table for each table among the fields: "## `[run]`"; lists of tables "## `[[figure]]`".
std::string markdown_sections(const std::vector<Description>&);

// The table itself: a list of objects with key, unit, range, meaning, kind, default, choices, is_list, fields.
Json table_json(const std::vector<Description>&);

// JSON Schema (draft 2020-12) of an object with these keys and no others. A quantity is a number in the SI unit or text
// with a unit.
Json json_schema(const std::vector<Description>&);

// KEY = VALUE for each value of the object that is not null, quantities with their unit: t_stop = "0.5 s". Tables
// within are left to the caller, who knows their headings.
std::string toml_lines(const Json& object, const std::vector<Description>&);

// JSON pointers of every value that the fields write; the elements of a list are "*", names that the data
// choose "**": "/units/*/cv", "/parameters/**".
std::vector<std::string> pointers(const std::vector<Description>&, const std::string& prefix = {});

// Whether `pointer` (an index where "*" stands, or one into a list of values) is one of them, or leads to a table.
bool has_pointer(const std::vector<Description>&, const std::string& pointer);

// Two values that differ, for "is this the same experiment?".
struct Difference {
  std::string pointer;
  Json a, b;  // null: absent
};
std::vector<Difference> differences(const Json& a, const Json& b);

}  // namespace somn::schema
