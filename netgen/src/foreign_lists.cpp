// Lists of edges that are more than rows of one kind, told by their form:
//
//   TGF   lines "1 left pad" of nodes, a line "#", lines "1 2 ..." of edges                      (yEd)
//   LGL   a line "# u", then lines "v" or "v weight" of its neighbours, and so on                (igraph, LGL)
//   multi-line adjacency lists: "u 2", then two lines "v" or "v {'weight': 1.5}", and so on      (NetworkX)
//
// Those of METIS, DIMACS, GUESS and LEDA are refused with the line that makes one of ours of them.
#include "foreign.hpp"
#include "parsed.hpp"

#include <somn/core/error.hpp>
#include <somn/core/table_text.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace somn::netgen {
namespace {

struct Line {
  std::size_t number;
  std::string_view text;
};

std::vector<std::string_view> words_of(const Line& line) {
  std::vector<std::string_view> words;
  cut_cells(line.text, ' ', words);
  return words;
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (trimmed(line).empty()) continue;
    lines.push_back({.number = number, .text = trimmed(line)});
  }
  return lines;
}

std::optional<Network> from_tgf(const std::vector<Line>& lines, const std::string& source) {
  const auto part = std::find_if(lines.begin(), lines.end(), [](const Line& l) { return l.text == "#"; });
  if (part == lines.begin() || part == lines.end()) return {};
  Foreign g(source);
  std::set<std::string_view> ids;
  for (auto line = lines.begin(); line != part; ++line)
    if (!ids.insert(words_of(*line)[0]).second) return {};
  for (auto line = part + 1; line != lines.end(); ++line)
    if (const auto words = words_of(*line); words.size() < 2 || !ids.contains(words[0]) || !ids.contains(words[1]))
      return {};
  for (auto line = lines.begin(); line != part; ++line) {
    const std::string_view id = words_of(*line)[0];
    g.label(g.node(id), line->text.substr(id.size()));
  }
  g.declared();
  for (auto line = part + 1; line != lines.end(); ++line) {
    const auto words = words_of(*line);
    g.edge(g.node(words[0]), g.node(words[1]), line->number);
    if (const auto weight = words.size() > 2 ? parsed<double>(words[2]) : std::nullopt) g.value("weight", *weight);
  }
  return std::move(g).network();
}

std::optional<Network> from_lgl(const std::vector<Line>& lines, const std::string& source) {
  bool has_rows = false, has_later_head = source.ends_with(".lgl");
  if (lines.empty() || !lines[0].text.starts_with("# ")) return {};
  for (const Line& line : lines) {
    const auto words = words_of(line);
    if (line.text.front() == '#') {
      if (words.size() != 2 || words[0] != "#") return {};
      has_later_head |= has_rows;
    } else {
      if (words.size() > 2 || (words.size() == 2 && !parsed<double>(words[1]))) return {};
      has_rows = true;
    }
  }
  if (!has_rows || !has_later_head) return {};
  Foreign g(source);
  std::uint32_t from = 0;
  for (const Line& line : lines) {
    const auto words = words_of(line);
    if (words[0] == "#") {
      from = g.node(words[1]);
      continue;
    }
    g.edge(from, g.node(words[0]), line.number);
    if (words.size() == 2) g.value("weight", *parsed<double>(words[1]));
  }
  return std::move(g).network();
}

