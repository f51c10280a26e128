// Graphs as tables:
//
//   with a header      u,v  source,target  from,to ...: a list of edges; the other columns are what edges have besides
//                      names of rows and columns: an adjacency matrix (pandas)
//   without            a square of numbers: an adjacency matrix (numpy)
//                      u v, u v weight, u v {'weight': 1.5}: a list of edges (NetworkX, SNAP, KONECT)
//                      rows of different lengths, u v w ...: an adjacency list (NetworkX)
//                      u word v w ..., the same few words in each line: a list of relations (.sif of Cytoscape)
// Where each row has one cell more than the header, the first names the row (write.table of R).
// Lines that begin with # or % are comments. 2 or 3 rows of as many numbers are a matrix where they are symmetric with
// an empty diagonal.
#include "foreign_grid.hpp"
#include "parsed.hpp"

#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/core/table_text.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::netgen {
namespace {

// Of R's write.table: the names of the rows stand in a column that the header does not name.
void drop_row_names(Grid& grid) {
  const std::size_t n = grid.rows[0].cells.size();
  const bool have_names = grid.rows.size() > 1 && ends_of(grid.rows[0].cells) &&
                          std::all_of(grid.rows.begin() + 1, grid.rows.end(), [&](const Row& row) {
                            return row.cells.size() == n + 1 && !row.cells.back().empty();
                          });
  if (!have_names) return;
  for (auto row = grid.rows.begin() + 1; row != grid.rows.end(); ++row) row->cells.erase(row->cells.begin());
}

Network from_grid(Grid& grid, const std::string& source) {
  if (grid.rows.empty()) throw InputError({.what = "no edges in the file", .where = source, .allowed = "u v in each line"});
  if (auto network = named_matrix(grid, source)) return *std::move(network);
  drop_row_names(grid);
  const std::vector<std::string_view>& top = grid.rows[0].cells;
  if (plain_name(top[0]) == "dl")
    throw InputError({.what = "a DL file of UCINET",
                      .where = source,
                      .allowed = formats_read,
                      .remedy = "export Pajek (.net) there"});
  const bool is_matrix = top.size() >= 4 && grid.rows.size() == top.size() + 1 && is_symmetric_matrix(grid, 1);  // of nodes called node 1, node 2, ...
  if (const auto ends = ends_of(top); ends && !is_matrix) return list_with_header(grid, ends->first, ends->second, source);
  if (auto network = plain_matrix(grid, source)) return *std::move(network);
  const bool has_header = grid.rows.size() > 1 && grid.rows[0].attributes.empty() && top.size() > 1 &&
                          std::none_of(top.begin(), top.end(), [](auto cell) { return number_in(cell).has_value(); }) &&
                          std::any_of(grid.rows[1].cells.begin(), grid.rows[1].cells.end(), [](auto cell) {
                            return number_in(cell).has_value();
                          });
  if (has_header) {
    std::string rest;
    for (std::size_t c = 2; c < top.size(); ++c) rest += grid.separator + std::string(top[c]);
    const bool is_of_nodes = std::any_of(top.begin(), top.end(), [](auto c) { return plain_name(c) == "id"; });
    throw InputError({.what = is_of_nodes ? "a table of nodes, not of edges" : "no columns of the two ends of an edge",
                      .where = fmt::format("{}:{}", source, grid.rows[0].line),
                      .value = fmt::format("the columns {}", fmt::join(top, ", ")),
                      .allowed = "u,v; source,target; from,to; node1,node2 ...",
                      .remedy = is_of_nodes ? "give the table of edges, and this one with --nodes: somn import EDGES.csv "
                                              "--nodes NODES.csv -o NET"
                                            : fmt::format("where they are the first two: sed -i '{}s/.*/u{}v{}/' {}",
                                                          grid.rows[0].line, grid.separator, rest, source)});
  }
  if (are_relations(grid, source)) return relations(grid, source);
  const bool is_ragged = std::any_of(grid.rows.begin(), grid.rows.end(), [&](const Row& row) {
    return row.cells.size() != top.size() && row.attributes.empty();
  });
  const bool has_attributes = std::any_of(grid.rows.begin(), grid.rows.end(), [](const Row& r) { return !r.attributes.empty(); });
  const bool are_names = std::all_of(grid.rows.begin(), grid.rows.end(), [](const Row& row) {
    return std::all_of(row.cells.begin(), row.cells.end(), [](auto c) { return !c.empty() && c.find('.') == c.npos; });
  });
  if (is_ragged && !has_attributes && are_names && (grid.separator == ' ' || grid.separator == '\t') && grid.rows.size() > 1) return adjacency_list(grid, source);
  return list_without_header(grid, source);
}

}  // namespace

Network from_table(std::string_view text, const std::string& source) {
  if (auto network = from_list_of_parts(text, source)) return *std::move(network);
  Grid grid = grid_of(text, source);
  Network network = from_grid(grid, source);
  std::vector<std::string_view> words;
  for (const auto& [line, electrode] : grid.electrodes) {
    cut_cells(electrode, ' ', words);
    const std::vector<NodeId> nodes =
        find_nodes(network, {words.begin() + 1, words.end()}, fmt::format("{}:{}", source, line));
    std::vector<NodeId>& own = network.electrodes[std::string(words[0])];
    own.insert(own.end(), nodes.begin(), nodes.end());
    std::sort(own.begin(), own.end());
  }
  validate(network, source);
  return network;
}

void add_nodes(Network& network, std::string_view text, const std::string& source) {
  const Grid grid = grid_of(text, source);
  const Foreign at(source);
  if (grid.rows.empty()) at.fail(0, "no nodes in the file", {}, "Id,Label,...");
  std::vector<std::string> header;
  for (const std::string_view cell : grid.rows[0].cells) header.emplace_back(cell);
  const auto id = find_column(header, "id"), label = find_column(header, "label"), electrode = find_column(header, "electrode");
  if (!id) at.fail(grid.rows[0].line, "no column Id", fmt::format("{}", fmt::join(header, ", ")), "Id,Label,electrode");
  for (std::size_t r = 1; r < grid.rows.size(); ++r) {
    const Row& row = grid.rows[r];
    if (row.cells.size() != header.size())
      at.fail(row.line, fmt::format("{} columns where the header has {}", row.cells.size(), header.size()), {}, {});
    const NodeId node = find_nodes(network, {std::string(row.cells[*id])}, fmt::format("{}:{}", source, row.line)).front();
    if (electrode && !row.cells[*electrode].empty())
      network.electrodes[std::string(row.cells[*electrode])].push_back(node);
  }
  if (label) {
    std::vector<std::string> names(network.n_nodes);
    for (std::size_t k = 0; k < names.size(); ++k) names[k] = name_of(network, {static_cast<std::uint32_t>(k)});
    for (std::size_t r = 1; r < grid.rows.size(); ++r)
      if (const std::string_view text_of = grid.rows[r].cells[*label]; !text_of.empty())
        names[find_nodes(network, {std::string(grid.rows[r].cells[*id])}, source).front().index] = text_of;
    network.node_names = std::move(names);
    drop_plain_names(network);
  }
  for (auto& [name, nodes] : network.electrodes) std::sort(nodes.begin(), nodes.end());
  validate(network, source);
}

}  // namespace somn::netgen
