// Reading analysis.json and stats.json: a key that is absent or null is a NaN, an empty list or an empty text, never an
// error, so that a folder made by an older or another program still gives a report.
#pragma once

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace somn::figures {

using Json = nlohmann::ordered_json;

// `path` is a JSON pointer: "/isi/pooled/cv".
inline const Json& at_path(const Json& json, const std::string& path) {
  static const Json null;
  const Json::json_pointer pointer(path);
  return json.contains(pointer) ? json.at(pointer) : null;
}

inline double number(const Json& json, const std::string& path) {
  const Json& value = at_path(json, path);
  return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

inline std::string text(const Json& json, const std::string& path) {
  const Json& value = at_path(json, path);
  return value.is_string() ? value.get<std::string>() : std::string();
}

inline std::vector<double> numbers(const Json& json, const std::string& path) {
  const Json& list = at_path(json, path);
  std::vector<double> values;
  if (list.is_array())
    for (const Json& item : list)
      values.push_back(item.is_number() ? item.get<double>() : std::numeric_limits<double>::quiet_NaN());
  return values;
}

}  // namespace somn::figures
