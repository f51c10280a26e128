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
#include "foreign.hpp"
#include "matrix.hpp"
#include "parsed.hpp"

#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/core/table_text.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace somn::netgen {
namespace {

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

// The separator that most of the first lines hold.
char separator_of(const std::vector<std::string_view>& lines) {
  for (const char c : {'\t', ';', ',', '|'}) {
    const auto n = std::count_if(lines.begin(), lines.end(), [&](auto l) { return l.find(c) != l.npos; });
    if (2 * static_cast<std::size_t>(n) > lines.size()) return c;
  }
  return ' ';
}

Grid grid_of(std::string_view text, const std::string& source) {
  Grid grid;
  std::vector<std::pair<std::size_t, std::string_view>> lines;
  std::size_t number = 0;
  const char end = text.find('\n') == std::string_view::npos ? '\r' : '\n';
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find(end));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string_view content = trimmed(line);
    if (content.empty()) continue;
    if (content.front() == '#' || content.front() == '%') {
      if (lines.empty()) grid.comment = content;
      if (content.starts_with("# electrode ")) grid.electrodes.emplace_back(number, content.substr(12));
      continue;
    }
    if (lines.empty() && content.starts_with("sep=") && content.size() == 5) continue;
    lines.emplace_back(number, line);
  }
  std::vector<std::string_view> first;
  for (std::size_t k = 0; k < std::min<std::size_t>(lines.size(), 20); ++k)
    first.push_back(lines[k].second.substr(0, lines[k].second.find('{')));
  grid.separator = separator_of(first);
  const bool has_tuples = !first.empty() && std::all_of(first.begin(), first.end(), [](auto l) { return l.starts_with('('); });
  if (has_tuples && grid.separator == ',')
    throw InputError({.what = "nodes called (0, 1) in a list parted by blanks",
                      .where = fmt::format("{}:{}", source, lines[0].first),
                      .value = std::string(lines[0].second.substr(0, 60)),
                      .allowed = formats_read,
                      .remedy = "networkx: write_graphml(G, 'g.graphml'), or write_edgelist(G, 'g.txt', delimiter='\\t')"});
  for (const auto& [n, line] : lines) {
    Row& row = grid.rows.emplace_back(Row{.line = n, .cells = {}});
    const std::size_t brace = line.find('{');
    if (brace != line.npos) row.attributes = trimmed(line.substr(brace));
    const std::string_view cells = line.substr(0, brace);  // tabs at its end part empty cells
    cut_cells(grid.separator == '\t' ? cells : trimmed(cells), grid.separator, row.cells);
    if (brace != line.npos && !row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
  }
  return grid;
}

std::optional<double> number(std::string_view cell) {
  double value = 0;
  return parse_cell(cell, value) ? std::optional(value) : std::nullopt;
}

bool are_numbers(const std::vector<std::string_view>& cells, std::size_t from = 0) {
  return std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(from), cells.end(),
                     [](std::string_view cell) { return number(cell).has_value(); });
}

// ---- matrices --------------------------------------------------------------------------------------------------------

// Of the cells from row `top` and column `left` on.
std::vector<std::vector<double>> values_of(const Grid& grid, std::size_t top, std::size_t left) {
  std::vector<std::vector<double>> all;
  for (std::size_t r = top; r < grid.rows.size(); ++r) {
    auto& row = all.emplace_back();
    for (std::size_t c = left; c < grid.rows[r].cells.size(); ++c) row.push_back(number(grid.rows[r].cells[c]).value_or(NAN));
  }
  return all;
}

bool is_symmetric_without_loops(const std::vector<std::vector<double>>& a) {
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j)
      if (i == j ? a[i][i] != 0 && !std::isnan(a[i][i]) : a[i][j] != a[j][i]) return false;
  return true;
}

bool is_square(const Grid& grid, std::size_t top, std::size_t left) {
  const std::size_t n = grid.rows.size() - top;
  if (n < 2) return false;
  return std::all_of(grid.rows.begin() + static_cast<std::ptrdiff_t>(top), grid.rows.end(), [&](const Row& row) {
    return row.attributes.empty() && row.cells.size() == n + left && are_numbers(row.cells, left);
  });
}

}  // namespace

