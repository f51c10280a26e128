#include "cell.hpp"

#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace somn {
namespace {

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> cells;
  while (true) {
    const std::size_t comma = line.find(',');
    cells.emplace_back(trim(line.substr(0, comma)));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

double cell_to_number(std::string_view cell, const std::string& where) {
  if (cell == "nan" || cell == "NaN" || cell == "NA" || cell.empty()) return std::numeric_limits<double>::quiet_NaN();
  if (cell == "inf" || cell == "Inf") return std::numeric_limits<double>::infinity();
  if (cell == "-inf" || cell == "-Inf") return -std::numeric_limits<double>::infinity();
  if (cell.starts_with('+')) cell.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size())
    throw InputError({.what = "not a number", .where = where, .value = fmt::format("\"{}\"", cell)});
  return value;
}

}  // namespace

CsvTable parse_csv(std::string_view text, std::string source) {
  CsvTable table{.source = std::move(source), .header = {}, .rows = {}, .lines = {}};
  std::size_t number = 0;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trim(line).empty() || line.front() == '#') continue;
    std::vector<std::string> cells = split(line);
    if (table.header.empty()) {
      table.header = std::move(cells);
      continue;
    }
    if (cells.size() != table.header.size())
      throw InputError({.what = fmt::format("{} columns where the header has {}", cells.size(), table.header.size()),
                        .where = fmt::format("{}:{}", table.source, number)});
    table.rows.push_back(std::move(cells));
    table.lines.push_back(number);
  }
  if (table.header.empty()) throw InputError({.what = "empty table: no header line", .where = table.source});
  return table;
}

CsvTable read_csv(const std::filesystem::path& path) {
  return parse_csv(read_file(path), path.string());
}

std::optional<std::size_t> CsvTable::find(std::string_view column) const {
  const auto it = std::find(header.begin(), header.end(), column);
  if (it == header.end()) return {};
  return static_cast<std::size_t>(it - header.begin());
}

std::size_t CsvTable::column(std::string_view name) const {
  if (const auto index = find(name)) return *index;
  throw unknown_name("column", name, source, header);
}

std::vector<double> CsvTable::numbers(std::string_view name) const {
  const std::size_t index = column(name);
  std::vector<double> values;
  values.reserve(rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k)
    values.push_back(cell_to_number(rows[k][index], fmt::format("{}:{}: {}", source, lines[k], name)));
  return values;
}

}  // namespace somn