std::optional<Network> from_many_lines(const std::vector<Line>& all, const std::string& source) {
  std::vector<Line> lines;
  for (const Line& line : all)
    if (line.text.front() != '#') lines.push_back(line);
  const auto name_and_number = [](const Line& line) {  // u 2
    const auto words = words_of(line);
    const auto n = parsed<std::size_t>(words.back());
    return words.size() > 1 && n && !line.text.ends_with('}') ? n : std::nullopt;
  };
  bool has_neighbours = false;
  for (std::size_t k = 0; k < lines.size();) {
    const auto n = name_and_number(lines[k]);
    if (!n || *n > lines.size() - k - 1) return {};
    const bool has_blanks = words_of(lines[k]).size() > 2;  // then only the braces tell a neighbour
    for (std::size_t j = k + 1; j <= k + *n; ++j)
      if (!(lines[j].text.ends_with('}') || (!has_blanks && words_of(lines[j]).size() == 1))) return {};
    has_neighbours |= *n > 0;
    k += 1 + *n;
  }
  if (!has_neighbours) return {};
  Foreign g(source);
  g.directed(true);  // a neighbour's neighbour is no second junction
  for (std::size_t k = 0; k < lines.size();) {
    const std::string_view head = lines[k].text;
    const std::uint32_t from = g.node(trimmed(head.substr(0, head.find_last_of(" \t"))));
    const std::size_t n = *name_and_number(lines[k]);
    for (std::size_t j = k + 1; j <= k + n; ++j) {
      const std::size_t brace = std::min(lines[j].text.find('{'), lines[j].text.size());
      g.edge(from, g.node(trimmed(lines[j].text.substr(0, brace))), lines[j].number);
      if (brace < lines[j].text.size()) add_attributes(g, lines[j].text.substr(brace), lines[j].number);
    }
    k += n + 1;
  }
  return std::move(g).network();
}

void refuse_others(const std::vector<Line>& lines, const std::string& source) {
  const auto refuse = [&](const char* what, const std::string& remedy) {
    throw InputError({.what = what, .where = source, .value = {}, .allowed = formats_read, .remedy = remedy});
  };
  if (lines[0].text.starts_with("nodedef>")) refuse("a GDF file of GUESS", "export GraphML or GEXF there");
  if (lines[0].text.starts_with("LEDA.GRAPH")) refuse("a graph of LEDA", "igraph: g.write_graphml('g.graphml')");
  const auto is_edge = [](const Line& l) { return l.text.starts_with("e ") || l.text.starts_with("a "); };
  const auto problem = std::find_if(lines.begin(), lines.end(), [](const Line& l) { return l.text.starts_with("p "); });
  if (problem != lines.end() && std::all_of(problem + 1, lines.end(), is_edge))
    refuse("a graph of DIMACS", fmt::format("sed -n 's/^[ea] //p' {} > list.edges", source));
  const auto first = words_of(lines[0]);
  if (first.size() < 2 || first.size() > 4) return;
  const auto n = parsed<std::size_t>(first[0]), m = parsed<std::size_t>(first[1]);
  if (!n || !m || (*n != lines.size() - 1 && *m != lines.size() - 1)) return;
  std::size_t n_cells = 0, largest = 0;
  for (std::size_t k = 1; k < lines.size(); ++k)
    for (const std::string_view word : words_of(lines[k])) {
      ++n_cells;
      if (const auto number = parsed<std::size_t>(word)) largest = std::max(largest, *number);
    }
  if (*n < largest) return;
  if (*n == lines.size() - 1 && n_cells == 2 * *m && *n != *m)
    refuse("a graph of METIS", fmt::format("awk 'NR > 1 {{for (k = 1; k <= NF; ++k) if ($k > NR - 1) print NR - 1, $k}}' "
                                           "{} > list.edges",
                                           source));
  if (*m == lines.size() - 1 && n_cells == 2 * *m && first.size() == 2)
    refuse("a first line that looks like the numbers of nodes and edges",
           fmt::format("take it out: sed -i 1d {0}; where it is an edge, name the columns: sed -i '1i u v' {0}", source));
}

}  // namespace

std::optional<Network> from_list_of_parts(std::string_view text, const std::string& source) {
  const std::vector<Line> lines = lines_of(text);
  if (lines.empty()) return {};
  refuse_others(lines, source);
  if (auto network = from_tgf(lines, source)) return network;
  if (auto network = from_lgl(lines, source)) return network;
  return from_many_lines(lines, source);
}

}  // namespace somn::netgen
