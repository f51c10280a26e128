#include "foreign_grid.hpp"

#include "parsed.hpp"

#include <somn/core/error.hpp>
#include <somn/core/table_text.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

// The separator that most of the first lines hold.
char separator_of(const std::vector<std::string_view>& lines) {
  for (const char c : {'\t', ';', ',', '|'}) {
    const auto n = std::count_if(lines.begin(), lines.end(), [&](auto l) { return l.find(c) != l.npos; });
    if (2 * static_cast<std::size_t>(n) > lines.size()) return c;
  }
  return ' ';
}

}  // namespace

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

std::optional<double> number_in(std::string_view cell) {
  double value = 0;
  return parse_cell(cell, value) ? std::optional(value) : std::nullopt;
}

bool are_numbers(const std::vector<std::string_view>& cells, std::size_t from) {
  return std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(from), cells.end(),
                     [](std::string_view cell) { return number_in(cell).has_value(); });
}

}  // namespace somn::netgen
