// Networks from GraphML of any origin (what is accepted: files.hpp).
//
//   GraphmlDocument   the XML, its keys, its one graph
//   read_graph_data   ensemble, seed, parameters
//   read_nodes        ids, positions, electrodes, bodies; number_nodes: by their ids if those are indices, else as met
//   EdgeTable         ends, positive end, junction number, one column per numeric attribute
//     drop_reverses     where the graph is directed
//     order_junctions   by number
#include "graphml_edges.hpp"

#include <somn/netgen/files.hpp>

#include <algorithm>
#include <numeric>

namespace somn::netgen {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : document_(text, source), source_(source) {}

  Network read() {
    const pugi::xml_node graph = document_.graph();
    if (const auto hyperedge = graph.child("hyperedge")) fail(hyperedge, "a hyperedge", {}, "edges between two nodes");
    read_graph_data(graph);
    read_nodes(graph);
    EdgeTable edges(document_, nodes_);
    if (std::string_view(graph.attribute("edgedefault").value()) == "directed") edges.drop_reverses();
    edges.order_junctions();
    edges.move_into(network_);
    validate(network_, source_);
    return std::move(network_);
  }

 private:
  [[noreturn]] void fail(pugi::xml_node at, std::string what, std::string value, std::string allowed) const {
    document_.fail(at, std::move(what), std::move(value), std::move(allowed));
  }

  void read_graph_data(pugi::xml_node graph) {
    network_.ensemble = "file";
    document_.for_each_datum(graph, [&](const Key& key, std::string_view text, pugi::xml_node at) {
      if (key.name == "ensemble") {
        network_.ensemble = text;
      } else if (key.name == "seed") {
        const auto seed = parsed<std::uint64_t>(text);
        if (!seed) fail(at, "seed is not a whole number", std::string(text), "0, 1, 2, ...");
        network_.seed = *seed;
      } else if (key.name == "length_unit") {
        if (trimmed(text) != "m") fail(at, "another unit of length", std::string(text), "m");
      } else {
        network_.parameters.emplace_back(key.name, text);
      }
    });
  }

  struct NodeRecord {
    std::optional<double> x, y;
    std::string_view electrode, bodies;
    pugi::xml_node xml, bodies_xml;
  };

  void read_nodes(pugi::xml_node graph) {
    std::vector<NodeRecord> records;
    std::vector<std::string_view> ids;
    for (const pugi::xml_node node : graph.children("node")) {
      if (node.child("graph")) fail(node, "a graph inside a node", node.attribute("id").value(), "flat graphs");
      ids.emplace_back(node.attribute("id").value());
      records.push_back(node_record(node));
    }
    const std::vector<std::uint32_t> index = number_nodes(ids);
    std::vector<const NodeRecord*> ordered(records.size());
    for (std::uint32_t k = 0; k < ids.size(); ++k) {
      if (!nodes_.emplace(ids[k], index[k]).second)
        fail(records[k].xml, "a node declared twice", std::string(ids[k]), "each id once");
      ordered[index[k]] = &records[k];
    }
    network_.n_nodes = ids.size();
    for (std::uint32_t n = 0; n < ordered.size(); ++n) add_node(n, *ordered[n]);
    if (!network_.positions.empty() && network_.positions.size() != network_.n_nodes)
      fail(graph, "x_m, y_m of some nodes only", std::to_string(network_.positions.size()), "all nodes or none");
  }

  NodeRecord node_record(pugi::xml_node node) const {
    NodeRecord r{.x = {}, .y = {}, .electrode = {}, .bodies = {}, .xml = node, .bodies_xml = node};
    const auto take = [&](const Key& key, std::string_view text, pugi::xml_node at) {
      if (key.name == "x_m") r.x = document_.number(key.name, text, at);
      if (key.name == "y_m") r.y = document_.number(key.name, text, at);
      if (key.name == "electrode") r.electrode = trimmed(text);
      if (key.name == "bodies") r.bodies = text, r.bodies_xml = at;
    };
    for (const Key& key : document_.keys())
      if (key.fallback && key.is_for("node")) take(key, *key.fallback, node);
    document_.for_each_datum(node, take);
    return r;
  }

  // Ids n0, n1, ... or 0, 1, ..., in any order but without holes, are indices; others are numbered as they appear.
  static std::vector<std::uint32_t> number_nodes(const std::vector<std::string_view>& ids) {
    std::vector<std::uint32_t> index(ids.size());
    std::vector<bool> seen(ids.size(), false);
    const bool prefixed = !ids.empty() && ids.front().starts_with('n');
    for (std::size_t k = 0; k < ids.size(); ++k) {
      const bool fits = ids[k].starts_with('n') == prefixed;
      const auto number = parsed<std::uint32_t>(ids[k].substr(prefixed && fits ? 1 : 0));
      if (!fits || !number || *number >= ids.size() || seen[*number]) {
        std::iota(index.begin(), index.end(), 0U);
        return index;
      }
      seen[*number] = true;
      index[k] = *number;
    }
    return index;
  }

  void add_node(std::uint32_t n, const NodeRecord& r) {
    if (r.x.has_value() != r.y.has_value()) fail(r.xml, "only one of x_m and y_m", {}, "both or none");
    if (r.x) network_.positions.push_back({*r.x, *r.y});
    if (!r.electrode.empty()) network_.electrodes[std::string(r.electrode)].push_back({n});
    for (std::string_view rest = trimmed(r.bodies); !rest.empty();) {
      const std::string_view body = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), body.size() + 1));
      network_.bodies.push_back(parse_body({n}, body, r.bodies_xml));
    }
  }

  Body parse_body(NodeId node, std::string_view text, pugi::xml_node at) const {
    std::vector<double> v;
    for (std::string_view rest = trimmed(text); !rest.empty(); rest = trimmed(rest)) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(word.size());
      v.push_back(document_.number("bodies", word, at));
    }
    if (v.size() == 3) return {node, {v[0], v[1]}, {v[0], v[1]}, v[2]};
    if (v.size() == 4) return {node, {v[0], v[1]}, {v[2], v[3]}, 0};
    if (v.size() == 5) return {node, {v[0], v[1]}, {v[2], v[3]}, v[4]};
    fail(at, "not a body", std::string(text), "x y r, ax ay bx by, or ax ay bx by r");
  }

  GraphmlDocument document_;
  std::string source_;
  EdgeTable::Numbering nodes_;
  Network network_;
};

}  // namespace

Network from_graphml(std::string_view text, const std::string& source) {
  return Reader(text, source).read();
}

}  // namespace somn::netgen
