// How a value of each C++ type stands in a file: its kind, to JSON, from JSON, from TOML. Used by fields.hpp.
#pragma once

#include <somn/core/config.hpp>
#include <somn/schema/description.hpp>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace somn::schema {

template <class S>
concept Described = requires {
  fields_of(static_cast<const S*>(nullptr));
};

template <class E>
concept Named = std::is_enum_v<E> && requires {
  names_of(static_cast<const E*>(nullptr));
};

template <Described S>
Json to_json(const S&);
template <Described S>
void read(S&, const Json&, const std::string& where);
template <Described S>
void read(S&, const Config&);
template <Described S>
std::vector<Description> descriptions();

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};

template <class T>
inline constexpr bool is_text =
    std::is_convertible_v<const T&, std::string_view> || std::is_same_v<T, std::filesystem::path>;

// Each throws InputError with `where` and the key where the value is of another kind or out of the field's range.
double number_of(const Json&, const Description&, const std::string& where);  // null is NaN
std::int64_t integer_of(const Json&, const Description&, const std::string& where);
bool boolean_of(const Json&, const Description&, const std::string& where);
std::string text_of(const Json&, const Description&, const std::string& where);
std::size_t choice_of(const std::string&, const Description&, const std::string& where);
double quantity_of(const Config&, const Description&, double fallback);
std::vector<double> quantities_of(const Config&, const Description&);
std::int64_t integer_of(const Config&, const Description&, std::int64_t fallback);
// What somebody typed: a number, a quantity with its unit, a word. Of a list: one of its elements.
Json value_of(const std::string& text, const Description&, const std::string& where);
void check_range(double value, const Description&, const std::string& where);
void require_object(const Json&, const std::vector<Description>&, const std::string& where);
[[noreturn]] void refuse_kind(const Json&, const Description&, const std::string& where);

template <class T>
Description description_of() {
  Description d;
  if constexpr (IsOptional<T>::value) {
    d = description_of<typename T::value_type>();
    d.may_be_absent = true;
  } else if constexpr (IsVector<T>::value) {
    d = description_of<typename T::value_type>();
    d.is_list = true;
  } else if constexpr (IsMap<T>::value || std::is_same_v<T, Json>) {
    d.kind = Kind::any;
  } else if constexpr (Described<T>) {
    d.kind = Kind::table;
    d.fields = descriptions<T>();
  } else if constexpr (Named<T>) {
    d.kind = Kind::choice;
    for (const auto& [value, name] : names_of(static_cast<const T*>(nullptr))) d.choices.emplace_back(name);
  } else if constexpr (std::is_same_v<T, bool>) {
    d.kind = Kind::boolean;
  } else if constexpr (std::is_integral_v<T>) {
    d.kind = Kind::integer;
    if constexpr (std::is_unsigned_v<T>) d.range = "[0, inf)";
  } else if constexpr (std::is_floating_point_v<T>) {
    d.kind = Kind::number;
  } else {
    static_assert(is_text<T>, "a type without a form in files: give it fields_of or names_of");
    d.kind = Kind::text;
  }
  return d;
}

// Numbers by name, in their order.
inline Json object_of(const std::vector<std::pair<std::string, double>>& named) {
  Json object = Json::object();
  for (const auto& [name, value] : named) object[name] = value;
  return object;
}

template <class T>
Json json_of(const T& value) {
  if constexpr (std::is_same_v<T, Json>) {
    return value;
  } else if constexpr (IsOptional<T>::value) {
    return value ? json_of(*value) : Json();
  } else if constexpr (IsVector<T>::value) {
    Json list = Json::array();
    for (const auto& item : value) list.push_back(json_of(static_cast<const typename T::value_type&>(item)));
    return list;
  } else if constexpr (IsMap<T>::value) {
    Json object = Json::object();
    for (const auto& [key, item] : value) object[key] = json_of(item);
    return object;
  } else if constexpr (Described<T>) {
    return to_json(value);
  } else if constexpr (Named<T>) {
    for (const auto& [known, name] : names_of(static_cast<const T*>(nullptr)))
      if (known == value) return name;
    return {};
  } else if constexpr (std::is_same_v<T, std::filesystem::path>) {
    return value.string();
  } else {
    return value;
  }
}

template <class T>
void read_value(T& value, const Json& json, const Description& d, const std::string& where) {
  if constexpr (std::is_same_v<T, Json>) {
    value = json;
  } else if constexpr (IsOptional<T>::value) {
    if (json.is_null()) return value.reset();
    read_value(value.emplace(), json, d, where);
  } else if constexpr (IsVector<T>::value) {
    if (!json.is_array()) refuse_kind(json, d, where);
    value.clear();
    for (const Json& item : json) {
      typename T::value_type one{};
      read_value(one, item, d, where);
      value.push_back(std::move(one));
    }
  } else if constexpr (IsMap<T>::value) {
    if (!json.is_object()) refuse_kind(json, d, where);
    value.clear();
    for (const auto& [key, item] : json.items()) read_value(value[key], item, d, where);
  } else if constexpr (Described<T>) {
    read(value, json, where + "/" + d.key);
  } else if constexpr (Named<T>) {
    value = names_of(static_cast<const T*>(nullptr))[choice_of(text_of(json, d, where), d, where)].first;
  } else if constexpr (std::is_same_v<T, bool>) {
    value = boolean_of(json, d, where);
  } else if constexpr (std::is_integral_v<T>) {
    value = static_cast<T>(integer_of(json, d, where));
  } else if constexpr (std::is_floating_point_v<T>) {
    value = number_of(json, d, where);
  } else {
    value = text_of(json, d, where);
    if (!d.choices.empty()) choice_of(text_of(json, d, where), d, where);
  }
}

// Elements are gathered first: a bad one leaves the list as it was.
template <class I>
void read_list(std::vector<I>& list, const Config& config, const Description& d) {
  std::vector<I> read_items;
  if constexpr (Described<I>) {
    for (const Config& table : config.tables(d.key)) read(read_items.emplace_back(), table);
  } else if constexpr (std::is_floating_point_v<I>) {
    read_items = quantities_of(config, d);
  } else if constexpr (std::is_integral_v<I>) {
    for (const long long n : config.integers(d.key)) {
      check_range(static_cast<double>(n), d, config.where(d.key));
      read_items.push_back(static_cast<I>(n));
    }
  } else {
    for (const std::string& text : config.texts(d.key))
      read_value(read_items.emplace_back(), Json(text), d, config.where(d.key));
  }
  list = std::move(read_items);
}

template <class T>
void read_value(T& value, const Config& config, const Description& d) {
  if constexpr (IsOptional<T>::value) {
    if (config.has(d.key)) read_value(value.emplace(), config, d);
  } else if constexpr (IsVector<T>::value) {
    if (config.has(d.key) || d.is_required) read_list(value, config, d);
  } else if constexpr (Described<T>) {
    read(value, config.table(d.key));
  } else if constexpr (IsMap<T>::value || std::is_same_v<T, Json>) {
    (void)config.has(d.key);  // a caller reads it
  } else if constexpr (std::is_same_v<T, bool>) {
    value = config.boolean(d.key, value);
  } else if constexpr (std::is_integral_v<T>) {
    value = static_cast<T>(integer_of(config, d, static_cast<std::int64_t>(value)));
  } else if constexpr (std::is_floating_point_v<T>) {
    value = quantity_of(config, d, value);
  } else if (config.has(d.key) || d.is_required) {
    read_value(value, Json(config.text(d.key)), d, config.where(d.key));
  }
}

}  // namespace somn::schema
