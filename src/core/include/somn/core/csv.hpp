// Small tables with the text of their cells (table_text.hpp says what they may look like). Every error names file, line
// and column.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace somn {

struct CsvTable {
  std::string source;                          // file name, for messages
  std::vector<std::string> header;             // column names
  std::vector<std::vector<std::string>> rows;  // rows[k].size() == header.size()
  std::vector<std::size_t> lines;              // lines[k]: 1-based line number of row k

  std::optional<std::size_t> find(std::string_view column) const;
  std::size_t column(std::string_view name) const;           // throws InputError naming the nearest column
  std::vector<double> numbers(std::string_view name) const;  // "nan" and "inf" are numbers
};

CsvTable parse_csv(std::string_view text, std::string source);
CsvTable read_csv(const std::filesystem::path& path);

}  // namespace somn
