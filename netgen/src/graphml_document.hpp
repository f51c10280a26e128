#pragma once

#include <charconv>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace somn::netgen {

struct Key {
  std::string name, type;               // attr.name (the id where it is missing), attr.type
  std::string domain;                   // graph, node, edge or all
  std::optional<std::string> fallback;  // <default>
  std::size_t index = 0;                // in keys()
  pugi::xml_node xml;

  bool is_numeric() const { return type == "int" || type == "long" || type == "float" || type == "double"; }
  bool is_for(std::string_view what) const { return domain == what || domain == "all"; }
};

std::string_view trimmed(std::string_view text);

template <class Number>
std::optional<Number> parsed(std::string_view text) {
  text = trimmed(text);
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

// The XML of a GraphML file: its keys, its one graph, and errors that say where.
class GraphmlDocument {
 public:
  GraphmlDocument(std::string_view text, const std::string& source);

  pugi::xml_node graph() const { return graph_; }
  const std::vector<Key>& keys() const { return keys_; }

  // Calls visit(key, text, xml) for every datum of an element.
  template <class Visit>
  void for_each_datum(pugi::xml_node element, Visit visit) const {
    for (const pugi::xml_node datum : element.children("data")) visit(key_of(datum), datum.child_value(), datum);
  }

  double number(std::string_view name, std::string_view text, pugi::xml_node at) const;  // InputError if it is none
  [[noreturn]] void fail(pugi::xml_node at, std::string what, std::string value, std::string allowed) const;

 private:
  void read_keys();
  const Key& key_of(pugi::xml_node datum) const;
  std::string place(std::size_t offset) const;  // file:line:column

  std::string_view text_;
  std::string source_;
  pugi::xml_document document_;
  pugi::xml_node graph_;
  std::vector<Key> keys_;
  std::unordered_map<std::string_view, std::size_t> key_by_id_;
};

}  // namespace somn::netgen