void add_matrix(Foreign& g, const std::vector<std::vector<double>>& a, const std::vector<std::size_t>& lines) {
  const auto is_edge = [](double x) { return x != 0 && !std::isnan(x); };
  bool is_weighted = false;
  for (const auto& row : a)
    for (const double x : row) is_weighted |= is_edge(x) && x != 1;
  std::size_t n_loops = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    n_loops += is_edge(a[i][i]);
    for (std::size_t j = i + 1; j < a.size(); ++j) {
      const double up = a[i][j], down = a[j][i];
      if (!is_edge(up) && !is_edge(down)) continue;
      if (is_edge(up) && is_edge(down) && up != down)
        g.fail(lines.empty() ? 0 : lines[j], fmt::format("the matrix is not symmetric: ({}, {}) and ({}, {}) differ", i, j, j, i),
               fmt::format("{} and {}", up, down), "one value for a junction, whichever its direction",
               "symmetrise it: A = (A + A.T)/2 in numpy");
      g.edge(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j), lines.empty() ? 0 : lines[i]);
      if (is_weighted) g.value("weight", is_edge(up) ? up : down);
    }
  }
  if (n_loops > 0) g.remark(fmt::format("{} entries on the diagonal left out: a node has no junction with itself", n_loops));
}

namespace {

std::vector<std::size_t> lines_of(const Grid& grid, std::size_t top) {
  std::vector<std::size_t> lines;
  for (std::size_t r = top; r < grid.rows.size(); ++r) lines.push_back(grid.rows[r].line);
  return lines;
}

// An adjacency matrix with the names of its rows and columns, or none.
std::optional<Network> named_matrix(const Grid& grid, const std::string& source) {
  const std::vector<std::string_view>& top = grid.rows[0].cells;
  const std::size_t n = grid.rows.size() - 1;
  const std::size_t left = top.size() == n + 1 ? 1 : 0;  // of the header; R leaves the corner out
  if (n < 2 || top.size() != n + left || !is_square(grid, 1, 1)) return {};
  if (left == 1 && !top[0].empty() && number(top[0])) return {};
  for (std::size_t k = 0; k < n; ++k)
    if (grid.rows[k + 1].cells[0] != top[k + left]) return {};
  Foreign g(source);
  g.declared();
  for (std::size_t k = 0; k < n; ++k) g.node(top[k + left]);
  add_matrix(g, values_of(grid, 1, 1), lines_of(grid, 1));
  return std::move(g).network();
}

std::optional<Network> plain_matrix(const Grid& grid, const std::string& source) {
  for (const std::size_t top : {0u, 1u}) {  // a header 0,1,2 ... is that of a DataFrame without index
    if (grid.rows.size() < top + 2 || !is_square(grid, top, 0)) continue;
    const std::size_t n = grid.rows.size() - top;
    if (top == 1 && grid.rows[0].cells.size() != n) continue;
    const auto a = values_of(grid, top, 0);
    if (n < 4 && !is_symmetric_without_loops(a)) continue;
    Foreign g(source);
    g.declared();
    for (std::size_t k = 0; k < n; ++k) g.node(top == 1 ? std::string(grid.rows[0].cells[k]) : std::to_string(k));
    add_matrix(g, a, lines_of(grid, top));
    return std::move(g).network();
  }
  return {};
}

// Nodes that are numbered 0.0, 1.0, ... or 0.000e+00, as pandas and numpy.savetxt write them, are 0, 1, ...
class NodeNames {
 public:
  NodeNames(const Grid& grid, std::size_t top, std::initializer_list<std::size_t> columns) {
    for (std::size_t r = top; r < grid.rows.size() && are_whole_; ++r)
      for (const std::size_t c : columns) {
        const auto value = c < grid.rows[r].cells.size() ? number(grid.rows[r].cells[c]) : std::nullopt;
        are_whole_ = are_whole_ && value && *value >= 0 && *value < 4e9 && *value == std::floor(*value);
      }
  }
  std::string operator()(std::string_view cell) const {
    if (are_whole_ && cell.find_first_not_of("0123456789") != cell.npos) return fmt::format("{:.0f}", *number(cell));
    std::string name(cell);
    for (std::size_t at = 0; (at = name.find("\"\"", at)) != name.npos; ++at) name.erase(at, 1);  // doubled in quotes
    return name;
  }

