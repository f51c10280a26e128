// Graphs as JSON:
//
//   {"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "b", "weight": 1}]}     node_link_data of NetworkX, D3;
//                                                                  "edges" for "links"; without ids nodes are numbered
//   {"nodes": [{"id": "a"}], "adjacency": [[{"id": "b", "weight": 1}]]}                  adjacency_data of NetworkX
//   {"elements": {"nodes": [{"data": {"id": "a"}}], "edges": [{"data": {...}}]}}         Cytoscape.js, cytoscape_data
#include "foreign.hpp"
#include "parsed.hpp"

#include <somn/core/units.hpp>

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace somn::netgen {
namespace {

using Json = nlohmann::json;

// "a", 3, and [0, 1] as NetworkX shows the tuple: (0, 1)
std::string name_of(const Json& id) {
  if (id.is_string()) return id.get<std::string>();
  if (!id.is_array()) return id.dump();
  std::string name;
  for (const Json& part : id) name += (name.empty() ? "(" : ", ") + name_of(part);
  return name + (id.size() == 1 ? ",)" : ")");
}

class Reader {
 public:
  Reader(const Json& json, const std::string& source) : json_(json), g_(source) {}

  Network read() {
    if (json_.is_array()) {
      elements(json_);
      return std::move(g_).network();
    }
    if (!json_.is_object()) refuse();
    const auto is_true = [&](const char* key) { return json_.contains(key) && json_[key] == true; };
    const bool is_directed = is_true("directed");
    g_.directed(is_directed);
    if (json_.contains("elements")) {
      elements(json_["elements"]);
    } else if (json_.contains("nodes") && json_["nodes"].is_array()) {
      for (const Json& node : json_["nodes"]) add_node(node);
      if (json_.contains("adjacency"))
        adjacency(json_["adjacency"], is_directed);
      else
        for (const Json& edge : list(json_.contains("links") ? "links" : "edges")) add_edge(edge);
    } else {
      refuse();
    }
    g_.declared();
    return std::move(g_).network();
  }

 private:
  [[noreturn]] void refuse() const {
    g_.fail(0, "JSON of another form", {}, "nodes and links, nodes and adjacency, or elements",
            "networkx.write_graphml(G, 'g.graphml')");
  }
  const Json& list(const char* key) const {
    if (!json_.contains(key) || !json_[key].is_array()) refuse();
    return json_[key];
  }

  void add_node(const Json& node) {
    if (!node.is_object()) refuse();
    has_ids_ = node.contains("id");
    const std::string id = has_ids_ ? name_of(node["id"]) : std::to_string(numbers_.size());
    const std::uint32_t k = g_.node(id);
    if (!numbers_.emplace(id, k).second) g_.fail(0, "a node twice", id, "each id once");
    for (const char* key : {"name", "label"})
      if (node.contains(key) && node[key].is_string()) {
        g_.label(k, node[key].get<std::string>());
        break;
      }
    if (node.contains("electrode") && node["electrode"].is_string()) g_.electrode(k, node["electrode"].get<std::string>());
  }

  std::uint32_t end(const Json& edge, const char* key) const {
    const std::string name = edge.is_object() && edge.contains(key) ? name_of(edge[key]) : "";
    const auto at = numbers_.find(name);
    if (at == numbers_.end())
      g_.fail(0, fmt::format("edge {}: a {} that is no node", g_.n_edges(), key), name, "the id of a node");
    return at->second;
  }

  void add_values(const Json& edge) {
    for (const auto& [key, value] : edge.items()) {
      if (key == "source" || key == "target" || key == "id" || key == "key") continue;
      if (value.is_number()) g_.value(key, value.get<double>());
      if (value.is_string() && key == "law") g_.text(key, value.get<std::string>());
    }
  }

  void add_edge(const Json& edge) {
    const std::uint32_t u = end(edge, "source"), v = end(edge, "target");
    g_.edge(u, v, 0);
    add_values(edge);
  }

  // Of undirected graphs each edge stands with both its ends.
  void adjacency(const Json& rows, bool is_directed) {
    if (!rows.is_array() || rows.size() != numbers_.size()) refuse();
    for (std::uint32_t u = 0; u < rows.size(); ++u)
      for (const Json& neighbour : rows[u]) {
        const std::uint32_t v = end(neighbour, "id");
        if (!is_directed && v < u) continue;
        g_.edge(u, v, 0);
        add_values(neighbour);
      }
  }

  void elements(const Json& elements) {
    const auto data = [this](const Json& element) -> const Json& {
      if (!element.is_object() || !element.contains("data")) refuse();
      return element["data"];
    };
    if (elements.is_array()) {  // nodes and edges, mixed
      for (const Json& e : elements)
        if (!data(e).contains("source")) add_node(data(e));
      for (const Json& e : elements)
        if (data(e).contains("source")) add_edge(data(e));
      return;
    }
    if (!elements.is_object() || !elements.contains("nodes")) refuse();
    for (const Json& e : elements["nodes"]) add_node(data(e));
    if (elements.contains("edges"))
      for (const Json& e : elements["edges"]) add_edge(data(e));
  }

  const Json& json_;
  Foreign g_;
  std::map<std::string, std::uint32_t> numbers_;
  bool has_ids_ = true;
};

}  // namespace

Network from_json(std::string_view text, const std::string& source) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    Foreign(source).fail(0, "not valid JSON", fmt::format("byte {}", error.byte), "one object { ... }");
  }
  return Reader(json, source).read();
}

}  // namespace somn::netgen
