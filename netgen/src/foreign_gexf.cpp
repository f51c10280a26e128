// GEXF of Gephi and NetworkX (gexf.net): nodes with id and label, edges with source, target, weight and attvalues whose
// names stand in <attributes class="edge">.
#include "foreign.hpp"
#include "parsed.hpp"
#include "xml.hpp"

#include <map>

namespace somn::netgen {
namespace {

class Reader : private XmlReader {
 public:
  explicit Reader(const std::string& source) : g_(source) {}

  Network read(std::string_view text) {
    if (const std::string wrong = parse(text); !wrong.empty()) g_.fail(line(), wrong, {}, "a GEXF file");
    g_.declared();
    return std::move(g_).network();
  }

 private:
  static std::string attribute(const char** all, std::string_view name) {
    return std::string(xml_attribute(all, name));
  }

  void characters(std::string_view piece) override { content_ += piece; }

  void start(std::string_view name, const char** attributes) override {
    content_.clear();
    if (name == "graph") g_.directed(attribute(attributes, "defaultedgetype") == "directed");
    if (name == "attributes") is_of_edges_ = attribute(attributes, "class") == "edge";
    if (name == "attribute") {
      key_ = attribute(attributes, "id");
      (is_of_edges_ ? edge_keys_ : node_keys_)[key_] = attribute(attributes, "title");
    }
    if (name == "node") node(attributes);
    if (name == "edge") edge(attributes);
    if (name == "attvalue") value(attributes);
  }

  void end(std::string_view name) override {
    if (name == "node") in_node_ = false;
    if (name == "edge") finish_edge();
    if (name == "default" && is_of_edges_ && !key_.empty()) defaults_[edge_keys_[key_]] = content_;
  }

  void node(const char** attributes) {
    const std::string id = attribute(attributes, "id");
    if (id.empty()) g_.fail(line(), "a node without id", {}, "<node id=\"...\">");
    node_ = g_.node(id);
    in_node_ = true;
    g_.label(node_, attribute(attributes, "label"));
  }

  void edge(const char** attributes) {
    const std::string source = attribute(attributes, "source"), target = attribute(attributes, "target");
    if (source.empty() || target.empty())
      g_.fail(line(), "an edge without source or target", {}, "<edge source=\"...\" target=\"...\">");
    const std::uint32_t from = g_.node(source), to = g_.node(target);
    g_.edge(from, to, line());
    values_ = defaults_;
    if (attribute(attributes, "type") == "directed") g_.directed(true);
    if (const std::string weight = attribute(attributes, "weight"); !weight.empty()) values_["weight"] = weight;
    in_edge_ = true;
  }

  void value(const char** attributes) {
    std::string key = attribute(attributes, "for");
    if (key.empty()) key = attribute(attributes, "id");
    const std::string value = attribute(attributes, "value");
    if (in_edge_) {
      const auto name = edge_keys_.find(key);
      if (name == edge_keys_.end())
        g_.fail(line(), "a value of an attribute that is not declared", key, "the id of an <attribute>");
      values_[name->second] = value;
    } else if (in_node_ && node_keys_[key] == "electrode" && !value.empty()) {
      g_.electrode(node_, value);
    } else if (in_node_ && node_keys_[key] == "name") {
      g_.label(node_, value);
    }
  }

  void finish_edge() {
    in_edge_ = false;
    for (const auto& [name, text] : values_)
      if (name != "id" && name != "label" && name != "networkx_key") g_.text(name, text);
  }

  Foreign g_;
  std::string content_, key_;
  std::map<std::string, std::string> edge_keys_, node_keys_, defaults_, values_;
  std::uint32_t node_ = 0;
  bool is_of_edges_ = false, in_node_ = false, in_edge_ = false;
};

}  // namespace

Network from_gexf(std::string_view text, const std::string& source) {
  return Reader(source).read(text);
}

}  // namespace somn::netgen