 private:
  bool are_whole_ = true;
};

// ---- lists -----------------------------------------------------------------------------------------------------------

constexpr std::array<std::pair<const char*, const char*>, 11> end_names{{{"u", "v"},
                                                                         {"source", "target"},
                                                                         {"from", "to"},
                                                                         {"src", "dst"},
                                                                         {"node1", "node2"},
                                                                         {"node_1", "node_2"},
                                                                         {"fromnodeid", "tonodeid"},
                                                                         {"source_id", "target_id"},
                                                                         {"i", "j"},
                                                                         {"start", "end"},
                                                                         {"pre", "post"}}};

std::optional<std::pair<std::size_t, std::size_t>> ends_of(const std::vector<std::string_view>& header) {
  std::vector<std::string> names;
  for (const std::string_view cell : header) names.push_back(plain_name(cell));
  for (const auto& [from, to] : end_names) {
    const auto u = std::find(names.begin(), names.end(), from), v = std::find(names.begin(), names.end(), to);
    if (u != names.end() && v != names.end()) return std::pair(u - names.begin(), v - names.begin());
  }
  return {};
}

// Columns that say what an edge is called, or belong to the other program.
bool is_of_program(std::string_view column) {
  constexpr std::array names{"id",   "label",       "type",     "interval", "timeset", "key",
                             "name", "shared_name", "selected", "interaction", "edge_type", "edgetype", ""};
  const std::string plain = plain_name(column);
  return std::find(names.begin(), names.end(), plain) != names.end();
}

Network list_with_header(const Grid& grid, std::size_t u, std::size_t v, const std::string& source) {
  const std::vector<std::string_view>& header = grid.rows[0].cells;
  Foreign g(source);
  const NodeNames node_name(grid, 1, {u, v});
  for (std::size_t r = 1; r < grid.rows.size(); ++r) {
    const Row& row = grid.rows[r];
    if (row.cells.size() != header.size() && !(row.cells.size() == header.size() + 1 && row.cells.back().empty()))
      g.fail(row.line, fmt::format("{} columns where the header has {}", row.cells.size(), header.size()), {}, {});
    if (row.cells[u].empty() || row.cells[v].empty()) g.fail(row.line, "an edge without an end", {}, "two nodes");
    const std::uint32_t from = g.node(node_name(row.cells[u])), to = g.node(node_name(row.cells[v]));
    g.edge(from, to, row.line);
    for (std::size_t c = 0; c < header.size(); ++c) {
      const std::string_view cell = row.cells[c];
      if (c == u || c == v || cell.empty()) continue;
      if (plain_name(header[c]) == "type" && cell == "Directed") g.directed(true);
      if (is_of_program(header[c])) continue;
      const std::string name = header[c] == "Weight" ? "weight" : std::string(header[c]);
      const auto value = number(cell);
      if (name == "law")
        g.text(name, cell);
      else if (value && std::isfinite(*value) && name != "junction")
        g.value(name, *value);
      else if (value && std::isinf(*value))
        g.fail(row.line, name + " is not a finite number", std::string(cell), "a finite number");
    }
  }
  return std::move(g).network();
}

}  // namespace

