#pragma once

#include "graphml_scan.hpp"
#include "graphml_table.hpp"

#include <somn/netgen/network.hpp>

namespace somn::netgen {

// The nodes of a GraphML file: their ids and what is ours among their attributes.
class NodeTable {
 public:
  explicit NodeTable(const GraphmlScan& scan) : scan_(scan) {}

  void open(const Tag&);
  void take(const Datum&);
  void label(std::string_view);  // of the last node, as yEd draws it
  void finish();  // after the last node; the rest needs it

  // An id, declared or not yet, as a number.
  std::uint32_t symbol(std::string_view id) { return symbols_.number(id); }
  const std::string& id(std::uint32_t symbol) const { return symbols_.text(symbol); }
  std::optional<std::uint32_t> node(std::uint32_t symbol) const;      // by the id
  std::optional<std::uint32_t> old_node(std::uint32_t symbol) const;  // by the attribute `id`, else by the id

  void move_into(Network&);

 private:
  void number();
  void add_bodies(std::string_view text, std::size_t offset);
  Body parse_body(std::string_view text, std::size_t offset) const;
  void put(Column<double>& column, const Key& key, const Datum& datum);
  std::vector<double> in_order(Column<double>& column);

  struct Row {
    std::uint32_t symbol;
    std::size_t offset;
  };

  const GraphmlScan& scan_;
  Symbols symbols_;
  std::vector<Row> rows_;
  std::vector<std::uint32_t> row_of_symbol_, row_of_old_;  // none where there is no such row
  std::vector<std::uint32_t> node_of_row_;
  Column<double> x_{.name = "x_m", .values = {}, .present = {}};
  Column<double> y_{.name = "y_m", .values = {}, .present = {}};
  Column<double> z_{.name = "z_m", .values = {}, .present = {}};
  Column<std::string> name_{.name = "name", .values = {}, .present = {}};
  Column<std::string> label_{.name = "label", .values = {}, .present = {}};
  Column<std::string> electrode_{.name = "electrode", .values = {}, .present = {}};
  Column<std::uint32_t> old_{.name = "id", .values = {}, .present = {}};  // symbols
  std::vector<Body> bodies_;                                              // of rows, not nodes yet
};

}  // namespace somn::netgen
