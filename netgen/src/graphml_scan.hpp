#pragma once

#include "parsed.hpp"
#include "xml.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace somn::netgen {

enum class Domain { graph, node, edge };

struct Key {
  std::string id, name, type;           // name: attr.name, or the id where it is missing
  std::string domain;                   // graph, node, edge, all, ...
  std::optional<std::string> fallback;  // <default>
  std::size_t offset = 0;               // of its '<' in the file

  bool is_for(Domain) const;
  bool is_numeric() const;
};

// What opens a <graph>, <node> or <edge>.
struct Tag {
  const char** attributes;  // name, value, name, value, ..., null
  std::size_t offset;       // of its '<' in the file

  std::string_view attribute(std::string_view name) const;  // empty where it is missing
};

// One <data>, of the element that opened last in its domain.
struct Datum {
  std::size_t key;        // in keys()
  std::string_view text;  // empty where it holds markup only
  std::size_t offset;     // of its '<' in the file
};

// Takes the elements of the one graph in the order of the file.
class GraphmlVisitor {
 public:
  virtual ~GraphmlVisitor() = default;
  virtual void open_graph(const Tag&) = 0;
  virtual void open_node(const Tag&) = 0;
  virtual void open_edge(const Tag&) = 0;
  virtual void take(Domain, const Datum&) = 0;
  virtual void take_label(std::string_view) = 0;  // what yEd writes on the last node
};

// The XML of a GraphML file, read by Expat in one pass. Any prefix of a namespace is ignored; elements that GraphML
// does not know, and markup within <data> but the NodeLabel of yEd, are skipped. Malformed files throw InputError with file:line:column.
class GraphmlScan : private XmlReader {
 public:
  GraphmlScan(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  void run(GraphmlVisitor& visitor);
  const std::vector<Key>& keys() const { return keys_; }  // those met so far

  double number(const Key& key, std::string_view text, std::size_t offset) const;  // InputError unless it is finite
  [[noreturn]] void fail(std::size_t offset, std::string what, std::string value, std::string allowed,
                         std::string remedy = {}) const;

 private:
  enum class Element { none, graphml, key, fallback, graph, node, edge, data, drawing, label, skipped };

  void scan();
  void start(std::string_view name, const char** attributes) override;
  Element element(std::string_view name, const Tag& tag);
  Element in_graph(std::string_view name, const Tag& tag);
  void end(std::string_view name) override;
  void characters(std::string_view) override;
  void declare(const Tag& tag);
  void deliver();
  std::size_t find_key(Domain, std::string_view id, std::size_t offset);
  void look_ahead();

  std::string_view text_;
  std::string source_;
  GraphmlVisitor* visitor_ = nullptr;  // none: keys only
  std::vector<Element> open_;
  bool has_graph_ = false, keys_are_complete_ = false;
  std::vector<Key> keys_;
  std::size_t open_key_ = 0, last_key_ = 0;  // the one being declared, the one found last
  std::string content_;                      // of the open <data> or <default>
  std::string datum_key_;                    // its attribute `key`
  std::size_t datum_offset_ = 0;             // of its '<'
};

}  // namespace somn::netgen
