// Lists of edges, of neighbours and of relations.
#include "foreign_grid.hpp"
#include "parsed.hpp"

#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/core/table_text.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace somn::netgen {
namespace {

// Nodes that are numbered 0.0, 1.0, ... or 0.000e+00, as pandas and numpy.savetxt write them, are 0, 1, ...
class NodeNames {
 public:
  NodeNames(const Grid& grid, std::size_t top, std::initializer_list<std::size_t> columns) {
    for (std::size_t r = top; r < grid.rows.size() && are_whole_; ++r)
      for (const std::size_t c : columns) {
        const auto value = c < grid.rows[r].cells.size() ? number_in(grid.rows[r].cells[c]) : std::nullopt;
        are_whole_ = are_whole_ && value && *value >= 0 && *value < 4e9 && *value == std::floor(*value);
      }
  }
  std::string operator()(std::string_view cell) const {
    if (are_whole_ && cell.find_first_not_of("0123456789") != cell.npos) return fmt::format("{:.0f}", *number_in(cell));
    std::string name(cell);
    for (std::size_t at = 0; (at = name.find("\"\"", at)) != name.npos; ++at) name.erase(at, 1);  // doubled in quotes
    return name;
  }

 private:
  bool are_whole_ = true;
};

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

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> ends_of(const std::vector<std::string_view>& header) {
  std::vector<std::string> names;
  for (const std::string_view cell : header) names.push_back(plain_name(cell));
  for (const auto& [from, to] : end_names) {
    const auto u = std::find(names.begin(), names.end(), from), v = std::find(names.begin(), names.end(), to);
    if (u != names.end() && v != names.end()) return std::pair(u - names.begin(), v - names.begin());
  }
  return {};
}

namespace {

// Columns that say what an edge is called, or belong to the other program.
bool is_of_program(std::string_view column) {
  constexpr std::array names{"id",   "label",       "type",     "interval", "timeset", "key",
                             "name", "shared_name", "selected", "interaction", "edge_type", "edgetype", ""};
  const std::string plain = plain_name(column);
  return std::find(names.begin(), names.end(), plain) != names.end();
}

}  // namespace

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
      const auto value = number_in(cell);
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
                                      [&](std::string_view w) { return number_in(w).has_value() || nodes.contains(w); });
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
      const auto value = number_in(row.cells[c]);
      if (!value || !std::isfinite(*value))
        g.fail(row.line, "not a number", fmt::format("\"{}\"", row.cells[c]), "u v, or u v weight",
               "nodes whose names hold blanks need quotes, or commas between the cells");
      g.value(is_named ? names[c] : "weight", *value);
    }
    if (!row.attributes.empty()) add_attributes(g, row.attributes, row.line);
  }
  return std::move(g).network();
}

}  // namespace somn::netgen
