#include "table_refusals.hpp"

#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/table_text.hpp>
#include <somn/core/text_source.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn {
namespace {

class Rows final : public TableSink {
 public:
  explicit Rows(CsvTable& table) : table_(table) {}
  void header(const std::vector<std::string>& names, std::size_t) override { table_.header = names; }
  void row(std::span<const std::string_view> cells, std::size_t line) override {
    table_.rows.emplace_back(cells.begin(), cells.end());
    table_.lines.push_back(line);
  }

 private:
  CsvTable& table_;
};

}  // namespace

CsvTable parse_csv(std::string_view text, std::string source) {
  CsvTable table{.source = std::move(source), .header = {}, .rows = {}, .lines = {}};
  Rows rows(table);
  TableParser parser(table.source, rows);
  parser.feed(text);
  parser.finish();
  return table;
}

CsvTable read_csv(const std::filesystem::path& path) {
  return parse_csv(read_text(path), path.string());
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
    if (!parse_cell(rows[k][index], values.emplace_back()))
      refuse_cell(source, lines[k], name, rows[k][index]);
  return values;
}

}  // namespace somn
