// binned
//   points    the different rows of a group in ascending order, with their multiplicities
//   few?      no more points than cells: each point is its own cell
//   else      coordinates in standard deviations, turned against the columns; one cell per group
//   repeat    the cell with the largest sum of squares along one coordinate is cut at its mean there
//             until there are max_cells, or all cells are points
//   take      in each cell the point nearest to the mean stands for all
//
// Sums run over the points in ascending order, so that the order of the rows does not matter to the last bit.
#include <somn/netlist/binning.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>

namespace somn::netlist {
namespace {

struct Points {
  std::size_t n_columns = 0;
  std::vector<std::size_t> row;         // of a member, per point
  std::vector<double> weight;           // members per point
  std::vector<std::size_t> point;       // of each row
  std::vector<double> coordinate = {};  // [standard deviations], row-major

  std::size_t size() const { return row.size(); }
  double at(std::size_t point_index, std::size_t column) const { return coordinate[point_index * n_columns + column]; }
};

Points distinct(const Rows& rows) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto compare = [&](std::size_t a, std::size_t b) {
    const auto x = rows.row(a), y = rows.row(b);
    return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
  };
  std::sort(order.begin(), order.end(), compare);
  Points points{.n_columns = rows.n_columns, .row = {}, .weight = {}, .point = std::vector<std::size_t>(rows.size())};
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (k == 0 || compare(order[k - 1], order[k])) {
      points.row.push_back(order[k]);
      points.weight.push_back(0);
    }
    points.weight.back() += 1;
    points.point[order[k]] = points.size() - 1;
  }
  return points;
}

void set_coordinates(Points& points, const Rows& rows) {
  points.coordinate.resize(points.size() * points.n_columns);
  const double total = static_cast<double>(rows.size());
  for (std::size_t c = 0; c < points.n_columns; ++c) {
    const auto value = [&](std::size_t p) { return rows.row(points.row[p])[c]; };
    bool is_positive = true;
    for (std::size_t p = 0; p < points.size(); ++p) is_positive = is_positive && value(p) > 0;
    const auto position = [&](std::size_t p) { return is_positive ? std::log(value(p)) : value(p); };
    double mean = 0, variance = 0;
    for (std::size_t p = 0; p < points.size(); ++p) mean += points.weight[p] * position(p) / total;
    for (std::size_t p = 0; p < points.size(); ++p)
      variance += points.weight[p] * std::pow(position(p) - mean, 2) / total;
    const double scale = variance > 0 ? 1 / std::sqrt(variance) : 0;
    for (std::size_t p = 0; p < points.size(); ++p)
      points.coordinate[p * points.n_columns + c] = scale * (position(p) - mean);
  }
}

// By the golden angle in the plane of every two columns: cuts along no column, so that each parameter takes as many
// values as there are cells, not their square or cube root.
void rotate(Points& points) {
  const double c = std::cos(2.399963), s = std::sin(2.399963);
  const std::size_t n = points.n_columns;
  for (std::size_t p = 0; p < points.size(); ++p)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) {
        double &x = points.coordinate[p * n + i], &y = points.coordinate[p * n + j];
        const double turned = c * x - s * y;
        y = s * x + c * y;
        x = turned;
      }
}

struct Cell {
  std::size_t group = 0;
  std::vector<std::size_t> members;  // points, ascending
  std::vector<double> mean;
  std::size_t widest = 0;     // column
  double sum_of_squares = 0;  // about the mean, along it
};

// Of columns that scatter alike the first is the widest: rounding must not decide.
Cell make_cell(const Points& points, std::size_t group, std::vector<std::size_t> members) {
  Cell cell{.group = group, .members = std::move(members), .mean = {}};
  double total = 0;
  for (const std::size_t p : cell.members) total += points.weight[p];
  for (std::size_t c = 0; c < points.n_columns; ++c) {
    double mean = 0, sum = 0;
    for (const std::size_t p : cell.members) mean += points.weight[p] * points.at(p, c) / total;
    for (const std::size_t p : cell.members) sum += points.weight[p] * std::pow(points.at(p, c) - mean, 2);
    cell.mean.push_back(mean);
    if (sum > cell.sum_of_squares * (1 + 1e-9)) cell.widest = c, cell.sum_of_squares = sum;
  }
  return cell;
}

