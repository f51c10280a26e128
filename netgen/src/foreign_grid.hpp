// The rows and cells of a table that holds a graph, and what such a table may be.
#pragma once

#include "foreign.hpp"

#include <utility>

namespace somn::netgen {

struct Row {
  std::size_t line;
  std::vector<std::string_view> cells;
  std::string_view attributes = {};  // of {...}
};

struct Grid {
  std::vector<Row> rows;
  std::string_view comment = {};                        // the last one before the first row
  std::vector<std::pair<std::size_t, std::string_view>> electrodes = {};  // "# electrode NAME NODE ..."
  char separator = ' ';
};

Grid grid_of(std::string_view text, const std::string& source);
std::optional<double> number_in(std::string_view cell);
bool are_numbers(const std::vector<std::string_view>& cells, std::size_t from = 0);

// foreign_adjacency.cpp: matrices, or none
std::optional<Network> named_matrix(const Grid&, const std::string& source);  // with the names of rows and columns
std::optional<Network> plain_matrix(const Grid&, const std::string& source);
bool is_symmetric_matrix(const Grid&, std::size_t top);  // of the rows from there on, without loops

// foreign_edges.cpp: lists
std::optional<std::pair<std::size_t, std::size_t>> ends_of(const std::vector<std::string_view>& header);
Network list_with_header(const Grid&, std::size_t u, std::size_t v, const std::string& source);
Network list_without_header(const Grid&, const std::string& source);
Network adjacency_list(const Grid&, const std::string& source);
bool are_relations(const Grid&, const std::string& source);  // u word v w ...
Network relations(const Grid&, const std::string& source);

}  // namespace somn::netgen
