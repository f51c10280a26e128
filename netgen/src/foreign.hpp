#pragma once

#include "graphml_table.hpp"

#include <somn/netgen/network.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace somn::netgen {

inline std::string lowered(std::string_view text) {  // letters of ASCII
  std::string low(text);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

// A graph as another program wrote it, on its way to a network: nodes by their names, edges with whatever numbers they
// have.
class Foreign {
 public:
  explicit Foreign(std::string source) : source_(std::move(source)) {}

  std::uint32_t node(std::string_view name) { return names_.number(name); }
  void label(std::uint32_t node, std::string_view label);
  void electrode(std::uint32_t node, std::string_view name) { electrodes_.put(node, std::string(name)); }
  // An edge and where it stands; what it has besides follows.
  void edge(std::uint32_t u, std::uint32_t v, std::size_t line);
  void value(std::string_view name, double value);             // of the last edge
  void text(std::string_view name, std::string_view text);     // a number where it is one, the law; others are left out
  void directed(bool is_directed) { is_directed_ = is_directed; }
  void declared() { is_declared_ = true; }  // the file lists its nodes: there are no others between their numbers
  void matrix(std::size_t n_nodes, std::size_t first);         // nodes are rows; the file counts them from `first`
  void remark(std::string text) { remarks_.push_back(std::move(text)); }

  std::size_t n_edges() const { return edges_.size(); }
  const std::string& source() const { return source_; }
  [[noreturn]] void fail(std::size_t line, std::string what, std::string value, std::string allowed,
                         std::string remedy = {}) const;

  // Names that are 0, 1, ... are numbers of nodes; 1 to n are names of nodes 0 to n - 1, which is said; any others are
  // names. Loops are left out, an edge and its reverse are one junction where the graph is directed or all edges have
  // one; both are said.
  Network network() &&;

 private:
  struct Edge {
    std::uint32_t u, v;
    std::size_t line;
  };
  std::vector<std::uint32_t> number(Network&);
  std::vector<std::size_t> kept_edges();
  std::string source_;
  Symbols names_;
  std::vector<Edge> edges_;
  std::vector<Column<double>> numbers_;
  Column<std::string> law_{.name = "law", .values = {}, .present = {}};
  Column<std::string> labels_{.name = "label", .values = {}, .present = {}};
  Column<std::string> electrodes_{.name = "electrode", .values = {}, .present = {}};
  std::vector<std::string> remarks_;
  bool is_directed_ = false, is_declared_ = false;
};

inline constexpr const char* formats_read =
    "GraphML, GEXF, GML, Pajek, Matrix Market, .npy, JSON, lists of edges and matrices as text";

void add_attributes(Foreign&, std::string_view braces, std::size_t line);  // {'weight': 1.5} of the last edge

Network from_table(std::string_view text, const std::string& source);   // lists of edges, adjacency lists, matrices
std::optional<Network> from_list_of_parts(std::string_view text, const std::string& source);  // none: a plain table
Network from_json(std::string_view text, const std::string& source);
Network from_pajek(std::string_view text, const std::string& source);
Network from_gml(std::string_view text, const std::string& source);
Network from_gexf(std::string_view text, const std::string& source);
Network from_matrix_market(std::string_view text, const std::string& source);
Network from_npy(std::string_view bytes, const std::string& source);

// Names and electrodes out of a table of nodes (Id, Label, electrode, ...), such as Gephi writes beside that of edges.
void add_nodes(Network&, std::string_view text, const std::string& source);

}  // namespace somn::netgen
