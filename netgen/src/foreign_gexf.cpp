// GEXF of Gephi and NetworkX (gexf.net): nodes with id and label, edges with source, target, weight and attvalues whose
// names stand in <attributes class="edge">.
#include "foreign.hpp"
#include "parsed.hpp"

#include <algorithm>
#include <exception>
#include <expat.h>
#include <fmt/format.h>
#include <memory>

namespace somn::netgen {
namespace {

// A later Expat deprecates the first for the second.
template <class Parser>
std::size_t line_of(Parser parser) {
  if constexpr (requires { XML_GetCurrentLineNumber64(parser); })
    return XML_GetCurrentLineNumber64(parser);
  else
    return XML_GetCurrentLineNumber(parser);
}

class Reader {
 public:
  explicit Reader(const std::string& source) : g_(source) {}

  Network read(std::string_view text) {
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr),
                                                                              &XML_ParserFree);
    if (!parser) throw std::bad_alloc();
    parser_ = parser.get();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_,
        [](void* reader, const char* name, const char** attributes) {
          static_cast<Reader*>(reader)->guarded([&](Reader& self) { self.start(name, attributes); });
        },
        [](void* reader, const char* name) {
          static_cast<Reader*>(reader)->guarded([&](Reader& self) { self.end(name); });
        });
    XML_SetCharacterDataHandler(parser_, [](void* reader, const char* piece, int length) {
      static_cast<Reader*>(reader)->content_.append(piece, static_cast<std::size_t>(length));
    });
    constexpr std::size_t piece = 1 << 20;
    XML_Status status = XML_STATUS_OK;
    for (std::size_t at = 0; status == XML_STATUS_OK && (at == 0 || at < text.size()); at += piece) {
      const std::size_t length = std::min(piece, text.size() - at);
      status = XML_Parse(parser_, text.data() + at, static_cast<int>(length), at + length == text.size());
    }
    if (failure_) std::rethrow_exception(failure_);
    if (status != XML_STATUS_OK)
      g_.fail(line(), fmt::format("not well-formed XML: {}", XML_ErrorString(XML_GetErrorCode(parser_))), {},
              "a GEXF file");
    g_.declared();
    return std::move(g_).network();
  }

 private:
  template <class Action>
  void guarded(Action action) {
    if (failure_) return;
    try {
      action(*this);
    } catch (...) {
      failure_ = std::current_exception();
      XML_StopParser(parser_, XML_FALSE);
    }
  }

  static std::string_view local(std::string_view name) { return name.substr(name.rfind(':') + 1); }

  static std::string attribute(const char** all, std::string_view name) {
    for (; *all; all += 2)
      if (name == all[0]) return all[1];
    return {};
  }

  std::size_t line() const { return line_of(parser_); }

  void start(std::string_view full, const char** attributes) {
    const std::string_view name = local(full);
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

  void end(std::string_view full) {
    const std::string_view name = local(full);
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
  XML_Parser parser_ = nullptr;
  std::exception_ptr failure_;
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