// The upper part of the cut, which leaves `members`; empty where rounding leaves nothing to cut.
std::vector<std::size_t> cut(const Points& points, const Cell& cell, std::vector<std::size_t>& members) {
  const auto is_low = [&](std::size_t p) { return points.at(p, cell.widest) <= cell.mean[cell.widest]; };
  const auto middle = std::stable_partition(members.begin(), members.end(), is_low);
  std::vector<std::size_t> upper(middle, members.end());
  members.erase(middle, members.end());
  return upper;
}

std::vector<Cell> cells_of(const std::vector<Points>& groups, std::size_t max_cells) {
  // of equal sums the older cell first
  const auto later = [](const std::pair<double, std::size_t>& a, const std::pair<double, std::size_t>& b) {
    return a.first != b.first ? a.first < b.first : a.second > b.second;
  };
  std::priority_queue<std::pair<double, std::size_t>, std::vector<std::pair<double, std::size_t>>, decltype(later)>
      next(later);
  std::vector<Cell> cells;
  const auto add = [&](Cell cell, std::size_t at) {
    if (cell.sum_of_squares > 0) next.emplace(cell.sum_of_squares, at);
    if (at == cells.size())
      cells.push_back(std::move(cell));
    else
      cells[at] = std::move(cell);
  };
  for (std::size_t g = 0; g < groups.size(); ++g) {
    std::vector<std::size_t> all(groups[g].size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    if (!all.empty()) add(make_cell(groups[g], g, std::move(all)), cells.size());
  }
  while (cells.size() < max_cells && !next.empty()) {
    const std::size_t at = next.top().second;
    next.pop();
    const std::size_t group = cells[at].group;
    std::vector<std::size_t> lower = std::move(cells[at].members);
    std::vector<std::size_t> upper = cut(groups[group], cells[at], lower);
    if (upper.empty() || lower.empty()) {
      cells[at].members = lower.empty() ? std::move(upper) : std::move(lower);
      continue;
    }
    add(make_cell(groups[group], group, std::move(lower)), at);
    add(make_cell(groups[group], group, std::move(upper)), cells.size());
  }
  return cells;
}

std::size_t most_central(const Points& points, const Cell& cell) {
  std::size_t best = cell.members.front();
  double nearest = INFINITY;
  for (const std::size_t p : cell.members) {
    double distance = 0;
    for (std::size_t c = 0; c < points.n_columns; ++c) distance += std::pow(points.at(p, c) - cell.mean[c], 2);
    if (distance < nearest * (1 - 1e-9)) nearest = distance, best = p;
  }
  return best;
}

}  // namespace

std::vector<std::vector<std::size_t>> binned(const std::vector<Rows>& groups, std::size_t max_cells) {
  std::vector<Points> points;
  std::size_t n_points = 0;
  for (const Rows& rows : groups) n_points += points.emplace_back(distinct(rows)).size();

  std::vector<std::vector<std::size_t>> standing(groups.size());  // the point that stands for each point
  for (std::size_t g = 0; g < groups.size(); ++g) {
    standing[g].resize(points[g].size());
    std::iota(standing[g].begin(), standing[g].end(), std::size_t{0});
  }
  if (n_points > max_cells) {
    for (std::size_t g = 0; g < groups.size(); ++g) set_coordinates(points[g], groups[g]), rotate(points[g]);
    for (const Cell& cell : cells_of(points, max_cells)) {
      const std::size_t central = most_central(points[cell.group], cell);
      for (const std::size_t member : cell.members) standing[cell.group][member] = central;
    }
  }
  std::vector<std::vector<std::size_t>> result(groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (const std::size_t p : points[g].point) result[g].push_back(points[g].row[standing[g][p]]);
  return result;
}

}  // namespace somn::netlist
