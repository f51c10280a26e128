// Expat calls start, end and characters; the stack of open elements says what they mean.
//
//   graphml            key: default           declare
//                      graph: data node edge  the visitor's open_..., and take with the text of each <data>
//                                             take_label with that of yEd's <NodeLabel> within one
//   anything else      skipped with all that is in it
//
// Keys may follow the graph: the first datum of an unknown key has them all read by a second pass that sees keys only.
#include "graphml_scan.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

std::string_view name_of(Domain domain) {
  return domain == Domain::graph ? "graph" : domain == Domain::node ? "node" : "edge";
}

}  // namespace

bool Key::is_for(Domain what) const {
  return domain == "all" || domain == name_of(what);
}

// The types of GraphML and those that Gephi adds.
bool Key::is_numeric() const {
  constexpr std::array<std::string_view, 9> numeric{"int",   "long", "float",      "double",    "integer",
                                                    "short", "byte", "bigdecimal", "biginteger"};
  return std::find(numeric.begin(), numeric.end(), type) != numeric.end();
}

std::string_view Tag::attribute(std::string_view name) const {
  return xml_attribute(attributes, name);
}

void GraphmlScan::run(GraphmlVisitor& visitor) {
  visitor_ = &visitor;
  scan();
  if (!has_graph_) fail(text_.size(), "no graph in the file", {}, "<graph> in <graphml>");
}

void GraphmlScan::scan() {
  if (const std::string wrong = parse(text_); !wrong.empty())
    fail(offset(), wrong, {}, "a GraphML file", "the file may be cut off or of another format (--format)");
}

void GraphmlScan::characters(std::string_view text) {
  const Element open = open_.empty() ? Element::none : open_.back();
  if (open == Element::data || open == Element::fallback || open == Element::label) content_ += text;
}

void GraphmlScan::start(std::string_view name, const char** attributes) {
  open_.push_back(element(name, {attributes, offset()}));
}

// What the element is; tells the visitor what opens.
GraphmlScan::Element GraphmlScan::element(std::string_view name, const Tag& tag) {
  const Element parent = open_.empty() ? Element::none : open_.back();
  const auto begin_text = [&](Element what) {
    content_.clear();
    if (what == Element::label) return what;
    datum_key_ = tag.attribute("key");
    datum_offset_ = tag.offset;
    return what;
  };
  switch (parent) {
    case Element::none:
      if (name != "graphml") fail(tag.offset, "not GraphML", std::string(name), "<graphml>");
      return Element::graphml;
    case Element::graphml:
      if (name == "key") {
        if (!keys_are_complete_) declare(tag);
        return Element::key;
      }
      if (name != "graph") return Element::skipped;
      if (has_graph_ && visitor_) fail(tag.offset, "more than one graph", {}, "one network per file");
      has_graph_ = true;
      if (visitor_) visitor_->open_graph(tag);
      return Element::graph;
    case Element::key:
      return name == "default" ? begin_text(Element::fallback) : Element::skipped;
    case Element::graph:
      return name == "data" ? begin_text(Element::data) : in_graph(name, tag);
    case Element::node:
      if (name == "graph" && visitor_) fail(tag.offset, "a graph inside a node", {}, "flat graphs");
      return name == "data" ? begin_text(Element::data) : Element::skipped;
    case Element::edge:
      return name == "data" ? begin_text(Element::data) : Element::skipped;
    case Element::data:
    case Element::drawing:
      if (name == "NodeLabel" && visitor_) return begin_text(Element::label);
      return Element::drawing;
    default:
      return Element::skipped;
  }
}

GraphmlScan::Element GraphmlScan::in_graph(std::string_view name, const Tag& tag) {
  if (!visitor_) return Element::skipped;
  if (name == "node") {
    visitor_->open_node(tag);
    return Element::node;
  }
  if (name == "edge") {
    visitor_->open_edge(tag);
    return Element::edge;
  }
  if (name == "hyperedge") fail(tag.offset, "a hyperedge", {}, "edges between two nodes");
  return Element::skipped;
}

void GraphmlScan::end(std::string_view) {
  const Element closed = open_.back();
  open_.pop_back();
  if (closed == Element::data && visitor_) deliver();
  if (closed == Element::label) {
    visitor_->take_label(content_);
    content_.clear();
  }
  if (closed == Element::fallback && !keys_are_complete_) keys_[open_key_].fallback = content_;
}

void GraphmlScan::declare(const Tag& tag) {
  const std::string id(tag.attribute("id"));
  if (id.empty()) fail(tag.offset, "a key without id", {}, "<key id=\"...\">");
  Key key{.id = id,
          .name = std::string(tag.attribute("attr.name")),
          .type = std::string(tag.attribute("attr.type")),
          .domain = std::string(tag.attribute("for")),
          .fallback = {},
          .offset = tag.offset};
  if (key.name.empty()) key.name = id;
  if (key.domain.empty()) key.domain = "all";
  for (Key& other : keys_) {  // NetworkX and Gephi use an id once for nodes and once for edges
    if (other.id != id || (other.domain != key.domain && other.domain != "all" && key.domain != "all")) continue;
    if (other.domain != key.domain || other.name != key.name || other.type == key.type)
      fail(tag.offset, "a key declared twice", id, "each id once for nodes and once for edges");
    // NetworkX declares an attribute that is 1 here and 2.5 there once per type
    if (!key.is_numeric() || !other.is_numeric()) other.type = "string";
    open_key_ = static_cast<std::size_t>(&other - keys_.data());
    return;
  }
  open_key_ = keys_.size();
  keys_.push_back(std::move(key));
}

void GraphmlScan::deliver() {
  const Element owner = open_.back();
  const Domain domain = owner == Element::graph ? Domain::graph : owner == Element::node ? Domain::node : Domain::edge;
  visitor_->take(domain, {find_key(domain, datum_key_, datum_offset_), content_, datum_offset_});
}

// The data of one element follow the order of the keys in most files: the search begins after the last find.
std::size_t GraphmlScan::find_key(Domain domain, std::string_view id, std::size_t at) {
  for (std::size_t k = 1; k <= keys_.size(); ++k) {
    const std::size_t index = (last_key_ + k) % keys_.size();
    if (keys_[index].id == id && keys_[index].is_for(domain)) return last_key_ = index;
  }
  if (!keys_are_complete_) {
    look_ahead();
    return find_key(domain, id, at);
  }
  const bool is_declared = std::any_of(keys_.begin(), keys_.end(), [&](const Key& k) { return k.id == id; });
  if (is_declared)
    fail(at, "data under a key that is not for this element", std::string(id),
         fmt::format("for=\"{}\" in the <key>", name_of(domain)));
  fail(at, "data of a key that is not declared", std::string(id), "the id of a <key>");
}

void GraphmlScan::look_ahead() {
  GraphmlScan ahead(text_, source_);
  ahead.scan();
  keys_ = std::move(ahead.keys_);
  keys_are_complete_ = true;
}

double GraphmlScan::number(const Key& key, std::string_view text, std::size_t at) const {
  const std::optional<double> value = parsed<double>(text);
  if (!value) fail(at, fmt::format("{} is not a number", key.name), std::string(text), "a finite number");
  return *value;
}

void GraphmlScan::fail(std::size_t at, std::string what, std::string value, std::string allowed,
                       std::string remedy) const {
  throw InputError({.what = std::move(what),
                    .where = place(text_, at, source_),
                    .value = std::move(value),
                    .allowed = std::move(allowed),
                    .remedy = std::move(remedy)});
}

}  // namespace somn::netgen
