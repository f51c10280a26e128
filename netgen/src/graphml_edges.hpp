#pragma once

#include "graphml_document.hpp"

#include <somn/netgen/network.hpp>

#include <algorithm>

namespace somn::netgen {

// The edges of a GraphML file on their way to junctions.
class EdgeTable {
 public:
  using Numbering = std::unordered_map<std::string_view, std::uint32_t>;  // node id -> index

  EdgeTable(const GraphmlDocument& document, const Numbering& nodes);

  void drop_reverses();    // of an edge and its reverse the first stays, unless their junction numbers differ
  void order_junctions();  // by their numbers, where every edge has one
  void move_into(Network&);

 private:
  struct Edge {
    std::uint32_t u = 0, v = 0;  // ends as written
    std::uint32_t positive = 0;
    std::optional<long long> junction;
    pugi::xml_node xml;
  };

  // One attribute; empty where no edge has it.
  template <class Value>
  struct Column {
    std::string name;
    std::optional<Value> fallback;
    std::vector<Value> values;
    std::vector<bool> present;

    bool is_used() const { return std::find(present.begin(), present.end(), true) != present.end(); }
  };

  void declare_columns();
  void read(pugi::xml_node xml);
  void take(Edge& edge, const Key& key, std::string_view text, pugi::xml_node at);
  std::uint32_t node(pugi::xml_node at, std::string_view id) const;
  void select(const std::vector<std::size_t>& rows);
  template <class Value>
  void check_complete(const Column<Value>& column) const;

  const GraphmlDocument& document_;
  const Numbering& nodes_;
  std::vector<Edge> edges_;
  std::vector<Column<double>> numbers_;
  Column<std::string> law_;
  std::vector<std::size_t> column_of_key_;  // in numbers_
};

}  // namespace somn::netgen