// {'weight': 1.5, "law": "vts"} of Python or JSON.
void add_attributes(Foreign& g, std::string_view text, std::size_t line) {
  text = trimmed(text);
  if (!text.ends_with('}')) g.fail(line, "attributes without a closing brace", std::string(text), "{'weight': 1.5}");
  text = trimmed(text.substr(1, text.size() - 2));
  const auto unquoted = [](std::string_view t) {
    t = trimmed(t);
    return t.size() >= 2 && (t.front() == '\'' || t.front() == '"') && t.back() == t.front() ? t.substr(1, t.size() - 2) : t;
  };
  const auto until = [](std::string_view t, char mark) {  // outside of quotes and brackets
    int depth = 0;
    char quote = 0;
    for (std::size_t k = 0; k < t.size(); ++k) {
      if (quote) {
        if (t[k] == quote) quote = 0;
      } else if (t[k] == '\'' || t[k] == '"') {
        quote = t[k];
      } else if (t[k] == '{' || t[k] == '[' || t[k] == '(') {
        ++depth;
      } else if (t[k] == '}' || t[k] == ']' || t[k] == ')') {
        --depth;
      } else if (t[k] == mark && depth <= 0) {
        return k;
      }
    }
    return t.size();
  };
  while (!text.empty()) {
    const std::size_t end = until(text, ',');
    const std::string_view entry = text.substr(0, end);
    text = trimmed(text.substr(std::min(text.size(), end + 1)));
    const std::size_t colon = until(entry, ':');
    if (colon == entry.size())
      g.fail(line, "not an attribute", fmt::format("\"{}\"", trimmed(entry)), "'name': value");
    g.text(unquoted(entry.substr(0, colon)), unquoted(entry.substr(colon + 1)));
  }
}

namespace {

Network adjacency_list(const Grid& grid, const std::string& source) {
  Foreign g(source);
  g.directed(true);  // a neighbour that names this node in turn is no second junction
  std::set<std::string_view> heads;
  for (const Row& row : grid.rows)
    if (!heads.insert(row.cells[0]).second && std::count(row.cells.begin(), row.cells.end(), row.cells[0]) > 1)
      g.fail(row.line, "names of nodes that hold blanks, in a list parted by blanks", fmt::format("\"{}\"", row.cells[0]),
             "one word for a node", "networkx: write_graphml(G, 'g.graphml'), or write_adjlist(G, 'g.adj', delimiter='\\t')");
  for (const Row& row : grid.rows) {
    const std::uint32_t u = g.node(row.cells[0]);
    for (std::size_t c = 1; c < row.cells.size(); ++c) g.edge(u, g.node(row.cells[c]), row.line);
  }
  g.remark("read as a list of the neighbours of each node, as its rows have different lengths");
  return std::move(g).network();
}

// u word v w ...; words that are no nodes, one for at least three rows or in a file of that name
bool are_relations(const Grid& grid, const std::string& source) {
  std::set<std::string_view> words, nodes;
  for (const Row& row : grid.rows) {
    if (!row.attributes.empty() || (row.cells.size() != 1 && row.cells.size() < 3)) return false;
    for (std::size_t c = 0; c < row.cells.size(); ++c) (c == 1 ? words : nodes).insert(row.cells[c]);
  }
  const bool are_words = std::none_of(words.begin(), words.end(),
                                      [&](std::string_view w) { return number(w).has_value() || nodes.contains(w); });
  return are_words && !words.empty() && (source.ends_with(".sif") || 3 * words.size() <= grid.rows.size());
}

Network relations(const Grid& grid, const std::string& source) {
  Foreign g(source);
  for (const Row& row : grid.rows) {
    const std::uint32_t u = g.node(row.cells[0]);
    for (std::size_t c = 2; c < row.cells.size(); ++c) g.edge(u, g.node(row.cells[c]), row.line);
  }
  g.remark("read as relations (u word v): the words are left out");
  return std::move(g).network();
}

Network list_without_header(const Grid& grid, const std::string& source) {
  Foreign g(source);
  std::vector<std::string_view> names;  // in a comment: "# u v weight gap_m"
  std::string_view comment = grid.comment;
  while (!comment.empty() && (comment.front() == '#' || comment.front() == '%' || comment.front() == ' '))
    comment.remove_prefix(1);
  cut_cells(comment, comment.find(grid.separator) == comment.npos ? ' ' : grid.separator, names);
  const std::size_t n = grid.rows[0].cells.size();
  const bool is_named = names.size() == n && ends_of(names).has_value();
  const NodeNames node_name(grid, 0, {0, 1});
  const bool have_blanks = n > 3 && std::all_of(grid.rows.begin(), grid.rows.end(), [&](const Row& row) {
                             return row.cells.size() == n && row.cells[0] == row.cells[2] && row.cells[0] == grid.rows[0].cells[0];
                           });
  if (have_blanks)
    g.fail(grid.rows[0].line, "names of nodes that hold blanks, in a list parted by blanks",
           fmt::format("\"{} {}\"", grid.rows[0].cells[0], grid.rows[0].cells[1]), "one word for a node",
           "networkx: write_graphml(G, 'g.graphml'), or write_edgelist(G, 'g.txt', delimiter='\\t')");
  for (const Row& row : grid.rows) {
    if (row.cells.size() < 2)
      g.fail(row.line, "one word in a line", fmt::format("\"{}\"", row.cells[0]), "u v, or u v weight",
             "a table needs a header line that names the columns, such as u,v or source,target");
    if (row.cells.size() > 3 && !is_named)
      g.fail(row.line, "more than three columns without names", fmt::format("{} columns", row.cells.size()), "u v, or u v weight",
             fmt::format("put a header line first: sed -i '1i {}' {}",
                         grid.separator == ' ' ? "u v weight NAME" : fmt::format("u{0}v{0}weight{0}NAME", grid.separator),
                         source));
    const std::uint32_t from = g.node(node_name(row.cells[0])), to = g.node(node_name(row.cells[1]));
    g.edge(from, to, row.line);
    for (std::size_t c = 2; c < row.cells.size(); ++c) {
      const auto value = number(row.cells[c]);
      if (!value || !std::isfinite(*value))
        g.fail(row.line, "not a number", fmt::format("\"{}\"", row.cells[c]), "u v, or u v weight",
               "nodes whose names hold blanks need quotes, or commas between the cells");
      g.value(is_named ? names[c] : "weight", *value);
    }
    if (!row.attributes.empty()) add_attributes(g, row.attributes, row.line);
  }
  return std::move(g).network();
}

}  // namespace

