#include "graphml_document.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::netgen {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

GraphmlDocument::GraphmlDocument(std::string_view text, const std::string& source) : text_(text), source_(source) {
  const auto result = document_.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_embed_pcdata);
  if (!result)
    throw InputError({.what = fmt::format("not well-formed XML: {}", result.description()),
                      .where = place(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, result.offset))),
                      .value = {},
                      .allowed = "a GraphML file",
                      .remedy = "the file may be cut off or of another format (--format)"});
  const pugi::xml_node root = document_.document_element();
  if (std::string_view(root.name()) != "graphml") fail(root, "not GraphML", root.name(), "<graphml>");
  graph_ = root.child("graph");
  if (!graph_) fail(root, "no graph in the file", {}, "<graph> in <graphml>");
  if (const auto second = graph_.next_sibling("graph")) fail(second, "more than one graph", {}, "one network per file");
  read_keys();
}

void GraphmlDocument::read_keys() {
  for (const pugi::xml_node xml : document_.document_element().children("key")) {
    const std::string_view id = xml.attribute("id").value();
    if (id.empty()) fail(xml, "a key without id", {}, "<key id=\"...\">");
    if (!key_by_id_.emplace(id, keys_.size()).second)
      fail(xml, "a key declared twice", std::string(id), "each id once");
    Key key{.name = xml.attribute("attr.name").as_string(id.data()),
            .type = xml.attribute("attr.type").as_string("string"),
            .domain = xml.attribute("for").as_string("all"),
            .fallback = {},
            .index = keys_.size(),
            .xml = xml};
    if (xml.child("default")) key.fallback = xml.child("default").child_value();
    keys_.push_back(std::move(key));
  }
}

const Key& GraphmlDocument::key_of(pugi::xml_node datum) const {
  const auto found = key_by_id_.find(datum.attribute("key").value());
  if (found == key_by_id_.end())
    fail(datum, "data of a key that is not declared", datum.attribute("key").value(), "the id of a <key>");
  return keys_[found->second];
}

double GraphmlDocument::number(std::string_view name, std::string_view text, pugi::xml_node at) const {
  const std::optional<double> value = parsed<double>(text);
  if (!value) fail(at, fmt::format("{} is not a number", name), std::string(text), "a number");
  return *value;
}

void GraphmlDocument::fail(pugi::xml_node at, std::string what, std::string value, std::string allowed) const {
  const std::ptrdiff_t name = std::max<std::ptrdiff_t>(1, at.offset_debug());  // just after the '<'
  throw InputError({.what = std::move(what),
                    .where = place(static_cast<std::size_t>(name - 1)),
                    .value = std::move(value),
                    .allowed = std::move(allowed),
                    .remedy = {}});
}

std::string GraphmlDocument::place(std::size_t offset) const {
  const std::string_view before = text_.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start = before.rfind('\n');
  const std::size_t column = start == std::string_view::npos ? before.size() + 1 : before.size() - start;
  return fmt::format("{}:{}:{}", source_, line, column);
}

}  // namespace somn::netgen
