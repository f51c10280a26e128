// Adjacency matrices as text.
#include "foreign_grid.hpp"
#include "matrix.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

// Of the cells from row `top` and column `left` on.
std::vector<std::vector<double>> values_of(const Grid& grid, std::size_t top, std::size_t left) {
  std::vector<std::vector<double>> all;
  for (std::size_t r = top; r < grid.rows.size(); ++r) {
    auto& row = all.emplace_back();
    for (std::size_t c = left; c < grid.rows[r].cells.size(); ++c) row.push_back(number_in(grid.rows[r].cells[c]).value_or(NAN));
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

}  // namespace

std::optional<Network> named_matrix(const Grid& grid, const std::string& source) {
  const std::vector<std::string_view>& top = grid.rows[0].cells;
  const std::size_t n = grid.rows.size() - 1;
  const std::size_t left = top.size() == n + 1 ? 1 : 0;  // of the header; R leaves the corner out
  if (n < 2 || top.size() != n + left || !is_square(grid, 1, 1)) return {};
  if (left == 1 && !top[0].empty() && number_in(top[0])) return {};
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

bool is_symmetric_matrix(const Grid& grid, std::size_t top) {
  return is_square(grid, top, 0) && is_symmetric_without_loops(values_of(grid, top, 0));
}

}  // namespace somn::netgen