// Of R's write.table: the names of the rows stand in a column that the header does not name.
static void drop_row_names(Grid& grid) {
  const std::size_t n = grid.rows[0].cells.size();
  const bool have_names = grid.rows.size() > 1 && ends_of(grid.rows[0].cells) &&
                          std::all_of(grid.rows.begin() + 1, grid.rows.end(), [&](const Row& row) {
                            return row.cells.size() == n + 1 && !row.cells.back().empty();
                          });
  if (!have_names) return;
  for (auto row = grid.rows.begin() + 1; row != grid.rows.end(); ++row) row->cells.erase(row->cells.begin());
}

static Network from_grid(Grid& grid, const std::string& source) {
  if (grid.rows.empty()) throw InputError({.what = "no edges in the file", .where = source, .allowed = "u v in each line"});
  if (auto network = named_matrix(grid, source)) return *std::move(network);
  drop_row_names(grid);
  const std::vector<std::string_view>& top = grid.rows[0].cells;
  if (plain_name(top[0]) == "dl")
    throw InputError({.what = "a DL file of UCINET",
                      .where = source,
                      .allowed = formats_read,
                      .remedy = "export Pajek (.net) there"});
  const bool is_matrix = top.size() >= 4 && grid.rows.size() == top.size() + 1 && is_square(grid, 1, 0) &&
                         is_symmetric_without_loops(values_of(grid, 1, 0));  // of nodes called node 1, node 2, ...
  if (const auto ends = ends_of(top); ends && !is_matrix) return list_with_header(grid, ends->first, ends->second, source);
  if (auto network = plain_matrix(grid, source)) return *std::move(network);
  const bool has_header = grid.rows.size() > 1 && grid.rows[0].attributes.empty() && top.size() > 1 &&
                          std::none_of(top.begin(), top.end(), [](auto cell) { return number(cell).has_value(); }) &&
                          std::any_of(grid.rows[1].cells.begin(), grid.rows[1].cells.end(), [](auto cell) {
                            return number(cell).has_value();
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
